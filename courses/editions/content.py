"""The localised outline and prose of an edition: the only door from learning to prose.

Structure comes from the edition; titles, notes and lesson text come from the live pages, in the
asked language where a translation is live, else in the source language.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page

from courses.catalogue.items import LessonPage, ModulePage, QuizPage
from courses.catalogue.languages import without_copies
from courses.catalogue.models import CoursePage

from . import freshness
from .models import Course, Edition, EditionItem, EditionQuestion, ItemKind, QuestionVersion


@dataclass(eq=False)
class OutlineItem:
    """A module, lesson or quiz in the outline; ``locale`` is the language of its title."""

    uuid: UUID
    slug: str
    kind: str
    title: str
    required: bool
    minutes: int
    locale: str
    summary: str = ""
    content_note: str = ""
    children: "list[OutlineItem]" = field(default_factory=list)


@dataclass(eq=False)
class Outline:
    """``locale`` is the language of the title."""

    course_slug: str
    title: str
    locale: str
    modules: list[OutlineItem]

    @cached_property
    def items(self) -> list[OutlineItem]:
        """Lessons and quizzes in order, without the modules."""
        return [item for module in self.modules for item in module.children]

    @cached_property
    def by_slug(self) -> dict[str, OutlineItem]:
        return {item.slug: item for item in self.items}

    @cached_property
    def required(self) -> frozenset[UUID]:
        return frozenset(item.uuid for item in self.items if item.required)

    def neighbours(self, item: OutlineItem) -> tuple[OutlineItem | None, OutlineItem | None]:
        """The item before and the item after, None at either end."""
        place = self.items.index(item)
        before = self.items[place - 1] if place else None
        after = self.items[place + 1] if place + 1 < len(self.items) else None
        return before, after

    def module_of(self, item: OutlineItem) -> OutlineItem:
        return next(module for module in self.modules if item in module.children)


@dataclass
class Prose:
    """The body of a lesson, or the introduction of a quiz, as safe HTML in one language.

    ``direction`` is ltr or rtl, as that language is written.
    """

    html: SafeString
    locale: str
    direction: str

    @property
    def has_folded_parts(self) -> bool:
        """Whether a content note folds something away, with a gentle text to read instead."""
        return " data-folded>" in self.html

    @property
    def has_template(self) -> bool:
        """Whether there is one to fill in, which is there for paper too."""
        return "<guided-template" in self.html


def source_language() -> str:
    """What courses are written in; translations come after."""
    return str(get_supported_content_language_variant(settings.LANGUAGE_CODE))


def _name(edition: Edition) -> str:
    """With the checksum: the number of a release that was rolled back may be given again."""
    return f"{edition.pk}-{edition.checksum}"


def outline(edition: Edition, locale: str) -> Outline:
    """The outline of an edition; kept until anything is published."""
    key = f"outline-{_name(edition)}-{locale}"
    return freshness.kept(key, lambda: _build_outline(edition, locale))


def titles(editions: Iterable[Edition], locale: str) -> dict[int, str]:
    """The title of many, by their key, as in the outline; one query. With their courses."""
    wanted = {edition.pk: edition for edition in editions}

    def build(missing: Iterable[int]) -> dict[int, str]:
        some = [wanted[pk] for pk in missing]
        pages = live_pages([edition.course.uuid for edition in some], locale, models=())
        found = {uuid: page.title for uuid, page in pages.items()}
        return {edition.pk: found.get(edition.course.uuid, edition.title) for edition in some}

    keys = {pk: f"title-{_name(edition)}-{locale}" for pk, edition in wanted.items()}
    return freshness.kept_each(keys, build)


def languages(edition: Edition) -> list[str]:
    """The codes of the languages that the course may be taken in, its own first."""

    def build() -> list[str]:
        pages = CoursePage.objects.live().filter(translation_key=edition.course.uuid)
        pages = without_copies(pages)
        codes = set(pages.values_list("locale__language_code", flat=True)) - {source_language()}
        return [source_language(), *sorted(codes)]

    return freshness.kept(f"languages-{_name(edition)}", build)


def _build_outline(edition: Edition, locale: str) -> Outline:
    rows = list(edition.items.all())
    pages = live_pages([row.item_uuid for row in rows], locale)
    items = {row.item_uuid: _outline_item(row, pages.get(row.item_uuid)) for row in rows}
    for row in rows:
        if row.parent_uuid:
            items[row.parent_uuid].children.append(items[row.item_uuid])
    modules = [items[row.item_uuid] for row in rows if row.kind == ItemKind.MODULE]
    course = course_page(edition, locale)
    return Outline(
        course_slug=edition.course.slug,
        title=course.title if course else edition.title,
        locale=course.locale.language_code if course else source_language(),
        modules=modules,
    )


def course_page(edition: Edition, locale: str) -> CoursePage | None:
    """The live page of the course, in the asked language if there is one."""
    uuid = edition.course.uuid
    return live_pages([uuid], locale, models=(CoursePage,)).get(uuid)


def _outline_item(row: EditionItem, page: Page | None) -> OutlineItem:
    source = page or row
    return OutlineItem(
        uuid=row.item_uuid,
        slug=row.slug,
        kind=row.kind,
        title=source.title,
        required=row.required,
        minutes=row.minutes,
        locale=page.locale.language_code if page else source_language(),
        summary=getattr(page, "summary", ""),
        content_note=getattr(page, "content_note", ""),
    )


def live_pages(
    uuids: Iterable[UUID], locale: str, models: tuple = (ModulePage, LessonPage, QuizPage)
) -> dict[UUID, Page]:
    """The live page of each item, in the asked language if there is one, else in the source's."""
    pages = Page.objects.live().filter(translation_key__in=list(uuids)).select_related("locale")
    pages = without_copies(pages)
    pages = pages.exact_type(*models).specific() if models else pages
    source = source_language()
    chosen: dict[UUID, Page] = {}
    for page in pages:
        code = page.locale.language_code
        if code == locale or (code == source and page.translation_key not in chosen):
            chosen[page.translation_key] = page
    return chosen


