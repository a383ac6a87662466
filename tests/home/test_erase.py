"""Somebody asks to be erased, may take it back, and afterwards is named nowhere."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from certificates.bulk import files, jobs
from certificates.models import BulkJob, Certificate, CertificateEvent, NameCorrection
from certificates.preparing import prepare
from courses.assessment.folding import count_attempts
from courses.models import (
    Attempt,
    Completion,
    Enrolment,
    ErasureRequest,
    OrganisationJob,
    Person,
    QuizTally,
    Response,
)
from courses.people import erasure
from courses.rosters import card_files
from lms.users.models import User
from tests.factories.people import PASSWORD, make_person, make_user
from tests.home.listed import come_by_a_list
from tests.home.lives import make_life

pytestmark = pytest.mark.django_db

GIVEN, FAMILY, USER_NAME = "Zephyrine", "Quillfeather", "zeph-quill"
NAMES = (GIVEN, FAMILY, USER_NAME, "SN-4711-QX", "Zuleika")
# Where a name has to stand before it is erased, or the search shows nothing.
BY_THE_LIST = (
    "courses_roster",
    "courses_rosterrow",
    "courses_rosterinvitation",
    "courses_organisationjob",
    "courses_grant",
    "courses_refund",
    "courses_membership",
    "mfa_authenticator",
    "socialaccount_socialaccount",
)


def found_in_database() -> list[str]:
    """Which names stand in which tables, also inside of sessions."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows = str([[_text(value) for value in row] for row in cursor.fetchall()])
            found += [f"{table}: {name}" for name in NAMES if name.lower() in rows.lower()]
    sessions = str([session.get_decoded() for session in Session.objects.all()])
    return found + [f"in a session: {name}" for name in NAMES if name in sessions]


def _text(value: object) -> str:
    if not isinstance(value, (bytes, memoryview)):
        return str(value)
    content = bytes(value)
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as packed:  # a spreadsheet
        return " ".join(_text(packed.read(name)) for name in packed.namelist())


def found_in_files() -> list[str]:
    """In names and contents; certificates and cards in PDF are not readable: none may be left."""
    folders = (settings.MEDIA_ROOT, settings.BULK_FILES_DIR, settings.CARD_FILES_DIR)
    roots = {Path(folder) for folder in folders}
    paths = [path for root in roots if root.exists() for path in root.rglob("*") if path.is_file()]
    named = [p for p in paths if any(name in f"{p} {_text(p.read_bytes())}" for name in NAMES)]
    unreadable = [*Path(settings.BULK_FILES_DIR).glob("*.zip"), *card_files.root().glob("*.pdf")]
    return [str(path) for path in (*named, *unreadable)]


def make_named_person() -> Person:
    return make_person(USER_NAME, given=GIVEN, family=FAMILY)


def lead_a_life(person: Person) -> Certificate:
    """With what lies around it: sessions, the log, the queue, files of registrars."""
    make_life(person)
    certificate = prepare(certificate=Certificate.objects.filter(holder=person)[0])
    # As asked before a guardian's consent was kept: a learner under 18 asks for no name.
    NameCorrection.objects.create(
        certificate=certificate, given_name="Zuleika", family_name=FAMILY, why="misspelt"
    )
    registrar = make_user(group="Certificate registrars")
    offering = Completion.objects.get(uuid=certificate.completion_uuid).enrolment.offering
    job = jobs.begin(kind="zip", by=registrar, wanted={"offering": offering})
    jobs.confirm(job=job)
    BulkJob.objects.filter(pk=job.pk).update(state="running")
    while jobs.go_on(BulkJob.objects.select_related("by").get(pk=job.pk)):
        pass
    assert files.file_of(job).exists()
    _has_a_picture(person.user)
    log(instance=person.user, action="wagtail.edit", user=registrar)
    CertificateEvent.objects.filter(certificate=certificate).update(note=f"{GIVEN} called.")
    Client().post(reverse("account_login"), {"login": USER_NAME, "password": PASSWORD})
    refused = DBTaskResult.objects.first()
    refused.traceback = f"SMTPRecipientsRefused: {person.user.email}"
    refused.save()
    return certificate


def _has_a_picture(user: User) -> None:
    """As who writes in Wagtail may have; its file is named as the person named it."""
    profile = UserProfile.get_for_user(user)
    profile.avatar = SimpleUploadedFile(f"{GIVEN}.png", b"A face.")
    profile.save()


def erase_at_once(person: Person) -> None:
    erasure.ask(person=person)
    erasure.erase_due(now=timezone.now() + timedelta(days=15))


