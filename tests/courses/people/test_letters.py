"""Letters wait for a mail server that is out of reach, and a person at the screen is told."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from certificates.holders.models import NameCorrection, Refusal
from courses.learning.services import remind
from courses.people import erasure, mail
from courses.people.letters import send_merged_letter
from courses.people.services import set_language
from tests.factories.courses import make_course
from tests.factories.letters import words_of
from tests.factories.people import AGREED, PASSWORD, make_enrolment, make_person, make_user

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": 9},
    }
}
NOT_SENT = "We could not send the e-mail. Please ask for it again in a few minutes."


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def worker(queued_tasks) -> Callable[[], None]:
    """Runs what is in the queue, as the task worker of `make run` does."""

    def run() -> None:
        Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
        ).run()

    return run


@pytest.mark.django_db(transaction=True)  # the worker opens its own connection
def test_a_letter_that_could_not_be_sent_is_sent_when_the_mail_server_is_back(
    worker, settings, mailoutbox
) -> None:
    working, settings.MAILERS = settings.MAILERS, NOBODY_LISTENS
    enrolment = make_enrolment(make_course(quiz=False).offering)
    worker()
    assert DBTaskResult.objects.get(queue_name=mail.QUEUE).status == TaskResultStatus.FAILED
    settings.MAILERS = working
    assert mail.put_back(now=timezone.now()) == 0
    later = timezone.now() + 2 * mail.FIRST_WAIT
    assert mail.put_back(now=later) == 1
    worker()
    assert [letter.to for letter in mailoutbox] == [[enrolment.person.user.email]]
    assert mail.put_back(now=later) == 0


def test_a_letter_whose_worker_was_killed_is_queued_again_after_a_while(worker) -> None:
    assert remind(enrolment=make_enrolment(make_course(quiz=False).offering))
    DBTaskResult.objects.get(queue_name=mail.QUEUE).claim("killed")
    now = timezone.now()
    assert mail.put_back(now=now) == 0
    assert mail.put_back(now=now + mail.LONGEST_RUN + timedelta(minutes=1)) == 1


def test_an_old_letter_is_given_up(worker) -> None:
    assert remind(enrolment=make_enrolment(make_course(quiz=False).offering))
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert mail.put_back(now=timezone.now() + mail.TRY_FOR) == 0


NEWCOMER = {"email": "new@example.org", "password1": "stone-river-cloud-7"}


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        (
            "account_signup",
            {"email": "new@example.org", "password1": "stone-river-cloud-7"} | AGREED,
        ),
        ("account_request_login_code", {"email": "learner@example.org"}),
        ("account_reset_password", {"email": "learner@example.org"}),
    ],
)
def test_who_waits_for_a_code_is_told_that_it_could_not_be_sent(
    client, settings, address, fields
) -> None:
    make_user("learner")
    settings.MAILERS = NOBODY_LISTENS
    response = client.post(reverse(address), fields, follow=True)
    assert response.status_code == 200
    assert messages_of(response) == [NOT_SENT]


@pytest.mark.parametrize("action", ["action_add", "action_send"])
def test_who_adds_or_confirms_an_address_is_told_that_the_code_could_not_be_sent(
    client, settings, action
) -> None:
    user = make_user("learner")
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    EmailAddress.objects.create(user=user, email="second@example.org")
    email = {"action_add": "third@example.org", "action_send": "second@example.org"}[action]
    settings.MAILERS = NOBODY_LISTENS
    response = client.post(reverse("account_email"), {"email": email, action: ""}, follow=True)
    assert messages_of(response) == [NOT_SENT]


@pytest.mark.parametrize("is_back", [True, False])
def test_who_asks_again_after_a_failure_does_not_learn_which_addresses_have_an_account(
    client, settings, mailoutbox, is_back
) -> None:
    make_user("learner")
    working, confirm = settings.MAILERS, reverse("account_email_verification_sent")
    for email in ("new@example.org", "learner@example.org"):
        settings.MAILERS = NOBODY_LISTENS
        client.logout()
        data = {"email": email, "password1": "stone-river"} | AGREED
        client.post(reverse("account_signup"), data)
        assert messages_of(client.get(confirm)) == [NOT_SENT]
        settings.MAILERS = working if is_back else NOBODY_LISTENS
        response = client.post(confirm, {"action": "resend"}, follow=True)
        assert messages_of(response) == [
            "If we could send the e-mail, it is with you in a few minutes."
        ]
    assert [letter.to for letter in mailoutbox] == [["new@example.org"]] * is_back


@pytest.mark.parametrize(("code", "begins"), [("fr", "Vous "), ("es", "Pidió ")])
def test_who_asks_to_be_erased_has_the_letter_in_the_language_they_asked_in(
    mailoutbox, django_capture_on_commit_callbacks, code, begins
) -> None:
    with django_capture_on_commit_callbacks(execute=True), translation.override(code):
        erasure.ask(person=make_person())
    [letter] = mailoutbox
    assert letter.subject.startswith(begins)
    assert f'<html lang="{code}"' in letter.alternatives[0][0]


@pytest.mark.parametrize(("code", "lang"), [("fr", "fr"), ("es", "es"), ("", "en")])
def test_what_others_did_to_a_record_is_told_in_the_language_of_the_person(
    mailoutbox, django_capture_on_commit_callbacks, code, lang
) -> None:
    person = make_person()
    set_language(user=person.user, language=code)
    with django_capture_on_commit_callbacks(execute=True):
        erasure.ask(person=person, by_staff=make_user())
    send_merged_letter.enqueue(person.user.pk)
    assert [f'<html lang="{lang}"' in it.alternatives[0][0] for it in mailoutbox] == [True, True]


LETTERS = (
    "enrolment",
    "reminder",
    "completion",
    "result",
    "regraded",
    "expiring",
    "name_approved",
    "name_refused",
)


def letter_of(name: str, mailoutbox, *, given: str = "Amara", family: str = "Diallo"):
    person = make_person(given=given, family=family)
    outline = SimpleNamespace(title="Working with children", course_slug="working")
    completion = SimpleNamespace(valid_until=date(2027, 1, 1))
    context = {"outline": outline, "completion": completion}
    context |= {"title": outline.title, "attempt": SimpleNamespace(uuid=uuid4())}
    certificate = SimpleNamespace(
        claims={"title": outline.title}, valid_until=completion.valid_until, uuid=uuid4()
    )
    context |= {"certificate": certificate, "course_slug": "working"}
    context["correction"] = NameCorrection(refusal=Refusal.NOT_CONFIRMED)
    mailoutbox.clear()
    mail.send(name, person=person, locale="en", context=context)
    (letter,) = mailoutbox
    return letter


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_says_the_same_as_text_and_as_a_page(mailoutbox, name) -> None:
    letter = letter_of(name, mailoutbox)
    ((page, _),) = letter.alternatives
    assert words_of(page) == words_of(letter.body)
    assert "You receive this letter because" in letter.body


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_greets_and_goes_on_with_a_sentence(mailoutbox, name) -> None:
    greeting, text = letter_of(name, mailoutbox).body.split("\n\n")[:2]
    assert greeting == "Dear Amara Diallo,"
    assert text[0].isupper()


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_to_a_person_without_a_name_does_not_make_one_up(mailoutbox, name) -> None:
    letter = letter_of(name, mailoutbox, given="", family="")
    assert letter.body.startswith("Hello,\n\n")


@pytest.mark.parametrize("name", LETTERS)
def test_the_subject_of_a_letter_names_nobody_and_no_date(mailoutbox, name) -> None:
    subject = letter_of(name, mailoutbox).subject
    assert not any(word in subject for word in ("Amara", "Diallo", "2027"))