def prose(item: OutlineItem, locale: str) -> Prose:
    """The text of an item; kept until anything is published, the same for everyone."""
    key = f"prose-{item.uuid}-{locale}"
    return freshness.kept(key, lambda: _render(item, locale))


def _render(item: OutlineItem, locale: str) -> Prose:
    page = live_pages([item.uuid], locale).get(item.uuid)
    return drawn(page, item.kind, page.locale.language_code if page else locale)


def drawn(page: Page | None, kind: str, language: str) -> Prose:
    """In the language of the text, whatever the reader's own: others read what is kept."""
    # Without a page only where somebody went round the guards of the studio.
    template = f"courses/learning/_{kind}_body.html" if page else "courses/learning/gone.html"
    with translation.override(language):
        html = render_to_string(template, {"page": page})
        direction = "rtl" if translation.get_language_bidi() else "ltr"
    return Prose(html=html, locale=language, direction=direction)


def edition_with_course(pk: int) -> Edition:
    """An edition, which never changes, with its course, whose slug may: then it is built anew."""
    rows = Edition.objects.select_related("course")
    return freshness.kept(f"edition-{pk}", lambda: rows.get(pk=pk))


def lessons(edition: Edition) -> frozenset[UUID]:
    """What a learner may mark as done."""

    def build() -> frozenset[UUID]:
        rows = edition.items.filter(kind=ItemKind.LESSON)
        return frozenset(rows.values_list("item_uuid", flat=True))

    return freshness.kept(f"lessons-{_name(edition)}", build)


def required_items(edition: Edition) -> frozenset[UUID]:
    """What must be done to complete an edition."""

    def build() -> frozenset[UUID]:
        rows = edition.items.filter(required=True).exclude(kind=ItemKind.MODULE)
        return frozenset(rows.values_list("item_uuid", flat=True))

    return freshness.kept(f"required-{_name(edition)}", build)


def last_material(course: Course) -> int:
    """The number of the last material edition of a course; 0 where there is none."""

    def build() -> int:
        last = course.editions.filter(material=True).order_by("-number").first()
        return last.number if last else 0

    return freshness.kept(f"material-{course.pk}", build)


def quiz_settings(edition: Edition, item_uuid: UUID) -> dict[str, Any]:
    """The frozen rules and blueprint of a quiz; empty where the edition does not have it."""
    key = f"quiz-{_name(edition)}-{item_uuid}"
    return freshness.kept(key, lambda: _settings(edition, item_uuid))


def _settings(edition: Edition, item_uuid: UUID) -> dict[str, Any]:
    item = edition.items.filter(item_uuid=item_uuid).first()
    return item.settings if item else {}


def question_pool(edition: Edition) -> list[dict[str, Any]]:
    """What the quizzes of an edition may draw, as paper.py wants it."""

    def build() -> list[dict[str, Any]]:
        rows = EditionQuestion.objects.filter(edition=edition).order_by("question_uuid")
        return [
            {
                "question": str(row.question_uuid),
                "version": row.version_id,
                "bank": str(row.bank_uuid),
                "objective": row.objective,
                "critical": row.critical,
            }
            for row in rows
        ]

    return freshness.kept(f"pool-{_name(edition)}", build)


def question_bodies(versions: Iterable[int], locale: str) -> dict[int, dict[str, Any]]:
    """The body of each question version in a language, else in the source language."""

    def build(missing: Iterable[int]) -> dict[int, dict[str, Any]]:
        source = source_language()
        rows = QuestionVersion.objects.filter(pk__in=missing)
        return {row.pk: row.bodies.get(locale) or row.bodies[source] for row in rows}

    keys = {version: f"body-{version}-{locale}" for version in versions}
    return freshness.kept_each(keys, build)


def languages_of_questions(versions: Iterable[int]) -> set[str]:
    """The languages that all these question versions are released in."""
    rows = QuestionVersion.objects.filter(pk__in=set(versions)).values_list("bodies", flat=True)
    found = [set(bodies) for bodies in rows]
    return set.intersection(*found) if found else set()
