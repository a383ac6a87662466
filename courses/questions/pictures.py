"""The pictures that come with imported questions: found by content, or made."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField

from .plain import upload_name
from .types import Body

HASH_LETTERS = 8


class Pictures:
    """Takes pictures while an import is planned, and stores the new ones when it is carried out."""

    def __init__(self) -> None:
        self.new: dict[str, tuple[str, bytes]] = {}  # by the name to be: title and content
        self.ids: dict[str, int] = {}  # of those that are there
        self.made: list[Any] = []
        self._names: dict[str, str] = {}  # by hash; "" for what is refused
        self._reasons: dict[str, str] = {}

    def take(self, body: Body, pictures: dict[str, bytes]) -> list[str]:
        """Give each picture in a body its name here; what was left out, as sentences."""
        notes = []
        for part in _with_picture(body):
            name = part["image"]
            content = pictures.get(name)
            own, reason = self._known(name) if content is None else self._take(name, content)
            if own:
                part["image"] = own
            else:
                del part["image"]
                part.pop("image_alt", None)
                notes.append(reason)
        return list(dict.fromkeys(notes))

    def _known(self, name: str) -> tuple[str, str]:
        """One of ours, which a table knows by name only."""
        start = PurePath(name).stem.rsplit("-", 1)[-1]
        if len(start) == HASH_LETTERS:
            for row in get_image_model().objects.filter(file_hash__startswith=start):
                if upload_name(row) == name:
                    self.ids[name] = row.pk
                    return name, ""
        return "", _("There is no picture “%(name)s” here; it was left out.") % {"name": name[:80]}

    def _take(self, name: str, content: bytes) -> tuple[str, str]:
        sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if sha1 not in self._names:
            self._names[sha1], self._reasons[sha1] = self._find(name, content, sha1)
        return self._names[sha1], self._reasons[sha1]

    def _find(self, name: str, content: bytes, sha1: str) -> tuple[str, str]:
        row = get_image_model().objects.filter(file_hash=sha1).first()
        if row:
            own = upload_name(row)
            self.ids[own] = row.pk
            return own, ""
        try:
            WagtailImageField().clean(SimpleUploadedFile(name, content))
        except ValidationError as error:
            reason = _("The picture “%(name)s” was left out: %(reason)s")
            return "", reason % {"name": name[:80], "reason": " ".join(error.messages)}
        stem = PurePath(name).stem.removesuffix(f"-{sha1[:HASH_LETTERS]}")
        title = stem.replace("-", " ").replace("_", " ").strip().capitalize()[:200] or _("Picture")
        own = f"{slugify(title) or 'file'}-{sha1[:HASH_LETTERS]}{PurePath(name).suffix.lower()}"
        self.new[own] = title, content
        return own, ""

    def store(self, by: Any) -> None:
        for name, (title, content) in self.new.items():
            row = get_image_model()(title=title, uploaded_by_user=by)
            row.file = ContentFile(content, name=name)
            row.file_size = len(content)
            row.file_hash = hashlib.sha1(content, usedforsecurity=False).hexdigest()
            self.made.append(row)
            row.save()
            self.ids[name] = row.pk

    def forget(self) -> None:
        """Delete the files of rows that were not kept."""
        for row in self.made:
            row.file.delete(save=False)

    def id_of(self, _model: type, name: str) -> int:
        return self.ids[name]


def _with_picture(part: Any) -> list[Body]:
    """The parts of a body that show one."""
    match part:
        case dict():
            own = [part] if part.get("image") else []
            return own + [found for value in part.values() for found in _with_picture(value)]
        case list():
            return [found for value in part for found in _with_picture(value)]
        case _:
            return []


def unsaid(body: Body) -> bool:
    """Whether there is a picture that no text tells."""
    return any(not part.get("image_alt") for part in _with_picture(body))
