"""Everybody who completed an offering and has no certificate gets one, once."""

import json
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from certificates import services
from certificates.bulk import jobs
from certificates.credentials import signing
from certificates.models import BulkItem, BulkJob, Certificate, CertificateEvent
from certificates.states import State
from courses.models import Completion, CompletionVoided, Person
from tests.at_once import at_once
from tests.factories.people import make_user
from tests.queries import counted_queries

from .builders import make_completion, make_completions, make_offering
from .bulk import address, check, confirm, page, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(client):
    user = make_user("registrar", group="Certificate registrars")
    client.force_login(user)
    return user


@pytest.fixture
def offering(registrar):
    return make_offering()


def test_first_it_says_who_would_get_one_and_does_nothing(client, offering) -> None:
    make_completions(offering, 3)
    make_completions(make_offering(), 1)
    job = check(client, "issue", offering=offering.pk)
    text = page(client, job)
    assert text.count("Will be issued") == 3
    assert "Amara Diallo crowd" in text
    assert "3 to do" in text
    assert not Certificate.objects.exists()


def test_confirmed_it_issues_signed_certificates(
    client, offering, django_capture_on_commit_callbacks
) -> None:
    completions = make_completions(offering, 3)
    job = check(client, "issue", offering=offering.pk)
    confirm(client, job, django_capture_on_commit_callbacks)
    assert job.state == "done"
    issued = {row.completion_uuid: row for row in Certificate.objects.all()}
    assert set(issued) == {completion.uuid for completion in completions}
    for row in issued.values():
        assert row.state == State.VALID
        key = signing.from_multibase(row.signed_with.public)
        assert signing.verify(json.loads(row.credential), key=key)
    text = page(client, job)
    assert all(row.number in text for row in issued.values())


def test_who_has_one_or_had_one_in_error_is_none_of_them(client, offering) -> None:
    issued = make_completion()
    assert check(client, "issue", offering=issued.enrolment.offering_id).items.count() == 0
    [voided] = make_completions(offering, 1)
    CompletionVoided.objects.create(completion=voided, reason="x")
    job = check(client, "issue", offering=offering.pk)
    text = page(client, job)
    assert "There is nothing to do." in text
    assert address("bulk_confirm", job.uuid) not in text


def test_a_person_without_a_name_is_left_out_and_named_as_such(
    client, offering, django_capture_on_commit_callbacks
) -> None:
    nameless, other = make_completions(offering, 2)
    Person.objects.filter(pk=nameless.person_id).update(given_name="", family_name="")
    job = check(client, "issue", offering=offering.pk)
    assert "No name for the certificate is known." in page(client, job)
    confirm(client, job, django_capture_on_commit_callbacks)
    assert states(job) == {str(nameless.uuid): "skipped nameless", str(other.uuid): "done"}


def test_what_changed_after_the_check_counts(
    client, offering, django_capture_on_commit_callbacks
) -> None:
    voided, issued, nameless = make_completions(offering, 3)
    job = check(client, "issue", offering=offering.pk)
    CompletionVoided.objects.create(completion=voided, reason="x")
    services.issue(completion=issued)
    Person.objects.filter(pk=nameless.person_id).update(given_name="", family_name="")
    confirm(client, job, django_capture_on_commit_callbacks)
    assert states(job) == {
        str(voided.uuid): "skipped voided",
        str(issued.uuid): "skipped issued",
        str(nameless.uuid): "skipped nameless",
    }
    assert Certificate.objects.count() == 1


def test_a_second_click_starts_nothing_twice(
    client, offering, django_capture_on_commit_callbacks
) -> None:
    make_completions(offering, 2)
    job = check(client, "issue", offering=offering.pk)
    confirm(client, job, django_capture_on_commit_callbacks)
    again = client.post(address("bulk_confirm", job.uuid), follow=True).content.decode()
    assert "was begun, or stopped, before" in again
    assert Certificate.objects.count() == 2


def test_stopped_between_batches_it_leaves_the_rest(client, offering, queued_tasks, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 2)
    make_completions(offering, 5)
    job = check(client, "issue", offering=offering.pk)
    assert jobs.confirm(job=job)
    job.refresh_from_db()
    assert jobs.go_on(job)
    client.post(address("bulk_cancel", job.uuid))
    job.refresh_from_db()
    assert not jobs.go_on(job)
    assert Certificate.objects.count() == 2
    assert page(client, job).count("Not done") == 3
    assert not jobs.confirm(job=job)
    assert (
        "was over before"
        in client.post(address("bulk_cancel", job.uuid), follow=True).content.decode()
    )


