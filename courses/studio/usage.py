"""Where questions are used: in quizzes that name or draw them, and in knowledge checks of lessons.

Taken from the pages of the source language as they stand in the database: as published, or as last
saved where they never were. Retired ones do not count, as the next release leaves them out. The
number of queries is the same for one question and for a page full of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page, ReferenceIndex

from courses.catalogue.blueprint import Draw, Fixed, Row, rows_of
from courses.catalogue.items import Item, LessonPage, QuizPage
from courses.catalogue.models import CoursePage
from courses.questions.models import Question

SHORT = ("title", "draft_title", "path", "depth", "translation_key")


@dataclass
class Use:
    naming: list[Page] = field(default_factory=list)  # quizzes that everybody gets it in
    drawing: list[Page] = field(default_factory=list)  # quizzes that may draw it
    lessons: list[Page] = field(default_factory=list)

    @property
    def quizzes(self) -> list[Page]:
        return [*self.naming, *(page for page in self.drawing if page not in self.naming)]


def uses_of(questions: Sequence[Question]) -> dict[UUID, Use]:
    """By the translation key of each question; four queries."""
    found = {question.translation_key: Use() for question in questions}
    rows = Question.objects.filter(translation_key__in=found).values_list("pk", "translation_key")
    keys = dict(rows)
    for quiz, blueprint in blueprints():
        named = {keys.get(row.question) for row in blueprint if isinstance(row, Fixed)}
        draws = [row for row in blueprint if isinstance(row, Draw)]
        for question in questions:
            use = found[question.translation_key]
            if question.translation_key in named and quiz not in use.naming:
                use.naming.append(quiz)
            if any(may_draw(row, question) for row in draws) and quiz not in use.drawing:
                use.drawing.append(quiz)
    _add_lessons(found, keys)
    return found


def blueprints() -> list[tuple[QuizPage, list[Row]]]:
    """Every quiz that a release would take, with its rows; one query."""
    quizzes = _pages(QuizPage).only(*SHORT, "blueprint").order_by("path")
    return [(quiz, rows_of(quiz.blueprint)) for quiz in quizzes]


def _pages(model: type[Item]):
    return model.objects.filter(locale=Locale.get_default(), retired=False)


def may_draw(row: Draw, question: Question) -> bool:
    """Whether the row takes such questions; whether this one is published does not matter."""
    if question.practice_only or (row.bank, row.objective) != (
        question.bank_id,
        question.objective,
    ):
        return False
    return row.critical == "any" or (row.critical == "critical") == question.critical


def _add_lessons(found: dict[UUID, Use], keys: dict[int, UUID]) -> None:
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Question),
        to_object_id__in=[str(pk) for pk in keys],
        content_type=ContentType.objects.get_for_model(LessonPage),
    ).values_list("object_id", "to_object_id")
    asking = defaultdict(set)
    for lesson, question in references:
        asking[int(lesson)].add(keys[int(question)])
    for lesson in _pages(LessonPage).filter(pk__in=asking).only(*SHORT).order_by("path"):
        for key in asking[lesson.pk]:
            found[key].lessons.append(lesson)


def with_courses(pages: Iterable[Page]) -> list[tuple[Page, CoursePage | None]]:
    """Each page with the course that it stands in; one query."""
    above = {page: _paths_above(page) for page in pages}
    paths = {path for those in above.values() for path in those}
    courses = {course.path: course for course in CoursePage.objects.filter(path__in=paths)}
    return [
        (page, next((courses[path] for path in those if path in courses), None))
        for page, those in above.items()
    ]


def _paths_above(page: Page) -> list[str]:
    return [page.path[:n] for n in range(page.steplen, len(page.path), page.steplen)]
