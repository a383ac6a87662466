"""Files of many certificates, for registrars: outside the media, and deleted after a week."""

import io
import os
import shutil
from collections.abc import Iterable
from itertools import batched
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, cast
from zipfile import ZIP_STORED, ZipFile

import pikepdf
from django.conf import settings

from certificates.models import Certificate
from certificates.rendering import MOST_IN_ONE_FILE, pdf_of, pdf_of_many

from .models import BulkJob

PRIVATE = 0o700
SUFFIXES = {"print": ".pdf", "zip": ".zip"}  # by the kind of the job


def root() -> Path:
    """The folder of all; nobody but the user of the site may look into it."""
    folder = Path(settings.BULK_FILES_DIR)
    folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    return folder


def file_of(job: BulkJob) -> Path:
    return root() / f"{job.uuid}{SUFFIXES.get(job.kind, '')}"


def _unfinished(job: BulkJob) -> Any:
    """Named by the job, so that ``keep_only`` leaves it while the job runs."""
    return NamedTemporaryFile(dir=root(), prefix=f"{job.uuid}.", suffix=".part", delete=False)


def _parts(job: BulkJob) -> Path:
    return root() / str(job.uuid)


def part_of(job: BulkJob, certificate: Certificate) -> Path:
    """Named by the number: a list of files shall not be a list of names."""
    return _parts(job) / f"certificate-{certificate.number}.pdf"


def draw(job: BulkJob, certificate: Certificate) -> None:
    """One PDF, whole or not at all; a file a certificate, so that a job that died goes on."""
    path = part_of(job, certificate)
    path.parent.mkdir(mode=PRIVATE, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as made:
        made.write(pdf_of(certificate))
    Path(made.name).replace(path)


def pack(job: BulkJob, certificates: Iterable[Certificate]) -> None:
    """The file from the parts of these; all parts go. What stands already was packed whole."""
    path, parts = file_of(job), _parts(job)
    drawn = [part for part in (part_of(job, it) for it in certificates) if part.exists()]
    if drawn and not path.exists():
        with _unfinished(job) as made:
            with ZipFile(made, "w", ZIP_STORED) as archive:  # PDFs are compressed already
                for part in drawn:
                    archive.write(part, part.name)
            made.flush()
            os.fsync(made.fileno())
        Path(made.name).replace(path)
    shutil.rmtree(parts, ignore_errors=True)


def bind(job: BulkJob, certificates: Iterable[Certificate]) -> None:
    """One PDF to print, in their order. What stands already was made whole.

    Only what is drawn in one go keeps its tags for screen readers: this is for paper.
    """
    path, whole = file_of(job), pikepdf.new()
    if path.exists():
        return
    for some in batched(certificates, MOST_IN_ONE_FILE):
        with pikepdf.open(io.BytesIO(pdf_of_many(some))) as drawn:
            whole.pages.extend(drawn.pages)
    if not len(whole.pages):
        return
    with _unfinished(job) as made:
        whole.save(cast(BinaryIO, made.file))
        made.flush()
        os.fsync(made.fileno())
    Path(made.name).replace(path)


def forget(jobs: Iterable[BulkJob]) -> None:
    """Delete what was made for them, as somebody is erased who is in it."""
    for job in jobs:
        file_of(job).unlink(missing_ok=True)
        shutil.rmtree(_parts(job), ignore_errors=True)


def keep_only(uuids: set[str]) -> int:
    """Delete what belongs to no other job; how much that was."""
    old = [path for path in root().iterdir() if path.name.partition(".")[0] not in uuids]
    for path in old:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return len(old)
