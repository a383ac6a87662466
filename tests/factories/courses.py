"""A small course: one module with two lessons and a quiz, and its bank of questions."""

import itertools
import uuid
from dataclasses import dataclass, field

from wagtail.models import Locale

from courses.models import (
    CourseIndexPage,
    CourseObjective,
    CoursePage,
    Edition,
    LessonPage,
    ModulePage,
    Offering,
    Question,
    QuestionBank,
    QuizPage,
)
from courses.studio.release import release

_numbers = itertools.count(1)


@dataclass
class SmallCourse:
    page: CoursePage
    module: ModulePage
    lessons: list[LessonPage]
    quiz: QuizPage | None
    bank: QuestionBank
    questions: list[Question] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.page.slug

    def release(self, **kwargs) -> Edition:
        return release(course_page=CoursePage.objects.get(pk=self.page.pk), **kwargs)

    @property
    def offering(self) -> Offering:
        return Offering.objects.get(course__uuid=self.page.translation_key)


def choice(text: str, *, correct: bool = False) -> dict:
    """One choice as the database keeps it; its id is what a response names."""
    value = {"text": text, "correct": correct, "feedback": f"Because {text}."}
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


def question_body(kind: str, prompt: str, choices: list[dict]) -> list[dict]:
    value = {"prompt": f"<p>{prompt}</p>", "choices": choices, "feedback": ""}
    return [{"type": kind, "value": value}]


def make_question(bank: QuestionBank, *, kind: str = "single_choice", **fields) -> Question:
    number = next(_numbers)
    choices = [choice("right", correct=True), choice("wrong"), choice("odd")]
    if kind == "multiple_choice":
        choices.append(choice("also right", correct=True))
    if kind == "true_false":
        choices = [choice("True", correct=True), choice("False")]
    defaults = {
        "key": f"q{number}",
        "objective": "1.1",
        "locale": Locale.get_default(),
        "body": question_body(kind, f"Question {number}?", choices),
    }
    return Question.objects.create(bank=bank, **{**defaults, **fields})


def publish(page):
    """As the editor does it: through a revision."""
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_lesson(module: ModulePage, *, text: str = "Listen.", **fields) -> LessonPage:
    number = next(_numbers)
    page = LessonPage(
        **{
            "title": f"Lesson {number}",
            "slug": f"lesson-{number}",
            "body": [{"type": "rich_text", "value": f"<p>{text}</p>"}],
            **fields,
        }
    )
    return module.add_child(instance=page)


def make_quiz(module: ModulePage, bank: QuestionBank, *, count: int = 3, **fields) -> QuizPage:
    number = next(_numbers)
    row = {"bank": bank.pk, "objective": "1.1", "count": count, "critical": "any"}
    page = QuizPage(
        **{
            "title": f"Quiz {number}",
            "slug": f"quiz-{number}",
            "blueprint": [{"type": "draw", "value": row}],
            **fields,
        }
    )
    return module.add_child(instance=page)


def make_course(*, lessons: int = 2, quiz: bool = True, released: bool = True, **fields):
    """A course below the site's catalogue, released unless told otherwise."""
    number = next(_numbers)
    page = CoursePage(
        **{
            "title": f"Course {number}",
            "slug": f"course-{number}",
            "summary": "What it is about.",
            "audience": "Everybody.",
            "duration_minutes": 30,
            "certificate_title": f"Course {number}, online part",
            "certificate_note": "A record of completion; not a UN document.",
            "validity_months": 24,
            "outcomes": [{"type": "outcome", "value": "act"}],
            **fields,
        }
    )
    page.objectives = [CourseObjective(code="1.1", text="Define a child")]
    CourseIndexPage.objects.get(locale=Locale.get_default()).add_child(instance=page)
    module = page.add_child(instance=ModulePage(title="Module", slug=f"module-{number}"))
    bank = QuestionBank.objects.create(name=f"Bank {number}", slug=f"bank-{number}")
    small = SmallCourse(page, module, [make_lesson(module) for _ in range(lessons)], None, bank)
    if quiz:
        small.questions = [make_question(bank) for _ in range(6)]
        small.quiz = make_quiz(module, bank)
    if released:
        small.release()
    return small
