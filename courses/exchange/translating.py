"""Bring what a folder of translations/ says into the database, behind the course itself."""

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from courses.catalogue.models import CoursePage, Figure, Topic
from courses.catalogue.plain import plain_page, plain_question
from courses.questions.models import Question
from courses.questions.plain import digest

from . import said
from .banks import plain_figure
from .content import Content, FigureEntry, PageEntry, QuestionEntry, RowIds
from .files import MANUAL, TRANSLATIONS
from .filling import Filler
from .ledger import Ledger
from .localising import Said, last_typed, localise
from .order import Order
from .report import Action, Place
from .topics import topics_named


class Translator:
    """Writes one language of a course whose source was just loaded; ``ids`` are of the source."""

    def __init__(self, source: Content, language: str, ids: RowIds, ledger: Ledger, by) -> None:
        self.source = source
        self.translated = source.translations[language]
        self.locale = Locale.objects.get_or_create(language_code=language)[0]
        self.ids = ids
        self.ledger = ledger
        self.by = by
        banks = [question.uuid for bank in source.banks for question in bank.questions]
        self.typed = last_typed(self.locale, [*banks, *(page.uuid for page in source.pages)])

    def translate(self, filler: Filler) -> None:
        """What pages refer to comes first."""
        topics = self._topics()
        for figure, other in zip(self.source.figures, self.translated.figures, strict=True):
            self._figure(figure, other)
        self._questions()
        self._pages(filler, topics)

    def _topics(self) -> list[Topic]:
        """Those of the course in this language, in the order of the source's names."""
        pairs = zip(
            self.source.course.plain["topics"], self.translated.course.plain["topics"], strict=True
        )
        found = []
        for name, translated in sorted(pairs):
            place = self.translated.course.place / "topics"
            for topic in topics_named([name], place):
                if there := topic.get_translation_or_none(self.locale):
                    _note_other_name(there, translated, place)
                found.append(there or self._localised(topic, said.topic(translated, topic), place))
        return list(dict.fromkeys(filter(None, found)))

    def _localised(self, source: Model, words: Said, place: Place, **also: Any) -> Any:
        if place.report.refused:
            return None
        return localise(source, words, self.locale, self.by, place, **also)

    def _may_write(
        self, key: str, entry: Any, source: dict[str, Any], current: dict | None, **state: bool
    ) -> bool:
        """Also where only the source changed, so that in Wagtail the texts still belong to it."""
        key = f"{key}:{self.locale.language_code}"
        known = self.ledger.loaded.get(f"source:{key}")
        if current == entry.plain and known not in (None, digest(source)):
            return self._may_follow(key, entry, source, draft=state.get("draft", False))
        self.ledger.remember(f"source:{key}", source)
        return self.ledger.may_write(key, entry.place, wanted=entry.plain, current=current, **state)

    def _may_follow(self, key: str, entry: Any, source: dict[str, Any], *, draft: bool) -> bool:
        """Its texts are handed on as the translation of the new ones: that takes a reader."""
        if draft and not self.ledger.overwrite:
            entry.place.refuse(_("It has unpublished changes."))
            return False
        note = _("The course itself was changed here and this was not: read it again.")
        entry.place.report.add(Action.UPDATED, str(entry.place), note)
        self.ledger.remember(f"source:{key}", source)
        self.ledger.remember(key, entry.plain)
        return True

    def _figure(self, source: FigureEntry, entry: FigureEntry) -> None:
        row = Figure.objects.get(pk=self.ids[Figure, entry.plain["key"]])
        there = row.get_translation_or_none(self.locale)
        current = plain_figure(there) if there else None
        if self._may_write(f"figure:{entry.plain['key']}", entry, source.plain, current):
            self._localised(row, said.figure(entry, row), entry.place)

    def _questions(self) -> None:
        pairs = [
            (f"{bank.plain['slug']}/{question.plain['key']}", question, translated)
            for bank, other in zip(self.source.banks, self.translated.banks, strict=True)
            for question, translated in zip(bank.questions, other.questions, strict=True)
        ]
        keys = [question.uuid for _name, question, _translated in pairs]
        rows = Question.objects.filter(translation_key__in=keys, locale=self.locale)
        there = {row.translation_key: row for row in rows}
        for name, question, translated in pairs:
            row = there.get(question.uuid)
            if self._may_write_question(question, translated, row):
                pk = self.ids[Question, name]
                words = said.question(translated, pk, self.ids)
                self._localised(Question.objects.get(pk=pk), words, translated.place)

    def _may_write_question(
        self, source: QuestionEntry, entry: QuestionEntry, row: Question | None
    ) -> bool:
        current = {**plain_question(row), **({} if row.live else NOT_IN_USE)} if row else None
        draft = self._has_draft(row)
        return self._may_write(f"question:{entry.uuid}", entry, source.plain, current, draft=draft)

    def _has_draft(self, row: Page | Question | None) -> bool:
        """Whether somebody's unpublished work hangs on it."""
        if row is None or row.has_unpublished_changes:
            return row is not None
        typed = self.typed.get(row.translation_key)
        return bool(typed and row.last_published_at and typed > row.last_published_at)

    def _pages(self, filler: Filler, topics: list[Topic]) -> None:
        there = self._pages_there()
        is_old = self.source.course.uuid in there
        for source, entry in self.source.pairs(self.translated):
            row = there.get(entry.uuid)
            if entry.model is CoursePage:
                entry.plain["topics"] = [topic.name for topic in topics]
            if self._may_write_page(source, entry, row, is_old):
                pk = filler.pages[entry.uuid].pk
                also = {"topics": topics} if entry.model is CoursePage else {}
                words = said.page(entry, pk, filler)
                self._localised(entry.model.objects.get(pk=pk), words, entry.place, **also)
        self._leave_manual(there)
        if not self.ledger.report.refused:
            beside = self.source.beside(self.translated)
            Order(beside, self._pages_there(), self.ledger).arrange()

    def _leave_manual(self, there: dict[UUID, Page]) -> None:
        """Where the files no longer have it in this language, it stays, and that is told."""
        ours = self.source.manual
        if ours and not self.translated.manual and ours[0].uuid in there:
            reason = _("The files have no manual in this language.")
            what = f"{TRANSLATIONS}/{self.locale.language_code}/{MANUAL}"
            self.ledger.report.add(Action.LEFT_ALONE, what, reason)

    def _pages_there(self) -> dict[UUID, Page]:
        keys = [entry.uuid for entry in self.source.pages]
        rows = Page.objects.filter(translation_key__in=keys, locale=self.locale).specific()
        return {row.translation_key: row for row in rows}

    def _may_write_page(
        self, source: PageEntry, entry: PageEntry, row: Page | None, is_old: bool
    ) -> bool:
        return self._may_write(
            f"page:{entry.uuid}",
            entry,
            source.plain,
            plain_translation(row) if row else None,
            draft=self._has_draft(row),
            deleted=is_old,
        )


NOT_IN_USE = {"in use": False}


def _note_other_name(topic: Topic, wanted: str, place: Place) -> None:
    """A topic belongs to every course that has it: one of them does not give it a new name."""
    if topic.name != wanted:
        reason = _("This topic is called “%(name)s” here and keeps its name.")
        place.report.add(Action.TO_NOTE, str(place / wanted), reason % {"name": topic.name})


def plain_translation(page: Page) -> dict[str, Any]:
    """A translated page as plain data; its topics stand in the order of the source's names."""
    plain = plain_page(page)
    if isinstance(page, CoursePage):
        plain["topics"] = _topic_names(page)
    return plain if page.live and not getattr(page, "retired", False) else plain | NOT_IN_USE


def _topic_names(page: CoursePage) -> list[str]:
    topics = list(page.topics.all())
    keys = [topic.translation_key for topic in topics]
    sources = Topic.objects.filter(translation_key__in=keys, locale=Locale.get_default())
    names = dict(sources.values_list("translation_key", "name"))
    topics.sort(key=lambda topic: (names.get(topic.translation_key, ""), topic.name))
    return [topic.name for topic in topics]
