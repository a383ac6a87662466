"""Many certificates by their numbers: revoked, or issued again with a new code."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates import services
from certificates.bulk import jobs
from certificates.models import BulkJob, Certificate
from certificates.states import Reason, State
from courses.models import CompletionVoided
from tests.factories.people import make_user
from tests.queries import counted_queries

from .builders import certificate_of, make_certificate, make_completion
from .bulk import REVOCATION, address, check, confirm, page, states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registrar(client):
    user = make_user("registrar", group="Certificate registrars")
    client.force_login(user)
    return user


def state_of(certificate: Certificate) -> State:
    return Certificate.objects.get(pk=certificate.pk).state


def test_first_it_says_of_each_number_what_would_happen(client, registrar) -> None:
    valid, ended, erased = (make_certificate() for _ in range(3))
    services.revoke(certificate=ended, by=registrar, reason=Reason.WITHDRAWN, note="x")
    services.redact(person=erased.holder, by=registrar)
    unknown = "2020-00000-00000"
    typed = [
        f" {valid.number.lower()} ",
        ended.number,
        erased.number,
        unknown,
        "numbers",
        valid.code,
    ]
    job = check(client, "revoke", numbers="\n".join([*typed, valid.number]), **REVOCATION)
    assert states(job) == {
        valid.number: "pending",
        ended.number: "skipped ended",
        erased.number: "skipped erased",
        unknown: "skipped unknown",
        "numb…": "skipped not_a_number",
        f"{valid.code[:4]}…": "skipped not_a_number",
    }
    text = page(client, job)
    for shown in ("Will be revoked", "Left as it is", "No certificate has this number.", "1 to do"):
        assert shown in text
    assert state_of(valid) == State.VALID


def test_confirmed_it_revokes_with_reason_note_and_who(
    client, registrar, django_capture_on_commit_callbacks
) -> None:
    first, second, other = (make_certificate() for _ in range(3))
    job = check(client, "revoke", numbers=f"{first.number},{second.number}", **REVOCATION)
    confirm(client, job, django_capture_on_commit_callbacks)
    assert [state_of(row) for row in (first, second, other)] == ["revoked", "revoked", "valid"]
    for row in (first, second):
        event = row.events.get(kind="revoked")
        assert (event.reason, event.note, event.by) == (*REVOCATION.values(), registrar)
        assert row.status_list.changes > 0
    assert job.params == {"reason": "withdrawn"}, "the note is kept in the record only"


def test_issued_in_error_takes_the_completions_back(
    client, django_capture_on_commit_callbacks
) -> None:
    certificate = make_certificate()
    data = {**REVOCATION, "reason": "issued_in_error"}
    job = check(client, "revoke", numbers=certificate.number, **data)
    confirm(client, job, django_capture_on_commit_callbacks)
    assert CompletionVoided.objects.get().completion.uuid == certificate.completion_uuid


def test_issued_again_it_keeps_name_and_dates_and_has_a_new_code(
    client, django_capture_on_commit_callbacks
) -> None:
    old, waiting = make_certificate(), certificate_of(make_completion())
    job = check(client, "reissue", numbers=f"{old.number} {waiting.number}", note="A list leaked.")
    confirm(client, job, django_capture_on_commit_callbacks)
    assert states(job) == {old.number: "done", waiting.number: "skipped unprepared"}
    new = Certificate.objects.get(supersedes=old)
    assert (new.holder_name, new.valid_from, new.valid_until) == (
        old.holder_name,
        old.valid_from,
        old.valid_until,
    )
    assert new.code != old.code
    assert new.state == State.VALID
    assert old.events.get(kind="superseded").reason == Reason.REISSUED
    assert f"New number: {new.number}" in page(client, job)


def test_run_twice_it_replaces_once(registrar) -> None:
    """As after a worker that was thought dead."""
    old = make_certificate()
    wanted = {"numbers": [old.number], "note": "x"}
    job = jobs.begin(kind="reissue", by=registrar, wanted=wanted)
    BulkJob.objects.update(state="running")
    stale = BulkJob.objects.select_related("by").get(pk=job.pk)
    jobs.go_on(stale)
    jobs.go_on(stale)
    assert Certificate.objects.count() == 2
    assert job.items.get().state == "done"


def test_what_was_ended_since_the_check_is_left(
    client, registrar, django_capture_on_commit_callbacks
) -> None:
    certificate = make_certificate()
    job = check(client, "reissue", numbers=certificate.number, note="x")
    services.revoke(certificate=certificate, by=registrar, reason=Reason.WITHDRAWN, note="x")
    confirm(client, job, django_capture_on_commit_callbacks)
    assert states(job) == {certificate.number: "skipped ended"}
    assert Certificate.objects.count() == 1


def test_the_numbers_may_come_in_a_file(client) -> None:
    first, second = make_certificate(), make_certificate()
    text = f'\ufeffNumber;\r\n{first.number};\r\n"{second.number}"\r\n'
    file = SimpleUploadedFile("numbers.csv", text.encode())
    job = check(client, "revoke", file=file, **REVOCATION)
    assert states(job) == {
        "Numb…": "skipped not_a_number",
        first.number: "pending",
        second.number: "pending",
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Type or paste at least one number"),
        ({"numbers": "2026-00000-00000 " * 2 + " ".join(map(str, range(5001)))}, "too many"),
        ({"file": SimpleUploadedFile("a.csv", b"\xff\xfe2\x000")}, "cannot be read"),
        ({"file": SimpleUploadedFile("a.csv", b"a\0b")}, "cannot be read"),
        ({"file": SimpleUploadedFile("a.csv", b"x" * (1024 * 1024 + 1))}, "larger than 1 MB"),
        ({"numbers": "a", "note": ""}, "This field is required"),
        ({"numbers": "a", "reason": "corrected"}, "Select a valid choice"),
        ({"numbers": "a\0"}, "Null characters are not allowed"),
    ],
)
def test_what_is_wrong_with_the_form_is_said(client, data, said: str) -> None:
    response = client.post(address("bulk_begin", "revoke"), {**REVOCATION, **data})
    assert said in response.content.decode()
    assert not BulkJob.objects.exists()


def test_a_kind_that_does_not_exist_is_not_found(client) -> None:
    assert client.get(address("bulk_begin", "erase")).status_code == 404


def test_those_ticked_in_the_list_or_all_it_finds_are_filled_in(client) -> None:
    wanted, other = make_certificate(given="Noor"), make_certificate()
    revoke, index = address("bulk_begin", "revoke"), address("index")
    text = client.get(index).content.decode()
    assert f'name="number" value="{wanted.number}" form="ticked"' in text
    assert f'formaction="{revoke}"' in text
    ticked = client.get(revoke, {"number": [wanted.number]}).content.decode()
    narrowed = client.get(revoke, {"q": "noor", "state": "valid", "all": "1"}).content.decode()
    for filled in (ticked, narrowed):
        assert wanted.number in filled
        assert other.number not in filled
    faulty = client.get(revoke, {"state": "made up", "all": "1"}).content.decode()
    assert wanted.number not in faulty


def test_the_check_asks_no_more_for_more_numbers(registrar) -> None:
    def ask(*rows: Certificate) -> int:
        with counted_queries() as queries:
            wanted = {"numbers": [row.number for row in rows], **REVOCATION}
            jobs.begin(kind="revoke", by=registrar, wanted=wanted)
        return len(queries)

    rows = [make_certificate() for _ in range(4)]
    assert ask(*rows[:1]) == ask(*rows)


def test_the_report_is_a_file_without_names_or_formulas(client) -> None:
    certificate = make_certificate(given="Zoë", family="Haddad")
    numbers = f"{certificate.number} =1+1"
    job = check(client, "revoke", numbers=numbers, **REVOCATION)
    response = client.get(address("bulk_report", job.uuid))
    assert "attachment" in response.headers["Content-Disposition"]
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[1] == f"{certificate.number},Will be revoked,"
    assert lines[2].startswith("'=1+1…,Left as it is,")
    assert "Haddad" not in "".join(lines)


def test_nobody_else_may(client) -> None:
    certificate = make_certificate()
    client.force_login(make_user(group="Course reviewers"))
    response = client.post(
        address("bulk_begin", "revoke"), {"numbers": certificate.number, **REVOCATION}
    )
    assert response.url == reverse("wagtailadmin_home")
    assert not BulkJob.objects.exists()
