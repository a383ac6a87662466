"""All PDFs of an offering in one file: for registrars only, and for a week."""

import hashlib
import io
import stat
from datetime import timedelta
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pypdfium2
import pytest
from django.utils import timezone

from certificates import services
from certificates.bulk import files, jobs
from certificates.models import BulkJob, Certificate
from certificates.services import prepare_overdue
from certificates.states import Reason
from tests.factories.people import make_user

from .builders import make_completions, make_offering
from .bulk import address, check, confirm, page, states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registrar(client, settings, tmp_path):
    settings.BULK_FILES_DIR = tmp_path / "bulk"
    user = make_user("registrar", group="Certificate registrars")
    client.force_login(user)
    return user


@pytest.fixture
def offering():
    """Three completed it; their certificates are ready."""
    offering = make_offering(disclosure="protected")
    for completion in make_completions(offering, 3):
        services.issue(completion=completion)
    prepare_overdue(now=timezone.now() + timedelta(hours=1))
    return offering


def left(settings) -> list[str]:
    return sorted(path.name for path in Path(settings.BULK_FILES_DIR).iterdir())


def test_the_file_holds_every_pdf_by_its_number(
    client, settings, offering, django_capture_on_commit_callbacks
) -> None:
    job = check(client, "zip", offering=offering.pk)
    assert "in protected certificates too" in page(client, job)
    confirm(client, job, django_capture_on_commit_callbacks)
    assert address("bulk_file", job.uuid) in page(client, job)
    response = client.get(address("bulk_file", job.uuid))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    with ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert archive.testzip() is None
        assert {info.compress_type for info in archive.infolist()} == {ZIP_STORED}
        found = {
            name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()
        }
    rows = Certificate.objects.all()
    assert found == {f"certificate-{row.number}.pdf": row.pdf_sha256 for row in rows}
    assert left(settings) == [f"{job.uuid}.zip"]
    folder = Path(settings.BULK_FILES_DIR)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / f"{job.uuid}.zip").stat().st_mode) == 0o600


def test_one_pdf_holds_them_all_a_page_each(
    client, settings, offering, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(files, "MOST_IN_ONE_FILE", 2)  # so that three take two drawings
    job = check(client, "print", offering=offering.pk)
    assert "in protected certificates too" in page(client, job)
    confirm(client, job, django_capture_on_commit_callbacks)
    assert left(settings) == [f"{job.uuid}.pdf"]
    response = client.get(address("bulk_file", job.uuid))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].endswith('.pdf"')
    with pypdfium2.PdfDocument(response.getvalue()) as pdf:
        pages = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    numbers = Certificate.objects.order_by("pk").values_list("number", flat=True)
    assert len(pages) == len(numbers)
    assert all(number in page for number, page in zip(numbers, pages, strict=True))


@pytest.mark.parametrize("kind", ["zip", "print"])
def test_somebody_erased_is_in_no_file(
    client, settings, offering, registrar, kind, django_capture_on_commit_callbacks
) -> None:
    job = check(client, kind, offering=offering.pk)
    confirm(client, job, django_capture_on_commit_callbacks)
    assert left(settings)
    holder = Certificate.objects.order_by("pk").first().holder
    with django_capture_on_commit_callbacks(execute=True):
        services.redact(person=holder, by=registrar)
    assert left(settings) == []


def test_somebody_erased_before_the_file_is_made_is_not_in_it(
    client, settings, offering, registrar
) -> None:
    job = jobs.begin(kind="zip", by=registrar, wanted={"offering": offering})
    jobs.confirm(job=job)
    job.refresh_from_db()
    assert jobs.go_on(job)
    gone = Certificate.objects.order_by("pk").first()
    services.redact(person=gone.holder, by=registrar)
    assert not jobs.go_on(job)
    with ZipFile(files.file_of(job)) as archive:
        assert f"certificate-{gone.number}.pdf" not in archive.namelist()
        assert len(archive.namelist()) == 2


def test_what_is_revoked_is_not_in_it(
    client, offering, registrar, django_capture_on_commit_callbacks
) -> None:
    before, since, kept = Certificate.objects.order_by("pk")
    services.revoke(certificate=before, by=registrar, reason=Reason.WITHDRAWN, note="x")
    job = check(client, "zip", offering=offering.pk)
    services.revoke(certificate=since, by=registrar, reason=Reason.WITHDRAWN, note="x")
    confirm(client, job, django_capture_on_commit_callbacks)
    assert states(job) == {since.number: "skipped ended", kept.number: "done"}
    with ZipFile(files.file_of(job)) as archive:
        assert archive.namelist() == [f"certificate-{kept.number}.pdf"]


@pytest.mark.parametrize("died_after", ["draw", "pack", "clean"])
def test_a_worker_that_dies_loses_nothing(offering, registrar, monkeypatch, died_after) -> None:
    """After one PDF was drawn; when the file stood but its parts too; when all was done."""
    job = jobs.begin(kind="zip", by=registrar, wanted={"offering": offering})
    BulkJob.objects.update(state="running")
    job = BulkJob.objects.select_related("by").get(pk=job.pk)
    if died_after == "draw":
        files.draw(job, Certificate.objects.first())
    else:
        assert jobs.go_on(job)
        if died_after == "pack":
            monkeypatch.setattr(files.shutil, "rmtree", lambda *args, **kwargs: None)
        files.pack(job, Certificate.objects.all())
        monkeypatch.undo()
    assert jobs.resume(now=timezone.now() + timedelta(hours=1)) == 1
    job.refresh_from_db()
    assert job.state == "done"
    with ZipFile(files.file_of(job)) as archive:
        assert len(archive.namelist()) == 3


def test_it_goes_after_a_week(
    client, settings, offering, django_capture_on_commit_callbacks
) -> None:
    job = check(client, "zip", offering=offering.pk)
    confirm(client, job, django_capture_on_commit_callbacks)
    now = timezone.now()
    jobs.clean_up(now=now + timedelta(days=6))
    assert left(settings) == [f"{job.uuid}.zip"]
    jobs.clean_up(now=now + timedelta(days=8))
    assert left(settings) == []
    assert "The file was deleted" in page(client, job)
    gone = client.get(address("bulk_file", job.uuid), follow=True).content.decode()
    assert "not here any more" in gone


def test_what_was_stopped_leaves_no_file(settings, offering, registrar) -> None:
    job = jobs.begin(kind="zip", by=registrar, wanted={"offering": offering})
    files.draw(job, Certificate.objects.first())
    jobs.cancel(job=job)
    jobs.clean_up(now=timezone.now())
    assert left(settings) == []


def test_what_nobody_confirmed_goes_after_a_week_and_reports_after_a_year(
    client, offering, django_capture_on_commit_callbacks
) -> None:
    check(client, "zip", offering=offering.pk)
    done = check(client, "zip", offering=offering.pk)
    confirm(client, done, django_capture_on_commit_callbacks)
    now = timezone.now()
    jobs.clean_up(now=now + timedelta(days=8))
    assert list(BulkJob.objects.all()) == [done]
    jobs.clean_up(now=now + timedelta(days=366))
    assert not BulkJob.objects.exists()


def test_nobody_else_gets_the_file(client, offering, django_capture_on_commit_callbacks) -> None:
    job = check(client, "zip", offering=offering.pk)
    confirm(client, job, django_capture_on_commit_callbacks)
    for group in ("", "Course reviewers", "Facilitators"):
        client.force_login(make_user(group=group))
        assert client.get(address("bulk_file", job.uuid)).status_code == 302
