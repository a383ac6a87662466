"""What keeps a course from being released, each finding with the page where it is mended."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page

from courses.catalogue import scenario
from courses.catalogue.blueprint import rows_of
from courses.catalogue.items import LessonPage, ModulePage, QuizPage
from courses.catalogue.languages import without_copies
from courses.catalogue.media import media_problems
from courses.catalogue.models import CoursePage
from courses.catalogue.table import table_problems
from courses.questions.models import Question
from courses.questions.types import TYPES

from .declared import problems as prerequisite_problems
from .languages import translations_of
from .models import Course
from .snapshot import parts_of, questions_of, quiz_settings
from .supply import supplies

# Fixed addresses beside the items; the two latter yield to an item of an edition from before.
RESERVED_SLUGS = {"enrol", "evaluation", "first-lesson"}


@dataclass(frozen=True)
class Finding:
    """``message`` says what to mend, ``edit_url`` where; advice does not keep from releasing."""

    message: str
    edit_url: str
    blocking: bool = True


def check(course_page: CoursePage) -> list[Finding]:
    """Everything to mend before this course can be released."""
    parts = parts_of(course_page)
    found = [*_course(course_page), *_structure(course_page, parts)]
    codes = {objective.code for objective in course_page.objectives.all()}
    for page in parts:
        if isinstance(page, LessonPage):
            found += [_finding(page, message) for message in lesson_problems(page)]
        elif isinstance(page, QuizPage):
            found += _quiz(page, codes)
    quizzes = [quiz_settings(part) for part in parts if isinstance(part, QuizPage) and part.live]
    return [*found, *_languages(course_page, quizzes)]


def _languages(page: CoursePage, quizzes: list[dict[str, Any]]) -> Iterator[Finding]:
    """Whether a quiz is in each language of the course: with one question missing it is in none."""
    there = without_copies(page.get_translations().live())
    codes = there.values_list("locale__language_code", flat=True)
    questions = questions_of(quizzes) if codes else []
    translations = translations_of(questions) if questions else {}
    for code in codes:
        lacking = [q for q in questions if code not in translations.get(q.translation_key, {})]
        if lacking:
            name = dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(code, code)
            message = ngettext(
                "%(name)s: %(number)d question is not translated, or changed since. A quiz that "
                "draws it is in the source language.",
                "%(name)s: %(number)d questions are not translated, or changed since. A quiz that "
                "draws one of them is in the source language.",
                len(lacking),
            )
            url = reverse("wagtailsnippets_courses_question:edit", args=[lacking[0].pk])
            yield Finding(message % {"name": name, "number": len(lacking)}, url, blocking=False)


def _finding(page: Page, message: str, *, blocking: bool = True) -> Finding:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return Finding(f"{page.get_admin_display_title()}: {message}", url, blocking)


def _course(page: CoursePage) -> Iterator[Finding]:
    if page.locale_id != Locale.get_default().pk:
        yield _finding(page, _("Release the course in its source language."))
    if not page.live:
        yield _finding(page, _("Publish the course page."))
    for message, blocking in prerequisite_problems(page):
        yield _finding(page, message, blocking=blocking)
    if page.image and not page.image_alt:
        yield _finding(page, _("Write a text alternative for the image."))
    if Course.objects.filter(slug=page.slug).exclude(uuid=page.translation_key).exists():
        yield _finding(page, _("Another course already has this address; change the slug."))
    released = Course.objects.filter(uuid=page.translation_key, current_edition__isnull=False)
    if released.exclude(slug=page.slug).exists():
        message = _("The slug is another one now: addresses that learners have kept will fail.")
        yield _finding(page, message, blocking=False)


def _structure(course_page: CoursePage, parts: list[Page]) -> Iterator[Finding]:
    live = [page for page in parts if page.live]
    if not any(isinstance(page, LessonPage | QuizPage) for page in live):
        yield _finding(course_page, _("Add a module with a lesson, and publish both."))
    elif not any(getattr(page, "required", False) for page in live):
        yield _finding(course_page, _("Nothing is required: mark at least one lesson or quiz."))
    children = Counter(_parent_path(page) for page in live)
    slugs = Counter(page.slug for page in live)
    for page in parts:
        if not page.live and getattr(page, "required", False):
            yield _finding(page, _("This is required but not published."))
    for page in live:
        if isinstance(page, ModulePage) and not children[page.path]:
            yield _finding(page, _("This module has no published lesson or quiz."))
        if slugs[page.slug] > 1:
            yield _finding(page, _("Two parts of the course have the same slug."))
        yield from _place(page, published={course_page.path} | {page.path for page in live})


def _parent_path(page: Page) -> str:
    return page.path[: -page.steplen]


def _place(page: Page, *, published: set[str]) -> Iterator[Finding]:
    if page.slug in RESERVED_SLUGS:
        yield _finding(page, _("This slug is reserved; choose another."))
    if _parent_path(page) not in published:
        yield _finding(page, _("Its module is not published."))
    if page.has_unpublished_changes:
        message = _("There is a newer draft; the release takes what is published.")
        yield _finding(page, message, blocking=False)


def lesson_problems(page: LessonPage) -> Iterator[str]:
    if not page.body:
        yield _("The lesson is empty.")
    yield from _blocks(page.body)


def _blocks(stream) -> Iterator[str]:
    for child in stream:
        if problems := BLOCK_PROBLEMS.get(child.block_type):
            yield from map(str, problems(child.value))


def _image(value) -> Iterator[str]:
    if not value["image"]:
        yield _("An image was deleted; choose another.")
    elif not value["alt"] and not value["decorative"]:
        yield _("An image has no text alternative and is not marked as decoration.")


def _video(value) -> Iterable[str]:
    if not value["video"]:
        return [_("A film was deleted; choose another.")]
    return media_problems(value).values()


def _audio(value) -> Iterable[str]:
    if not value["audio"]:
        return [_("A recording was deleted; choose another.")]
    return media_problems(value).values()


def _document(value) -> Iterator[str]:
    if not value["document"]:
        yield _("A document was deleted; choose another.")


def _figure(value) -> Iterator[str]:
    if not value["figure"]:
        yield _("A dated figure was deleted; choose another.")


def _knowledge_check(value) -> Iterator[str]:
    question = value["question"]
    if question is None:
        yield _("The question of a knowledge check was deleted; choose another.")
    elif not question.live or not question.practice_only:
        yield _("A knowledge check needs a published practice question, not “%(key)s”.") % {
            "key": question.key
        }


BLOCK_PROBLEMS: dict[str, Callable[[Any], Iterable[str]]] = {
    "image": _image,
    "video": _video,
    "audio": _audio,
    "document": _document,
    "table": table_problems,
    "figure": _figure,
    "knowledge_check": _knowledge_check,
    "scenario": lambda value: scenario.problems(list(value["nodes"])),
    "content_note": lambda value: _blocks(value["body"]),
}


def _quiz(page: QuizPage, codes: set[str]) -> Iterator[Finding]:
    if not page.blueprint:
        yield _finding(page, _("The blueprint is empty."))
    fixed: set[str] = set()
    for row in page.blueprint:
        if row.block_type == "fixed":
            question = row.value["question"]
            yield from _fixed(page, question)
            if question and str(question.translation_key) in fixed:
                message = _("“%(key)s” stands in the blueprint twice.") % {"key": question.key}
                yield _finding(page, message)
            if question:
                fixed.add(str(question.translation_key))
        elif not row.value["bank"]:
            yield _finding(page, _("The bank of a row was deleted; choose another."))
        elif row.value["objective"] not in codes:
            message = _("The course has no objective “%(code)s”.") % {
                "code": row.value["objective"]
            }
            yield _finding(page, message)
    yield from _enough(page)


def _fixed(page: QuizPage, chosen: Question | None) -> Iterator[Finding]:
    if chosen is None:
        yield _finding(page, _("A question of the blueprint was deleted; choose another."))
        return
    source = Question.objects.in_source_locale().filter(translation_key=chosen.translation_key)
    question = source.select_related("bank").first() or chosen
    if not question.live or question.practice_only:
        message = _("“%(key)s” is not published, or is for practice only.")
        yield _finding(page, message % {"key": question.key})
    else:
        yield from _question(question)


def _enough(page: QuizPage) -> Iterator[Finding]:
    """Rows of one bank and objective share its questions; each kind must suffice, and the sum."""
    banks = {row.value["bank"] for row in page.blueprint if row.block_type == "draw"} - {None}
    named = {bank.pk: bank for bank in banks}
    [supply] = supplies([rows_of(page.blueprint)])
    for pool in supply.pools:
        bank, objective = named.get(pool.place.bank), pool.place.objective
        if bank is None:  # deleted; said above
            continue
        questions = Question.objects.in_source_locale().approved().drawable()
        for question in questions.filter(bank=bank, objective=objective).select_related("bank"):
            yield from _question(question)
        for kind, (have, need) in pool.short.items():
            yield _finding(page, _too_few(bank, objective, kind, have, need))
        if pool.total < 2 * pool.wanted_in_all:
            message = _("Objective %(code)s: a bank of twice what is drawn makes retries fair.")
            yield _finding(page, message % {"code": objective}, blocking=False)


def _too_few(bank, objective: str, kind: str, have: int, need: int) -> str:
    names = {
        "any": _("published questions"),
        "critical": _("published critical questions"),
        "not_critical": _("published questions that are not critical"),
    }
    return _(
        "“%(bank)s” has %(have)d %(kind)s for objective %(code)s; the blueprint draws %(need)d."
    ) % {"bank": bank, "have": have, "kind": names[kind], "code": objective, "need": need}


def _question(question: Question) -> Iterator[Finding]:
    body = question.to_body()
    kind = TYPES.get(body["type"])
    problems = kind.problems(body) if kind else [_("The question is empty.")]
    url = reverse("wagtailsnippets_courses_question:edit", args=[question.pk])
    for problem in problems:
        yield Finding(f"{question}: {_(problem)}", url)
    for advice in kind.advice(body) if kind else ():
        yield Finding(f"{question}: {_(advice)}", url, blocking=False)