@pytest.mark.usefixtures("queued_tasks")
def test_after_a_full_life_no_name_is_left_anywhere(
    django_capture_on_commit_callbacks, settings, tmp_path
):
    for folder in ("MEDIA_ROOT", "BULK_FILES_DIR", "CARD_FILES_DIR"):
        setattr(settings, folder, tmp_path / folder)  # none of other tests
    with django_capture_on_commit_callbacks(execute=True):
        person = come_by_a_list(GIVEN, FAMILY, number="SN-4711-QX", user_name=USER_NAME)
        certificate = lead_a_life(person)
    count_attempts()
    tallies = list(QuizTally.objects.order_by("pk").values())
    assert FAMILY in _text(OrganisationJob.objects.get(kind="xlsx").content)
    before = {name for line in found_in_database() for name in NAMES if line.endswith(name)}
    assert before == set(NAMES)
    assert set(BY_THE_LIST) <= {line.partition(":")[0] for line in found_in_database()}
    assert {path[-4:] for path in found_in_files()} >= {".pdf", ".png"}
    with django_capture_on_commit_callbacks(execute=True):
        erase_at_once(certificate.holder)
    assert found_in_database() == []
    assert found_in_files() == []
    assert list(QuizTally.objects.order_by("pk").values()) == tallies


def test_numbers_hashes_states_and_counts_stay():
    person = make_named_person()
    make_life(person)
    certificate = prepare(certificate=Certificate.objects.filter(holder=person)[0])
    counted = {model: model.objects.count() for model in (Enrolment, Completion, Attempt)}
    erase_at_once(person)
    after = Certificate.objects.get(pk=certificate.pk)
    assert (after.number, after.claims_hash) == (certificate.number, certificate.claims_hash)
    assert after.is_redacted
    assert counted == {model: model.objects.count() for model in counted}
    assert not Response.objects.filter(attempt__enrolment__person=person).exists()
    assert not Attempt.objects.filter(state__in=("in_progress", "submitted")).exists()
    person.refresh_from_db()
    assert (person.erased_at is not None, person.user, str(person)) == (
        True,
        None,
        "Somebody who was erased",
    )


def test_nothing_happens_before_the_waiting_time_is_over():
    person = make_named_person()
    erasure.ask(person=person)
    assert erasure.erase_due(now=timezone.now() + timedelta(days=13)) == 0
    assert Person.objects.get(pk=person.pk).given_name == GIVEN


def test_it_can_be_taken_back_and_asked_for_again():
    person = make_named_person()
    first = erasure.ask(person=person)
    assert erasure.ask(person=person) == first
    assert erasure.undo(person=person)
    assert not erasure.undo(person=person)
    assert erasure.erase_due(now=timezone.now() + timedelta(days=15)) == 0
    assert erasure.ask(person=person) != first


@pytest.mark.usefixtures("queued_tasks")
def test_run_due_erases_and_a_second_run_does_nothing(settings):
    settings.ERASURE_WAITING_DAYS = 0
    person = make_named_person()
    erasure.ask(person=person)
    call_command("run_due", verbosity=0)
    call_command("run_due", verbosity=0)
    assert not User.objects.filter(username=USER_NAME).exists()
    assert ErasureRequest.objects.get().done_at


def test_staff_are_not_erased_while_they_have_rights():
    person = make_named_person()
    person.user.is_superuser = True
    person.user.save()
    with pytest.raises(erasure.StaffIsNotErased):
        erasure.ask(person=person)


def test_who_became_staff_in_the_waiting_time_is_not_erased():
    person = make_named_person()
    erasure.ask(person=person)
    person.user.user_permissions.add(Permission.objects.first())
    assert erasure.erase_due(now=timezone.now() + timedelta(days=15)) == 0
    assert Person.objects.get(pk=person.pk).given_name == GIVEN


def test_what_was_asked_for_again_meanwhile_waits_its_own_time():
    person = make_named_person()
    erasure.ask(person=person)
    assert not erasure.erase(person=person, now=timezone.now() + timedelta(days=13))
    assert Person.objects.get(pk=person.pk).given_name == GIVEN


def test_a_letter_tells_until_when_it_can_be_taken_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erasure.ask(person=make_named_person())
    assert "/my-data/" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [f"{USER_NAME}@example.org"]


def test_one_asks_with_the_password_and_takes_it_back_on_the_page(client):
    person = make_named_person()
    client.force_login(person.user)
    asked = client.post(reverse("home:erase"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not ErasureRequest.objects.exists()
    client.post(asked.url, {"password": PASSWORD}, follow=True)
    client.post(reverse("home:erase"))
    assert ErasureRequest.objects.waiting().filter(person=person).exists()
    assert "You will be erased on" in client.get(reverse("home:my_data")).text
    assert "You will be erased on" in client.get(reverse("home:my_learning")).text
    client.post(reverse("home:keep"))
    assert not ErasureRequest.objects.waiting().exists()