def test_a_job_whose_worker_died_is_taken_up_again(offering, registrar, monkeypatch) -> None:
    """The immediate tasks of a test run it to its end."""
    make_completions(offering, 5)
    monkeypatch.setattr(jobs, "BATCH", 2)
    job = jobs.begin(kind="issue", by=registrar, wanted={"offering": offering})
    BulkJob.objects.update(state="running")
    now = timezone.now()
    assert jobs.resume(now=now) == 0
    assert jobs.resume(now=now + timedelta(minutes=16)) == 1
    job.refresh_from_db()
    assert (job.state, Certificate.objects.count()) == ("done", 5)
    assert jobs.resume(now=now + timedelta(days=1)) == 0


def test_one_that_goes_wrong_keeps_no_other_from_being_issued(
    client, offering, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    bad, good = make_completions(offering, 2)
    issue = services.issue

    def issue_or_fail(*, completion: Completion) -> Certificate:
        if completion == bad:
            raise RuntimeError("a fault")
        return issue(completion=completion)

    monkeypatch.setattr(services, "issue", issue_or_fail)
    job = check(client, "issue", offering=offering.pk)
    confirm(client, job, django_capture_on_commit_callbacks)
    assert states(job) == {str(bad.uuid): "failed error", str(good.uuid): "done"}
    shown = page(client, job)
    assert "RuntimeError" in shown
    assert "a fault" not in shown  # what a fault says may hold a name
    # What failed is missing still, so the next job has it.
    assert check(client, "issue", offering=offering.pk).items.get().target == str(bad.uuid)


def test_a_database_that_is_away_fails_the_batch_and_not_the_certificates(
    offering, registrar, monkeypatch
) -> None:
    def away(**kwargs):
        raise OperationalError("the connection is lost")

    make_completions(offering, 1)
    job = jobs.begin(kind="issue", by=registrar, wanted={"offering": offering})
    BulkJob.objects.update(state="running")
    job.refresh_from_db()
    monkeypatch.setattr(services, "issue", away)
    with pytest.raises(OperationalError):
        jobs.go_on(job)
    assert job.items.get().state == "pending"


def test_without_a_key_it_says_how_many_wait_for_their_signature(
    client, offering, settings, django_capture_on_commit_callbacks
) -> None:
    settings.ISSUER_KEY_MAKES_ITSELF = False
    make_completions(offering, 2)
    job = check(client, "issue", offering=offering.pk)
    confirm(client, job, django_capture_on_commit_callbacks)
    assert "2 of them wait for their signatures." in page(client, job)


def test_a_job_of_nobody_is_stopped(offering, registrar) -> None:
    make_completions(offering, 1)
    job = jobs.begin(kind="issue", by=registrar, wanted={"offering": offering})
    BulkJob.objects.update(state="running", by=None)
    job.refresh_from_db()
    assert not jobs.go_on(job)
    job.refresh_from_db()
    assert (job.state, Certificate.objects.count()) == ("cancelled", 0)


def test_a_page_asks_no_more_for_more_rows(client, offering) -> None:
    make_completions(offering, 1)
    job = check(client, "issue", offering=offering.pk)
    page(client, job)
    with counted_queries() as few:
        page(client, job)
    make_completions(make_offering(), 1)
    other = make_offering()
    make_completions(other, 30)
    job = check(client, "issue", offering=other.pk)
    with counted_queries() as many:
        page(client, job)
    assert len(few) == len(many)


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_issue_once() -> None:
    offering = make_offering()
    make_completions(offering, 6)
    job = jobs.begin(kind="issue", by=make_user(), wanted={"offering": offering})
    BulkJob.objects.update(state="running")
    job = BulkJob.objects.select_related("by").get(pk=job.pk)
    at_once([lambda: jobs.go_on(job)] * 4)
    assert Certificate.objects.count() == 6
    assert CertificateEvent.objects.filter(kind="issued").count() == 6
    assert set(BulkItem.objects.values_list("state", flat=True)) == {"done"}
