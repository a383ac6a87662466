"""A certificate commits with the completion and is prepared afterwards."""

import hashlib
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from certificates import claims as said
from certificates import services
from certificates.models import Certificate, CertificateEvent
from certificates.preparing import prepare, try_to_prepare
from certificates.rendering import pdf_of
from certificates.states import State
from courses.editions.models import AppendOnlyError
from courses.learning.services import mark_done
from courses.models import Completion, CoursePage
from tests.factories.courses import make_course, publish
from tests.factories.people import make_enrolment

from .builders import certificate_of, make_certificate, make_completion

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


def test_a_completion_brings_its_certificate_and_the_task_prepares_it(
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        completion = make_completion(given="Zoë", family="Diallo")
    certificate = certificate_of(completion)
    assert certificate.state == State.VALID
    assert certificate.holder == completion.person
    assert certificate.valid_until == completion.valid_until
    assert certificate.claims["title"] == completion.edition.policy["certificate_title"]
    assert certificate.holder_name == "Zoë Diallo"
    assert [event.kind for event in certificate.events.all()] == ["issued"]


def test_before_the_task_it_is_being_prepared() -> None:
    certificate = certificate_of(make_completion())
    assert certificate.state == State.BEING_PREPARED
    assert not certificate.has_pdf


def test_no_completion_without_certificate_and_none_without_completion() -> None:
    with transaction.atomic():
        completion = make_completion()
        assert certificate_of(completion)
        transaction.set_rollback(True)
    assert not Completion.objects.exists()
    assert not Certificate.objects.exists()


def test_issuing_twice_gives_the_same_certificate() -> None:
    completion = make_completion()
    first = certificate_of(completion)
    assert services.issue(completion=completion) == first
    assert Certificate.objects.count() == 1


def test_the_day_is_that_of_the_learner() -> None:
    completion = make_completion()
    certificate = certificate_of(completion)
    assert certificate.valid_from == timezone.localdate(
        completion.completed_at, completion.person.zone
    )


def test_code_and_number_have_nothing_in_common() -> None:
    certificate = certificate_of(make_completion())
    assert certificate.code not in certificate.number.replace("-", "")
    assert str(certificate.code) not in str(certificate.claims)


def test_the_hash_is_that_of_the_claims_as_stored() -> None:
    certificate = Certificate.objects.get(pk=certificate_of(make_completion()).pk)
    assert certificate.claims_hash == said.claims_hash(certificate.claims, salt=certificate.salt)


def test_nothing_done_to_course_or_person_changes_an_issued_certificate() -> None:
    course = make_course(lessons=1, quiz=False)
    enrolment = make_enrolment(course.offering)
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    certificate = prepare(certificate=Certificate.objects.get())
    before = pdf_of(certificate)
    page = CoursePage.objects.get()
    page.title = page.certificate_title = "Something else"
    publish(page)
    page.unpublish()
    person = certificate.holder
    person.family_name = "Other"
    person.save()
    after = Certificate.objects.get(pk=certificate.pk)
    assert after.claims == certificate.claims
    assert pdf_of(after) == before
    assert hashlib.sha256(before).hexdigest() == after.pdf_sha256


def test_preparing_twice_changes_nothing() -> None:
    first = make_certificate()
    again = prepare(certificate=Certificate.objects.get(pk=first.pk))
    assert again.prepared_at == first.prepared_at
    assert CertificateEvent.objects.count() == 1


def test_a_stale_copy_is_not_prepared_a_second_time() -> None:
    stale = certificate_of(make_completion())
    first = prepare(certificate=Certificate.objects.get(pk=stale.pk))
    assert prepare(certificate=stale).prepared_at == first.prepared_at
    assert CertificateEvent.objects.count() == 1


def test_a_certificate_that_cannot_be_drawn_waits_and_says_so_in_the_log(caplog) -> None:
    completion = make_completion(family="王")
    certificate = certificate_of(completion)
    assert not try_to_prepare(certificate_id=certificate.pk)
    assert certificate_of(completion).state == State.BEING_PREPARED
    assert Completion.objects.get() == completion
    assert certificate.number in caplog.text


def test_what_is_overdue_is_prepared_and_one_failure_stops_no_other() -> None:
    bad, good = make_completion(family="王"), make_completion()
    now = timezone.now()
    assert services.prepare_overdue(now=now) == 0  # too early
    assert services.prepare_overdue(now=now + LATER) == 1
    assert certificate_of(bad).state == State.BEING_PREPARED
    assert certificate_of(good).state == State.VALID
    assert services.prepare_overdue(now=now + LATER) == 0


def test_it_expires_after_its_last_day() -> None:
    certificate = make_certificate()
    last = certificate.valid_until
    assert certificate.state_on(last) == State.VALID
    assert certificate.state_on(last + timedelta(days=1)) == State.EXPIRED


def test_a_certificate_and_its_events_cannot_be_deleted() -> None:
    certificate = make_certificate()
    with pytest.raises(AppendOnlyError):
        certificate.delete()
    with pytest.raises(AppendOnlyError):
        certificate.events.get().delete()
    with pytest.raises(AppendOnlyError):
        certificate.events.get().save()


def test_my_certificates_take_one_query(django_assert_num_queries) -> None:
    certificate = make_certificate()
    make_certificate()
    person = certificate.holder
    with django_assert_num_queries(1):
        mine = services.certificates_for_person(person)
        assert [(one.pk, one.state) for one in mine] == [(certificate.pk, State.VALID)]
