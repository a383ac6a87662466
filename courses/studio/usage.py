"""Where questions are used: in quizzes that name or draw them, and in knowledge checks of lessons.

Taken from the pages of the source language as they stand in the database: as published, or as last
saved where they never were. Retired ones do not count, as the next release leaves them out. The
number of queries is the same for one question and for a page full of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.models import Locale, Page

from courses.catalogue.blueprint import Draw, Fixed, Row, rows_of
from courses.catalogue.items import Item, LessonPage, QuizPage
from courses.catalogue.models import CoursePage
from courses.questions.models import Question

SHORT = ("title", "draft_title", "path", "depth", "translation_key")
CHECK = "knowledge_check"  # the block of a lesson that asks a question


@dataclass
class Use:
    naming: list[Page] = field(default_factory=list)  # quizzes that everybody gets it in
    drawing: list[Page] = field(default_factory=list)  # quizzes that may draw it
    lessons: list[Page] = field(default_factory=list)

    @property
    def quizzes(self) -> list[Page]:
        return [*self.naming, *(page for page in self.drawing if page not in self.naming)]


def uses_of(questions: Sequence[Question]) -> dict[UUID, Use]:
    """By the translation key of each question."""
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
    for lesson in _lessons_with_checks():
        blocks = (block for block in lesson.body.raw_data if block["type"] == CHECK)
        asked = {block["value"].get("question") for block in blocks}
        for key in {keys[pk] for pk in asked if pk in keys}:
            found[key].lessons.append(lesson)


def _lessons_with_checks():
    """From the lessons themselves: Wagtail's index of references lags behind while tasks wait."""
    lessons = _pages(LessonPage).annotate(stored=Cast("body", TextField()))
    return lessons.filter(stored__contains=f'"{CHECK}"').only(*SHORT, "body").order_by("path")


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
