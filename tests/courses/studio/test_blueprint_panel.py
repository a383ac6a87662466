"""The editor of a quiz says what its rows have and lack: as saved, and as it is typed."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Question, QuestionBank
from tests.factories.courses import make_course, make_question, make_quiz
from tests.factories.people import make_user
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db

COUNT = reverse("count_questions")


@pytest.fixture
def author(client) -> Client:
    client.force_login(make_user(group="Course authors"))
    return client


@pytest.fixture
def bank() -> QuestionBank:
    """Three questions of 1.1 and two critical ones; one more that waits, one for practice."""
    bank = QuestionBank.objects.create(name="Gate", slug="gate")
    for number in range(5):
        make_question(bank, critical=number < 2)
    make_question(bank, live=False)
    make_question(bank, practice_only=True)
    return bank


def draw(bank: QuestionBank, number: object, critical: str = "any", /, **fields) -> dict:
    value = {"bank": bank.pk, "objective": "1.1", "count": number, "critical": critical}
    return {"type": "draw", "value": value | fields}


def typed(rows: list[dict]) -> dict[str, object]:
    """As the editor of Wagtail sends them."""
    form: dict[str, object] = {"blueprint-count": len(rows)}
    for number, row in enumerate(rows):
        name = f"blueprint-{number}"
        form |= {f"{name}-type": row["type"], f"{name}-deleted": "", f"{name}-order": number}
        form |= {f"{name}-value-{part}": value for part, value in row["value"].items()}
    return form


def counted(client: Client, *rows: dict, **changes: object) -> tuple[str, str]:
    """The sentence, and the words of the rows."""
    form = typed(list(rows)) | {name.replace("_", "-"): value for name, value in changes.items()}
    answer = client.post(COUNT, form).json()
    return answer["summary"], " ".join(answer["rows"].split())


def test_a_row_says_what_there_is_and_what_it_draws(author, bank):
    summary, rows = counted(author, draw(bank, 2))
    assert summary == "A learner gets 2 questions."
    assert "<bdi>Gate</bdi>, <bdi>1.1</bdi>: 5 questions, 2 critical; this row draws 2." in rows
    assert "1 more waits to be published." in rows
    assert "lack" not in rows


@pytest.mark.parametrize(
    ("critical", "number", "lacks"),
    [("any", 5, 0), ("any", 8, 3), ("critical", 3, 1), ("not_critical", 4, 1), ("critical", 2, 0)],
)
def test_a_row_says_how_many_it_lacks(author, bank, critical, number, lacks):
    summary, rows = counted(author, draw(bank, number, critical))
    assert (f"It lacks {lacks}." in rows) == bool(lacks)
    assert ("lacking" in summary) == bool(lacks)


def test_rows_of_one_bank_and_objective_share_its_questions(author, bank):
    summary, rows = counted(author, draw(bank, 2, "critical"), draw(bank, 4))
    assert "It lacks" not in rows
    assert "2 rows share the 5 questions of “Gate”, 1.1, and draw 6 together." in rows
    assert "They lack 1." in rows
    assert summary == "A learner gets 6 questions. 1 published question is lacking."
    summary, rows = counted(author, draw(bank, 3, "critical"), draw(bank, 3, "not_critical"))
    assert summary.endswith("1 published question is lacking.")
    summary, rows = counted(author, draw(bank, 5), draw(bank, 1, objective="1.2"))
    assert "share" not in rows
    assert "0 questions, 0 critical; this row draws 1." in rows


def test_what_everybody_gets_is_not_drawn_once_more(author, bank):
    question, waiting = bank.questions.filter(critical=True)[0], bank.questions.get(live=False)
    fixed = {"type": "fixed", "value": {"question": question.pk}}
    summary, rows = counted(author, fixed, draw(bank, 5))
    assert f"Everybody gets “{question}”." in rows
    assert "4 questions, 1 critical; this row draws 5." in rows
    assert summary == "A learner gets 6 questions. 1 published question is lacking."
    summary, rows = counted(author, {"type": "fixed", "value": {"question": waiting.pk}})
    assert f"“{waiting}” is not published, or is for practice only." in rows
    assert summary == "A learner gets 1 question. 1 published question is lacking."


def test_deleted_rows_do_not_count_and_moved_ones_stand_where_they_are(author, bank):
    rows = [draw(bank, 1), draw(bank, 2), draw(bank, 3)]
    moved = {"blueprint_0_order": 2, "blueprint_2_order": 0, "blueprint_1_deleted": "1"}
    summary, shown = counted(author, *rows, **moved)
    assert summary == "A learner gets 4 questions."
    assert shown.index("draws 3.") < shown.index("draws 1.")


def test_what_is_not_filled_in_yet_is_no_fault(author, bank):
    half = draw(bank, "", bank="", objective="")
    summary, rows = counted(author, half, {"type": "fixed", "value": {"question": ""}})
    assert rows.count("Nothing is chosen here yet.") == 2
    strange = draw(bank, "-1 or 9e9", "all", bank="10" * 20, objective="'; --")
    assert counted(author, strange)[1].count("Nothing is chosen here yet.") == 1
    for count in ("", "x", "-1", "99999999999", "²"):
        assert author.post(COUNT, {"blueprint-count": count}).status_code == 200


def test_the_editor_shows_it_of_the_saved_draft(author):
    course = make_course(released=False)
    quiz = make_quiz(course.module, course.bank, count=9)
    address = reverse("wagtailadmin_pages:edit", args=[quiz.pk])
    shown = " ".join(author.get(address).content.decode().split())
    assert "6 questions, 0 critical; this row draws 9." in shown
    assert "A learner gets 9 questions. 3 published questions are lacking." in shown
    new = reverse("wagtailadmin_pages:add", args=["courses", "quizpage", course.module.pk])
    assert "This quiz asks nothing yet." in author.get(new).content.decode()


def test_counting_costs_the_same_for_one_row_and_for_many(author, bank):
    questions = list(Question.objects.filter(live=True, practice_only=False))
    fixed = [{"type": "fixed", "value": {"question": question.pk}} for question in questions]
    others = [draw(QuestionBank.objects.create(name=n, slug=n), 1) for n in "abcdef"]
    counted(author, draw(bank, 1), fixed[0])
    with counted_queries() as few:
        counted(author, draw(bank, 1), fixed[0])
    with counted_queries() as many:
        counted(author, draw(bank, 1), *fixed, *others)
    assert len(many) == len(few)


@pytest.mark.parametrize("group", ["Certificate registrars", "Facilitators", ""])
def test_who_edits_no_course_counts_nothing(client, bank, group):
    client.force_login(make_user(group=group))
    assert client.post(COUNT, typed([draw(bank, 1)])).status_code == 302
