"""The one line in cron: everything that is due, and no failure keeps the rest from running."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certificates.models import Certificate
from certificates.states import State
from courses.feedback.services import flag
from courses.learning.services import remind
from courses.models import Edition, Enrolment, LessonFlag, QuestionImport
from courses.people.mail import QUEUE
from tests.certificates.builders import certificate_of, make_completion
from tests.factories.courses import make_course, make_lesson
from tests.factories.people import make_enrolment, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_tasks")]
EARLIER = timedelta(hours=1)


def run_due() -> str:
    out = StringIO()
    call_command("run_due", stdout=out)
    return out.getvalue()


def an_unprepared_certificate() -> Certificate:
    certificate = certificate_of(make_completion())
    Certificate.objects.update(created_at=timezone.now() - EARLIER)
    return certificate


def test_learners_move_at_the_end_of_a_teach_out_and_certificates_get_ready() -> None:
    course = make_course(quiz=False)
    enrolment = make_enrolment(course.offering)
    make_lesson(course.module)
    edition = course.release(material=True, teach_out_on=timezone.localdate() + timedelta(days=1))
    certificate = an_unprepared_certificate()
    run_due()
    assert Enrolment.objects.get(pk=enrolment.pk).edition != edition
    assert Certificate.objects.get(pk=certificate.pk).state == State.VALID
    Edition.objects.filter(pk=edition.pk).update(teach_out_on=timezone.localdate() - EARLIER * 24)
    said = run_due()
    assert "Learners moved at the end of a teach-out: 1" in said
    assert Enrolment.objects.get(pk=enrolment.pk).edition == edition


def test_running_it_again_finds_nothing_to_do() -> None:
    an_unprepared_certificate()
    assert "Certificates prepared again: 1" in run_due()
    assert "Certificates prepared again: 0" in run_due()


def test_a_letter_that_failed_is_queued_again() -> None:
    enrolment = make_enrolment(make_course(quiz=False).offering)
    assert remind(enrolment=enrolment)
    hours_ago = timezone.now() - 2 * EARLIER
    letters = DBTaskResult.objects.filter(queue_name=QUEUE)
    assert letters.update(status="FAILED", started_at=hours_ago, worker_ids=["one"]) == 1
    assert "Letters queued again: 1" in run_due()
    assert letters.get().status == "READY"


def test_an_import_whose_worker_died_is_taken_up_again() -> None:
    long_ago = timezone.now() - EARLIER
    QuestionImport.objects.create(by=make_user(), filename="a.xml", queued_at=long_ago)
    assert "Imports of questions taken up again: 1" in run_due()
    assert "Imports of questions taken up again: 0" in run_due()


def test_what_learners_wrote_is_deleted_after_a_year() -> None:
    course = make_course(quiz=False)
    uuid = course.lessons[0].translation_key
    flag(enrolment=make_enrolment(course.offering), item_uuid=uuid, reason="wrong", note="2024?")
    assert "Words of learners deleted after a year: 0" in run_due()
    LessonFlag.objects.update(created_on=timezone.localdate() - timedelta(days=366))
    assert "Words of learners deleted after a year: 1" in run_due()
    assert LessonFlag.objects.get().note == ""


def test_what_fails_is_named_and_the_rest_runs(monkeypatch, caplog) -> None:
    certificate = an_unprepared_certificate()

    def broken(**kwargs) -> int:
        raise RuntimeError("no teach-outs today")

    monkeypatch.setattr("home.management.commands.run_due.end_teach_outs", broken)
    with pytest.raises(CommandError, match="Learners moved at the end of a teach-out"):
        run_due()
    assert "no teach-outs today" in caplog.text
    assert Certificate.objects.get(pk=certificate.pk).state == State.VALID
