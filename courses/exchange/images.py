"""The pictures of a course: found by their content, made where they are new."""

import hashlib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField

from courses.catalogue.plain import image_name

from .content import Picture
from .report import Action, Place, Report

HASH_LETTERS = 8


def read(path: Path, report: Report) -> Picture:
    """A file of images/; what is no picture, too large or wrongly named is refused."""
    place = Place(report, (f"images/{path.name}",))
    limit = WagtailImageField().max_upload_size
    if limit and path.stat().st_size > limit:
        place.refuse(_("This image is too large."))
        return Picture(place, path, "", "")
    content = path.read_bytes()
    try:
        WagtailImageField().clean(SimpleUploadedFile(path.name, content))
    except ValidationError as error:
        for message in error.messages:
            place.refuse(message)
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    suffix = path.suffix.lower()
    stem = path.stem.removesuffix(f"-{sha1[:HASH_LETTERS]}")
    right = f"{slugify(stem) or 'image'}-{sha1[:HASH_LETTERS]}{suffix}"
    if path.name != right:
        place.refuse(_("Name this file %(name)s.") % {"name": right})
    return Picture(place, path, sha1, stem.replace("-", " ").capitalize())


def in_database(picture: Picture):
    """The image with this content and this name, or None."""
    images = get_image_model().objects.filter(file_hash=picture.sha1)
    return next((image for image in images if image_name(image) == picture.path.name), None)


def load(pictures: list[Picture], by, report: Report) -> tuple[dict[str, int], list]:
    """The ids of the images by name, and those that were made now."""
    ids, made = {}, []
    for picture in pictures:
        image = in_database(picture)
        report.add(Action.UNCHANGED if image else Action.CREATED, str(picture.place))
        if image is None:
            content = ContentFile(picture.path.read_bytes(), name=picture.path.name)
            image = get_image_model().objects.create(
                title=picture.title,
                file=content,
                file_size=content.size,
                file_hash=picture.sha1,
                uploaded_by_user=by,
            )
            made.append(image)
        ids[picture.path.name] = image.pk
    return ids, made
