"""What is done to many questions at once: by whom, and what is refused and why."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from courses.models import Question, QuestionBank
from tests.factories.courses import (
    choice,
    make_course,
    make_question,
    make_quiz,
    publish,
    question_body,
)
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Client:
    return client_of("Course authors")


@pytest.fixture
def reviewer() -> Client:
    return client_of("Course reviewers")


@pytest.fixture
def bank() -> QuestionBank:
    return QuestionBank.objects.create(name="Here", slug="here")


@pytest.fixture
def there() -> QuestionBank:
    return QuestionBank.objects.create(name="There", slug="there")


def client_of(group: str) -> Client:
    client = Client()
    client.force_login(make_user(group=group))
    return client


def address(action: str, *questions: Question, **narrow: object) -> str:
    ids = [f"id={question.pk}" for question in questions] or ["id=all"]
    query = "&".join([*ids, *(f"{name}={value}" for name, value in narrow.items())])
    return reverse("wagtail_bulk_action", args=["courses", "question", action]) + f"?{query}"


def do(client: Client, action: str, *questions: Question, **form: object) -> str:
    """The messages, in one text."""
    response = client.post(address(action, *questions), form)
    assert response.status_code == 302
    return " ".join(" ".join(map(str, get_messages(response.wsgi_request))).split())


def now(question: Question) -> Question:
    return Question.objects.get(pk=question.pk)


def a_draft(bank: QuestionBank, **fields) -> Question:
    question = make_question(bank, live=False, has_unpublished_changes=True, **fields)
    question.save_revision()
    return now(question)


def test_a_reviewer_moves_what_is_published_and_the_draft_on_top_of_it(reviewer, bank, there):
    plain, changed = make_question(bank), make_question(bank)
    changed.objective = "4.4"
    changed.save_revision()
    told = do(reviewer, "move", plain, now(changed), bank=there.pk)
    assert told == "2 questions moved to “There”."
    assert (now(plain).bank, now(plain).live) == (there, True)
    assert not now(plain).has_unpublished_changes
    assert now(plain).last_published_at
    assert (now(changed).bank, now(changed).objective) == (there, "1.1")
    draft = now(changed).get_latest_revision_as_object()
    assert (draft.bank, draft.objective) == (there, "4.4")


def test_what_was_moved_stays_moved_when_it_is_taken_back(reviewer, bank, there):
    question = publish(make_question(bank))
    do(reviewer, "move", question, bank=there.pk)
    now(question).unpublish()
    assert now(question).get_latest_revision_as_object().bank == there


def test_an_author_moves_drafts_and_is_told_who_moves_the_rest(author, bank, there):
    draft, live = a_draft(bank, key="draft"), make_question(bank, key="live")
    told = do(author, "move", draft, live, bank=there.pk)
    assert "1 question moved to “There”." in told
    assert f"{live}. It is published; ask somebody who may publish." in told
    assert (now(draft).bank, now(live).bank) == (there, bank)


def test_a_short_name_that_the_bank_has_is_refused(reviewer, bank, there):
    make_question(there, key="twice")
    third = QuestionBank.objects.create(name="Third", slug="third")
    taken, other = make_question(bank, key="twice"), make_question(bank, key="other")
    both = make_question(bank, key="both"), make_question(third, key="both")
    told = do(reviewer, "move", taken, other, *both, bank=there.pk)
    assert "1 question moved" in told
    assert "3 questions stay as they were" in told
    assert "Another question has the same short name there" in told
    assert [now(question).bank for question in (taken, other, *both)] == [bank, there, bank, third]
    assert "It is in this bank already." in do(reviewer, "move", other, bank=there.pk)


def test_one_is_warned_before_a_quiz_loses_its_questions(reviewer, there):
    course = make_course(released=False)
    leaving = course.questions[:4]
    page = reviewer.get(address("move", *leaving)).content.decode()
    assert course.quiz.title in page
    assert "it lacks 1 question." in page
    assert course.quiz.title not in reviewer.get(address("move", *leaving[:3])).content.decode()
    told = do(reviewer, "move", *leaving, bank=there.pk)
    assert f"“{course.quiz.title}” now lacks 1 question." in told


def test_where_to_is_asked(reviewer, bank):
    question = make_question(bank)
    for form in ({}, {"bank": "x"}, {"bank": 10**6}):
        assert reviewer.post(address("move", question), form).status_code == 200
    assert now(question).bank == bank


def test_tags_are_added_to_what_is_published_and_to_its_draft(author, bank):
    live, changed, draft = make_question(bank), make_question(bank), a_draft(bank)
    live.tags.add("old")
    live.save()
    changed.objective = "4.4"
    changed.save_revision()
    told = do(author, "tag", live, now(changed), draft, tags='gate, "to do"')
    assert told == "3 questions tagged."
    assert set(now(live).tags.names()) == {"old", "gate", "to do"}
    assert now(live).live
    assert not now(live).has_unpublished_changes
    for question in (changed, draft):
        assert set(now(question).tags.names()) == {"gate", "to do"}
        latest = now(question).get_latest_revision_as_object()
        assert set(latest.tags.names()) == {"gate", "to do"}
    assert (now(changed).objective, now(changed).live) == ("1.1", True)


def test_a_reviewer_publishes_what_is_finished(reviewer, bank):
    ready, live = a_draft(bank, key="ready"), publish(make_question(bank, key="live"))
    unsound = a_draft(bank, key="unsound")
    unsound.body = question_body("single_choice", "Which?", [choice("a"), choice("b")])
    unsound.save_revision()
    unfinished = a_draft(bank, key="unfinished")
    unfinished.body = question_body("single_choice", "", [choice("", correct=True)])
    unfinished.save_revision()
    told = do(reviewer, "publish", ready, live, now(unsound), now(unfinished))
    assert "1 question published." in told
    assert f"{live}. It is published already." in told
    assert f"{unfinished}. It is not finished; open it, save it" in told
    assert [now(q).live for q in (ready, live, unsound, unfinished)] == [True, True, False, False]


def test_practice_questions_are_neither_critical_nor_named_by_a_quiz(reviewer):
    course = make_course(released=False)
    plain, named, *rest = course.questions
    critical = make_question(course.bank, critical=True)
    make_quiz(course.module, course.bank, blueprint=[("fixed", {"question": named})])
    told = do(reviewer, "practice", plain, named, critical, *rest[:3])
    assert "4 questions are for practice only now." in told
    assert f"{critical}. It is critical" in told
    assert f"{named}. A quiz names it; take it out of the quiz first." in told
    assert f"“{course.quiz.title}” now lacks 1 question." not in told
    assert now(plain).practice_only
    assert not now(named).practice_only
    assert now(critical).critical


@pytest.mark.parametrize("action", ["move", "tag", "practice", "publish"])
@pytest.mark.parametrize("group", ["Certificate registrars", "Facilitators", ""])
def test_who_edits_no_questions_changes_none(bank, there, action, group):
    question = a_draft(bank)
    client = client_of(group)
    form = {"bank": there.pk, "tags": "gate"}
    assert client.get(address(action, question)).status_code == 302
    assert client.post(address(action, question), form).status_code == 302
    after = now(question)
    assert (after.bank, after.live, after.practice_only) == (bank, False, False)
    assert not after.tags.exists()


def test_an_author_publishes_nothing(author, bank):
    question = a_draft(bank)
    assert author.post(address("publish", question)).url == reverse("wagtailadmin_home")
    assert not now(question).live


def test_all_means_all_in_the_list_as_it_is_narrowed(author, bank):
    gate, other = make_question(bank, objective="4.1"), make_question(bank)
    everything = address("tag", bank=bank.pk, objective="4.1")
    author.post(everything, {"tags": "gate"})
    assert list(now(gate).tags.names()) == ["gate"]
    assert list(now(other).tags.names()) == []
    author.post(address("tag", q="no such word"), {"tags": "all"})
    assert list(now(gate).tags.names()) == ["gate"]


def test_what_is_gone_or_made_up_is_no_fault(author):
    made_up = reverse("wagtail_bulk_action", args=["courses", "question", "tag"]) + "?id=x&id=999"
    assert "These questions are not there any more." in author.get(made_up).content.decode()
    assert author.post(made_up, {"tags": "gate"}).status_code == 302
