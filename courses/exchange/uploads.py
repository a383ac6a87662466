"""The pictures, documents, films and recordings of a course: found by content, or made."""

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtailmedia import get_media_model

from courses.questions.plain import upload_name

from .content import Upload
from .report import Action, Place, Report

HASH_LETTERS = 8
CAPTIONS = ".vtt"  # of the film of the same name; no upload of its own
FOLDERS = {
    "documents": (get_document_model, "WAGTAILDOCS_MAX_UPLOAD_SIZE"),
    "images": (get_image_model, "WAGTAILIMAGES_MAX_UPLOAD_SIZE"),
    "media": (get_media_model, "MEDIA_MAX_UPLOAD_SIZE"),
}


def models() -> dict[str, type[Model]]:
    """What the files of each folder become."""
    return {folder: model() for folder, (model, _limit) in FOLDERS.items()}


def read(paths: list[Path], report: Report) -> list[Upload]:
    """The files of these folders; what is something else, too large or misnamed is refused."""
    films = {path.with_suffix("") for path in paths if path.suffix != CAPTIONS}
    for path in paths:
        if path.suffix == CAPTIONS and path.with_suffix("") not in films:
            _place(path, report).refuse(_("There is no film of this name."))
    return [_read(path, report) for path in paths if path.suffix != CAPTIONS]


def _place(path: Path, report: Report) -> Place:
    return Place(report, (f"{path.parent.name}/{path.name}",))


def _read(path: Path, report: Report) -> Upload:
    place, captions = _place(path, report), path.with_suffix(CAPTIONS)
    model, limit = models()[path.parent.name], getattr(settings, FOLDERS[path.parent.name][1])
    upload = Upload(place, model, path, captions if captions.is_file() else None, "", "")
    if path.stat().st_size > limit:
        place.refuse(_("This file is too large."))
        return upload
    try:
        _check(upload)
    except ValidationError as error:
        for message in error.messages:
            place.refuse(message)
    sha1 = hashlib.sha1(b"".join(_contents(upload)), usedforsecurity=False).hexdigest()
    stem = path.stem.removesuffix(f"-{sha1[:HASH_LETTERS]}")
    right = f"{slugify(stem) or 'file'}-{sha1[:HASH_LETTERS]}{path.suffix.lower()}"
    if path.name != right:
        place.refuse(_("Name this file %(name)s.") % {"name": right})
    title = stem.replace("-", " ").capitalize()
    return Upload(place, model, path, upload.captions, sha1, title)


def _contents(upload: Upload) -> Iterator[bytes]:
    yield upload.path.read_bytes()
    if upload.captions:
        yield upload.captions.read_bytes()


def _check(upload: Upload) -> None:
    """As if an author uploaded it."""
    if upload.model is get_image_model():
        content = upload.path.read_bytes()
        WagtailImageField().clean(SimpleUploadedFile(upload.path.name, content))
    else:
        _new(upload).clean()


def _new(upload: Upload):
    """The row to be, with its files not yet stored."""
    row: Any = upload.model(title=upload.title)
    row.file = ContentFile(upload.path.read_bytes(), name=upload.path.name)
    if upload.model is get_media_model():
        is_film = upload.path.suffix[1:].lower() in settings.WAGTAILMEDIA["VIDEO_EXTENSIONS"]
        row.type = "video" if is_film else "audio"
        if upload.captions:
            content = upload.captions.read_bytes()
            row.captions = ContentFile(content, name=upload.captions.name)
    row.file_size, row.file_hash = row.file.size, upload.sha1
    return row


def in_database(model: type[Model], name: str):
    """The upload with this name, which its content is a part of, or None."""
    start = PurePath(name).stem.rsplit("-", 1)[-1]
    rows = model._default_manager.filter(file_hash__startswith=start)
    return next((row for row in rows if upload_name(row) == name), None)


def load(uploads: list[Upload], by, report: Report, made: list) -> dict:
    """The ids of the uploads by model and name; those that are new are added to ``made``."""
    ids = {}
    for upload in uploads:
        row = in_database(upload.model, upload.path.name)
        report.add(Action.UNCHANGED if row else Action.CREATED, str(upload.place))
        if row is None:
            row = _new(upload)
            row.uploaded_by_user = by
            row.save()
            made.append(row)
        ids[upload.model, upload.path.name] = row.pk
    return ids


def forget(made: list) -> None:
    """Delete the files of rows that were not kept."""
    for row in made:
        row.file.delete(save=False)
        if getattr(row, "captions", None):
            row.captions.delete(save=False)


def files_of(model: type[Model], name: str) -> Iterator[tuple[str, bytes]]:
    """What an export writes of an upload: its file, and the captions of a film."""
    folder = next(folder for folder, found in models().items() if found is model)
    if row := in_database(model, name):
        for file, suffix in ((row.file, ""), (getattr(row, "captions", None), CAPTIONS)):
            if file:
                with file.open("rb") as content:
                    path = PurePath(folder, name)
                    yield str(path.with_suffix(suffix or path.suffix)), content.read()
