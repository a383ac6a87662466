"""Who is who in the files: names give the same identity in every database.

A file says its uuid only where it is not the one that follows from its name, so that a course
written by hand needs none, and a course made in Wagtail keeps its own.
"""

from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from . import values
from .report import Place

NAMESPACE = UUID("7a55726f-2390-403c-b116-4434827151d9")
LABELS = "abcdefgh"


def course_uuid(slug: str) -> UUID:
    return uuid5(NAMESPACE, f"course:{slug}")


def bank_uuid(slug: str) -> UUID:
    return uuid5(NAMESPACE, f"bank:{slug}")


def page_uuid(course: UUID, slug: str) -> UUID:
    return uuid5(course, slug)


def question_uuid(bank: UUID, key: str) -> UUID:
    return uuid5(bank, key)


def choice_id(question: UUID, written: str) -> str | None:
    """The id behind what a file says: a label a to h, or a whole uuid; None for anything else."""
    if len(written) == 1 and written in LABELS:
        return str(uuid5(question, written))
    uuid = parse(written)
    return str(uuid) if uuid else None


def choice_label(question: UUID, full: str) -> str:
    """What a file says for a choice's id: its label where it has one."""
    labels = {str(uuid5(question, label)): label for label in LABELS}
    return labels.get(full, full)


def parse(written: str) -> UUID | None:
    """A uuid in its usual spelling, or None."""
    try:
        uuid = UUID(written)
    except ValueError:
        return None
    return uuid if str(uuid) == written else None


def own_uuid(data: dict[str, Any], place: Place) -> UUID | None:
    """The uuid that a file gives, if it gives one."""
    if data["uuid"] is None:
        return None
    uuid = parse(values.read(str, data["uuid"], place / "uuid"))
    if uuid is None:
        (place / "uuid").refuse(_("This is not a uuid."))
    return uuid
