"""How questions perform, for the authors of a course: what stands out, and never of a few."""

import csv
import io
import random
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from courses.assessment.folding import count_attempts
from courses.assessment.tallies import mark_stale
from courses.models import Attempt, QuestionVersion
from courses.studio import plots
from courses.studio.quiz_analysis import Analysis, Quiz, analyse, quizzes_for, steps
from lms.cells import defused
from lms.users.models import User
from tests.crowd import make_crowd
from tests.factories.attempts import make_attempts
from tests.factories.courses import (
    SmallCourse,
    choice,
    make_course,
    make_question,
    make_quiz,
    question_body,
)
from tests.factories.people import make_enrolment, make_user
from tests.factories.quiz import start

pytestmark = pytest.mark.django_db
_numbers = count(1)


@pytest.fixture
def user() -> User:
    return make_user(group="Course authors")


@pytest.fixture
def author(client, user) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def course() -> SmallCourse:
    """Its quiz asks everybody all six questions."""
    course = make_course(quiz=False, released=False)
    for _ in range(6):
        make_question(course.bank)
    course.quiz = make_quiz(course.module, course.bank, count=6)
    course.release()
    return course


def take(course: SmallCourse, learners: int, **fields) -> list[Attempt]:
    number = next(_numbers)
    crowd = make_crowd(course.offering, learners, prefix=f"taker{number}-")
    return make_attempts(course.quiz.translation_key, crowd, seed=number, **fields)


def taken(course: SmallCourse, learners: int, **fields) -> None:
    take(course, learners, **fields)
    count_attempts()


def address_of(course: SmallCourse, name: str = "quiz_analysis") -> str:
    return reverse(name, args=[course.quiz.translation_key])


def page_of(author: Client, course: SmallCourse, query: str = "") -> str:
    response = author.get(address_of(course) + query)
    assert response.status_code == 200
    return response.content.decode()


def analysed(user: User, course: SmallCourse, **narrowed) -> Analysis:
    return analyse(quizzes_for(user)[course.quiz.translation_key], **narrowed)


def remarks(analysis: Analysis) -> dict[int, list[str]]:
    return {row.version.pk: row.findings for row in analysis.questions}


def likely(*versions: int, chance: float) -> Callable[[dict, float, random.Random], float]:
    """Some questions are right as often as told, the others as the learner is able."""
    return lambda slot, ability, rng: chance if slot["version"] in versions else ability


def test_the_list_names_the_quizzes_of_my_courses_and_how_often_they_were_taken(author, course):
    taken(course, 12)
    make_course()
    page = author.get(reverse("quiz_analyses")).content.decode()
    assert course.quiz.title in page
    assert '<td role="cell" data-label="Attempts counted">12</td>' in page
    assert '<td role="cell" data-label="Attempts counted">fewer than 5</td>' in page


@pytest.mark.parametrize("name", ["quiz_analyses", "reader_flags", "reader_evaluations"])
def test_a_list_has_one_main_heading(author, name):
    """Wagtail's header leaves it out where a variable is called ``heading``."""
    assert author.get(reverse(name)).content.decode().count("<h1") == 1


def test_a_page_says_what_is_counted_and_what_is_not_yet(author, course):
    taken(course, 6)
    take(course, 2)
    page = page_of(author, course)
    assert "Counted until" in page
    assert "2 attempts are not counted yet." in page
    assert "6 attempts." in page
    assert Attempt.objects.filter(is_tallied=False).count() == 2  # looking counts nothing
    mark_stale(course.quiz.translation_key)
    assert "everything is being counted anew" in page_of(author, course)


def test_below_five_answers_nothing_is_shown(author, course):
    taken(course, 4)
    page = page_of(author, course)
    assert "Nothing to show yet" in page
    assert "All attempts are counted." in page
    assert "Question 1?" not in page
    assert "<table" not in page.partition("nice-padding")[2]


def test_a_language_that_a_few_took_is_in_no_sum_that_is_shown(author, user, course):
    """Or it could be subtracted."""
    taken(course, 20)
    before = analysed(user, course)
    taken(course, 4, locale="es")
    after = analysed(user, course)
    assert (after.n, after.scores) == (before.n, before.scores) == (20, before.scores)
    assert [row.n for row in after.questions] == [row.n for row in before.questions]
    assert 'value="es"' not in page_of(author, course)


def test_what_a_few_picked_is_said_to_be_a_few(author, user, course):
    rare = iter([True] * 3)

    def odd_sometimes(body: dict, is_right: bool) -> str:
        wrong = [one["id"] for one in body["choices"] if not one["correct"]]
        right = next(one["id"] for one in body["choices"] if one["correct"])
        return wrong[1] if next(rare, False) else right

    taken(course, 40, answer=odd_sometimes)
    picked = [choice for row in analysed(user, course).questions for choice in row.choices]
    assert {one.n for one in picked if one.text == "odd"} <= {None, 0}
    assert None in {one.n for one in picked}
    assert "fewer than 5" in page_of(author, course)


