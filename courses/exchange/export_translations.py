"""The files of a course in each language that it is translated into."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from courses.catalogue.languages import without_copies
from courses.catalogue.manual import ManualPage
from courses.catalogue.models import Figure
from courses.catalogue.plain import plain_page, plain_question
from courses.questions.models import Question, QuestionBank

from . import leaves, writing
from .banks import plain_figure
from .files import MANUAL, TRANSLATIONS
from .languages import known
from .leaves import Kind
from .report import Action, Report
from .translating import plain_translation

COURSE, FIGURES = "course.yaml", "figures.yaml"


def translations_of(
    pages: dict[str, Page],
    banks: dict[QuestionBank, list[Question]],
    figures: list[Figure],
    report: Report,
) -> Iterator[tuple[str, Any]]:
    """Each file by its name; what is not translated is left out, and told."""
    course = pages[COURSE]
    there = without_copies(course.get_translations().live())
    codes = there.values("locale__language_code")
    for locale in Locale.objects.filter(language_code__in=known()).filter(language_code__in=codes):
        language = _Language(locale, report)
        yield from language.pages(pages)
        for bank, questions in banks.items():
            yield language.file(writing.bank_file(bank)), language.bank(bank, questions)
        if figures:
            yield language.file(FIGURES), language.figures(figures)


class _Language:
    def __init__(self, locale: Locale, report: Report) -> None:
        self.locale = locale
        self.report = report

    def file(self, name: str) -> str:
        return f"{TRANSLATIONS}/{self.locale.language_code}/{name}"

    def pages(self, sources: dict[str, Page]) -> Iterator[tuple[str, Any]]:
        keys = [source.translation_key for source in sources.values()]
        rows = Page.objects.live().filter(translation_key__in=keys, locale=self.locale)
        there = {row.translation_key: row for row in without_copies(rows).specific()}
        if not any(isinstance(row, ManualPage) for row in there.values()):
            sources = self._without_manual(sources)
        for name, source in sources.items():
            if row := there.get(source.translation_key):
                yield self.file(name), writing.page(source, _plain_page(source, row))
            else:
                self._leave(self.file(name))

    def _without_manual(self, sources: dict[str, Page]) -> dict[str, Page]:
        """The other pages; a course may be translated before its manual is."""
        manual = {name for name in sources if name.startswith(f"{MANUAL}/")}
        if manual:
            self._leave(self.file(MANUAL))
        return {name: source for name, source in sources.items() if name not in manual}

    def bank(self, bank: QuestionBank, sources: list[Question]) -> dict[str, Any]:
        keys = [source.translation_key for source in sources]
        rows = Question.objects.approved().filter(translation_key__in=keys, locale=self.locale)
        there = {row.translation_key: row for row in rows}
        told = []
        for source in sources:
            if row := there.get(source.translation_key):
                fields = {name: getattr(source, name) for name in writing.QUESTION_FIELDS}
                told.append(({**plain_question(row), **fields}, source))
            else:
                self._leave(f"{self.file(writing.bank_file(bank))} > {source.key}")
        return writing.bank(bank, told)

    def figures(self, sources: list[Figure]) -> list[dict[str, Any]]:
        rows = []
        for source in sources:
            if row := source.get_translation_or_none(self.locale):
                same = {"key": source.key, "as_of": source.as_of.isoformat()}
                rows.append(writing.figure({**plain_figure(row), **same}))
            else:
                self._leave(f"{self.file(FIGURES)} > {source.key}")
        return rows

    def _leave(self, what: str) -> None:
        self.report.add(Action.LEFT_ALONE, what, _("It is not translated, or not published."))


def _plain_page(source: Page, row: Page) -> dict[str, Any]:
    """The translation; what is the same in every language is as the source has it."""
    plain = plain_translation(row)
    return {
        name: value if _is_same(type(source), name) else plain[name]
        for name, value in plain_page(source).items()
    }


def _is_same(model: type[Page], name: str) -> bool:
    if name in leaves.COURSE_LISTS:
        return False
    return name == "blueprint" or leaves.kind_of_field(model, name) is Kind.SAME
