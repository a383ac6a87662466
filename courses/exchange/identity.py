"""Who is who in the files: names give the same identity in every database.

A file says its uuid only where it is not the one that follows from its name, so that a course
written by hand needs none, and a course made in Wagtail keeps its own.
"""

import re
from itertools import chain, product
from string import ascii_lowercase
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from courses.catalogue.identity import NAMESPACE
from courses.catalogue.identity import course_uuid as course_uuid

from . import values
from .report import Place

LABEL = re.compile("[a-z]{1,2}")


def bank_uuid(slug: str) -> UUID:
    return uuid5(NAMESPACE, f"bank:{slug}")


def page_uuid(course: UUID, slug: str) -> UUID:
    return uuid5(course, slug)


def manual_uuid(course: UUID) -> UUID:
    return uuid5(course, "manual:")  # no slug has a colon


def question_uuid(bank: UUID, key: str) -> UUID:
    return uuid5(bank, key)


def part_id(question: UUID, written: str) -> str | None:
    """The id behind what a file says: a label a to zz, or a whole uuid; None for anything else."""
    if LABEL.fullmatch(written):
        return str(uuid5(question, written))
    uuid = parse(written)
    return str(uuid) if uuid else None


class Labels:
    """What a file says for the ids of a question's parts: their label where they have one."""

    def __init__(self, question: UUID) -> None:
        self.question = question
        self.known: dict[str, str] = {}
        self.left = map(
            "".join, chain(product(ascii_lowercase), product(ascii_lowercase, repeat=2))
        )

    def of(self, full: str) -> str:
        while full not in self.known and (label := next(self.left, None)):
            self.known[str(uuid5(self.question, label))] = label
        return self.known.get(full, full)


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