def test_what_is_too_easy_too_hard_or_often_left_out_is_remarked(user, course):
    easy, hard, blank, *_rest = QuestionVersion.objects.values_list("pk", flat=True)
    ids = {
        one["id"]: pk
        for pk, body in QuestionVersion.objects.values_list("pk", "bodies__en")
        for one in body["choices"]
    }

    def chance(slot: dict, ability: float, rng: random.Random) -> float:
        return {easy: 1.0, hard: 0.0}.get(slot["version"], ability)

    def answer(body: dict, is_right: bool) -> str | None:
        if ids[body["choices"][0]["id"]] == blank and not is_right:
            return None
        return next(one["id"] for one in body["choices"] if one["correct"] == is_right)

    taken(course, 300, chance=chance, answer=answer)
    found = remarks(analysed(user, course))
    assert "Too easy: nearly everybody is right." in found[easy]
    assert "Very hard: hardly anybody is right." in found[hard]
    assert "Often left without an answer." in found[blank]
    assert "Hardly anybody picks “odd”." in found[hard]


def test_a_wrong_key_is_remarked(user, course):
    """Who does better elsewhere picks what the key calls wrong."""
    wrong, *others = QuestionVersion.objects.values_list("pk", flat=True)
    taken(course, 400, chance=lambda slot, ability, rng: _turned(slot, ability, wrong))
    found = remarks(analysed(user, course))
    assert "Wrong key? Who does worse elsewhere does better here." in found[wrong]
    assert any("Who picks “wrong” does better elsewhere" in said for said in found[wrong])
    assert not any("Wrong key" in said for pk in others for said in found[pk])


def _turned(slot: dict, ability: float, wrong: int) -> float:
    return 1.3 - ability if slot["version"] == wrong else ability


def with_spanish() -> list[int]:
    for version in QuestionVersion.objects.all():
        bodies = {**version.bodies, "es": {**version.bodies["en"], "prompt": "<p>¿Qué?</p>"}}
        QuestionVersion.objects.filter(pk=version.pk).update(bodies=bodies)
    return list(QuestionVersion.objects.values_list("pk", flat=True))


def test_a_key_that_was_mistranslated_is_a_warning_and_weaker_learners_are_not(
    author, user, course
):
    bad, *others = with_spanish()
    taken(course, 600)
    weaker = lambda slot, ability, rng: 0.05 if slot["version"] == bad else ability * 0.8  # noqa: E731
    taken(course, 300, locale="es", chance=weaker)
    found = remarks(analysed(user, course))
    assert any(said.startswith("Harder in Spanish, by ") for said in found[bad])
    assert not any("Harder in Spanish" in said for pk in others for said in found[pk])
    page = page_of(author, course)
    assert page.count("differs by more than chance") == 1
    assert "¿Qué?" in page_of(author, course, "?locale=es")


def test_who_saw_the_source_for_want_of_a_translation_is_compared_with_nobody(user, course):
    bad = QuestionVersion.objects.first().pk
    taken(course, 100)
    taken(course, 100, locale="es", chance=likely(bad, chance=0.0))
    for row in analysed(user, course).questions:
        assert [one.code for one in row.languages] == ["en"]


def test_an_edition_and_a_language_narrow_everything(user, course):
    taken(course, 10)
    taken(course, 7, locale="fr")
    make_question(course.bank)
    course.release()
    taken(course, 8)
    assert analysed(user, course).n == 25
    assert analysed(user, course, edition=2).n == 8
    assert analysed(user, course, edition=1, locale="fr").n == 7
    assert [row.n for row in analysed(user, course, locale="fr").questions] == [7] * 6


def test_the_page_is_narrowed_by_what_is_on_offer_only(author, course):
    taken(course, 10)
    taken(course, 7, locale="fr")
    assert "7 attempts." in page_of(author, course, "?locale=fr")
    assert "17 attempts." in page_of(author, course, "?locale=xx&edition=99999999999999999999")


def test_the_steps_from_beginning_to_passing(user, course):
    crowd = make_crowd(course.offering, 20, prefix="step")
    make_attempts(course.quiz.translation_key, crowd[:12], chance=lambda *_: 1.0)
    make_attempts(course.quiz.translation_key, crowd[12:], chance=lambda *_: 0.0)
    make_attempts(course.quiz.translation_key, crowd[12:], chance=lambda *_: 1.0, number=2)
    count_attempts()
    for _ in range(2):
        start(course, make_enrolment(course.offering))
    last = Attempt.objects.latest("pk")
    Attempt.objects.filter(pk=last.pk).update(started_at=timezone.now() - timedelta(days=15))
    assert list(steps(analysed(user, course)).items()) == [
        ("Began the first attempt", 22),
        ("Handed it in", 20),
        ("Passed at attempt 1", 12),
        ("Passed at attempt 2", 8),
        ("Passed in all", 20),
        ("Left the first attempt open for two weeks", 1),
    ]
    assert analysed(user, course, edition=1).still_open == 2
    assert analysed(user, course, locale="fr").still_open == 0


