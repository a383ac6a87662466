"""Letters wait for a mail server that is out of reach, and a person at the screen is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from courses.learning.services import remind
from courses.people import mail
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_user

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": 9},
    }
}


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


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("account_signup", {"email": "new@example.org", "password1": "stone-river-cloud-7"}),
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
    assert "We could not send the e-mail." in response.content.decode()