def test_late_attempts_share_a_line(user, course):
    crowd = make_crowd(course.offering, 5, prefix="late")
    for number in range(1, 9):
        passes = lambda *_, n=number: float(n == 8)  # noqa: E731
        make_attempts(course.quiz.translation_key, crowd, chance=passes, number=number)
    count_attempts()
    found = steps(analysed(user, course))
    assert len(found) == 10
    assert found["Passed at attempt 6 or later"] == found["Passed in all"] == 5


def test_a_quiz_of_a_course_that_is_not_mine_is_not_there(client, course):
    stranger = make_user()
    assert quizzes_for(stranger) == {}
    client.force_login(make_user(group="Course authors"))
    unknown = make_course(quiz=False).page.translation_key
    for name in ("quiz_analysis", "quiz_analysis_csv", "quiz_analysis_xlsx"):
        assert client.get(reverse(name, args=[unknown])).status_code == 404


def test_the_bars_of_a_drawing_stand_side_by_side_within_it():
    bars = plots.histogram({0: 10, 9: 10, 10: 4, 95: 5, 100: 35})
    assert [bar.n for bar in bars] == [20, None, 0, 0, 0, 0, 0, 0, 0, 40]
    assert [bar.label for bar in bars][::9] == ["0–9", "90–100"]  # noqa: RUF001
    assert [bar.height for bar in bars[:3]] == [80, 10, 0]
    assert all(bar.y + bar.height == plots.FLOOR for bar in bars)
    assert bars[-1].x + plots.BAR < 600
    assert plots.mark_at(80) == bars[8].x - 4
    assert all(bar.n == 0 for bar in plots.histogram({}))


def test_the_drawing_says_in_words_what_it_shows(author, course):
    taken(course, 30)
    page = page_of(author, course)
    assert '<svg class="plot" viewBox="0 0 600 230" role="img"' in page
    assert "dashed line at the pass mark, 80 per cent" in page
    assert "The scores as a table" in page


# --- files ----------------------------------------------------------------------------------------


@pytest.fixture
def evil() -> SmallCourse:
    """A course whose questions a spreadsheet would reckon with."""
    course = make_course(released=False)
    for question in course.questions:
        choices = [choice("=1+1", correct=True), choice("@SUM(A1)"), choice("-2\x0b")]
        question.body = question_body("single_choice", '=HYPERLINK("http://evil")', choices)
        question.save()
    course.release()
    return course


def test_the_questions_as_csv(author, user, course):
    taken(course, 40)
    response = author.get(address_of(course, "quiz_analysis_csv"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = f'attachment; filename="{course.quiz.slug}.csv"'
    assert response.headers["Content-Disposition"] == name
    head, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert head[:3] == ["Question", "Version", "Objective"]
    assert head[5:] == [
        "Answers",
        "Facility",
        "Margin of error",
        "Discrimination",
        "No answer",
        "Seconds",
        "Remarks",
    ]
    expected = [
        [row.text, "1", "1.1", row.kind, "no", str(row.n), str(row.facility)]
        for row in analysed(user, course).questions
    ]
    assert [row[:7] for row in rows] == expected


def test_all_tables_as_a_workbook(author, course):
    taken(course, 40)
    taken(course, 9, locale="es")
    response = author.get(address_of(course, "quiz_analysis_xlsx") + "?locale=es")
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Questions", "Choices", "Languages", "Scores", "Attempts"]
    tables = {sheet.title: list(sheet.values) for sheet in book}
    assert len(tables["Choices"]) == 1 + 3 * (len(tables["Questions"]) - 1)
    assert tables["Attempts"][1] == ("Began the first attempt", 9)


def test_no_file_holds_a_formula(author, evil):
    taken(evil, 20)
    text = author.get(address_of(evil, "quiz_analysis_csv")).content.decode("utf-8-sig")
    [first, *_rest] = list(csv.reader(io.StringIO(text)))[1:]
    assert first[0] == '\'=HYPERLINK("http://evil")'
    book = load_workbook(io.BytesIO(author.get(address_of(evil, "quiz_analysis_xlsx")).content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {"'=1+1", "'@SUM(A1)", "'-2"} <= {cell.value for cell in cells}
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize(
    ("value", "kept"),
    [("=1", "'=1"), ("\t=1", "'\t=1"), ("5 = 5", "5 = 5"), (-0.3, -0.3), (None, None), ("", "")],
)
def test_only_what_begins_like_a_formula_is_defused(value, kept):
    assert defused(value) == kept


def test_an_analysis_of_nothing_has_its_files_too(author, course):
    for name in ("quiz_analysis_csv", "quiz_analysis_xlsx"):
        assert author.get(address_of(course, name)).status_code == 200
    quiz = Quiz(course.quiz.translation_key, "Quiz", "Course", 80, [1])
    assert analyse(quiz).mean is None
