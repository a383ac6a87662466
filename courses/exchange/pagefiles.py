"""From the files of a course, of its parts and of its manual to plain data."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.catalogue.items import LessonPage, ModulePage, QuizPage
from courses.catalogue.manual import ManualPage, ManualPartPage
from courses.catalogue.models import CourseObjective, CoursePage
from courses.catalogue.plain import (
    COURSE_FIELDS,
    ITEM_FIELDS,
    MANUAL_FIELDS,
    MANUAL_PART_FIELDS,
    MODULE_FIELDS,
    RULE_FIELDS,
    SPARSE_RULE_FIELDS,
    only_unusual,
)

from . import identity, markup, prerequisites, shape, values
from .content import PageEntry
from .files import File
from .report import Place

KINDS: dict[str, type[Page]] = {"lesson": LessonPage, "quiz": QuizPage}
STREAMS: dict[type[Page], str] = {
    LessonPage: "body",
    QuizPage: "blueprint",
    ManualPage: "body",
    ManualPartPage: "body",
}
OBJECTIVE_FIELDS = ("code", "text")


def stream_block(model: type[Page]):
    """The block of the page's stream: what a lesson or a quiz is made of."""
    return model._meta.get_field(STREAMS[model]).stream_block


def course(file: File) -> PageEntry:
    extras: dict[str, Any] = {"outcomes": [], "objectives": [], "topics": [], "image": None}
    extras["prerequisites"] = []
    data = _page_data(CoursePage, COURSE_FIELDS, file, extras)
    place = file.place
    image = data["image"]
    plain = {
        **values.read_fields(CoursePage, COURSE_FIELDS, data, place),
        "outcomes": _texts(data["outcomes"], place / "outcomes"),
        "objectives": _objectives(data["objectives"], place / "objectives"),
        "topics": _texts(data["topics"], place / "topics"),
        "image": None if image is None else values.read(str, image, place / "image"),
    }
    if needed := prerequisites.read(data["prerequisites"], place / "prerequisites"):
        plain["prerequisites"] = needed
    uuid = identity.own_uuid(data, place) or identity.course_uuid(plain.get("slug", ""))
    return PageEntry(place, CoursePage, uuid, plain)


def module(file: File, course_uuid: UUID) -> PageEntry:
    data = _page_data(ModulePage, MODULE_FIELDS, file, {})
    plain = values.read_fields(ModulePage, MODULE_FIELDS, data, file.place)
    return _entry(file, ModulePage, course_uuid, data, plain)


def item(file: File, course_uuid: UUID) -> PageEntry:
    kind = file.data.get("kind") if isinstance(file.data, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        file.place.refuse(_("Begin with “kind: lesson” or “kind: quiz”."))
        return PageEntry(file.place, LessonPage, course_uuid, {})
    model = KINDS[kind]
    is_quiz = model is QuizPage
    names = (*ITEM_FIELDS, *RULE_FIELDS, *SPARSE_RULE_FIELDS) if is_quiz else ITEM_FIELDS
    extras = {"kind": kind, STREAMS[model]: [], **({"intro": ""} if is_quiz else {})}
    data = _page_data(model, names, file, extras)
    plain = {"kind": kind, **values.read_fields(model, names, data, file.place)}
    if is_quiz:
        plain = only_unusual(plain)
        place = file.place / "intro"
        plain["intro"] = markup.clean(values.read(str, data["intro"], place), place)
    stream = STREAMS[model]
    plain[stream] = shape.read(stream_block(model), data[stream], file.place / stream)
    return _entry(file, model, course_uuid, data, plain)


def manual(file: File, course_uuid: UUID) -> PageEntry:
    return _of_manual(file, ManualPage, MANUAL_FIELDS, identity.manual_uuid(course_uuid))


def manual_part(file: File, manual_uuid: UUID) -> PageEntry:
    return _of_manual(file, ManualPartPage, MANUAL_PART_FIELDS, manual_uuid)


def _of_manual(file: File, model: type[Page], names: tuple[str, ...], uuid: UUID) -> PageEntry:
    """``uuid`` is that of the manual, which a part has its own from."""
    data = _page_data(model, names, file, {"body": []})
    plain = values.read_fields(model, names, data, file.place)
    plain["body"] = shape.read(stream_block(model), data["body"], file.place / "body")
    if model is ManualPartPage:
        return _entry(file, model, uuid, data, plain)
    return PageEntry(file.place, model, identity.own_uuid(data, file.place) or uuid, plain)


def _page_data(
    model: type[Page], names: tuple[str, ...], file: File, extras: dict[str, Any]
) -> dict[str, Any]:
    required, optional = values.fields(model, names)
    optional = {**optional, **extras, "uuid": None}
    data = values.mapping(file.data, file.place, required=required, optional=optional)
    try:
        validate_slug(data.get("slug", "x"))
    except ValidationError as error:
        (file.place / "slug").refuse(error.message)
    return data


def _entry(
    file: File, model: type[Page], course_uuid: UUID, data: dict[str, Any], plain: dict[str, Any]
) -> PageEntry:
    default = identity.page_uuid(course_uuid, plain.get("slug", ""))
    return PageEntry(file.place, model, identity.own_uuid(data, file.place) or default, plain)


def _texts(data: Any, place: Place) -> list[str]:
    entries = enumerate(values.read(list, data, place), start=1)
    return [values.read(str, entry, place / number) for number, entry in entries]


def _objectives(data: Any, place: Place) -> list[dict[str, str]]:
    found = []
    for number, entry in enumerate(values.read(list, data, place), start=1):
        here = place / number
        row = values.mapping(entry, here, required=OBJECTIVE_FIELDS, optional={})
        found.append(values.read_fields(CourseObjective, OBJECTIVE_FIELDS, row, here))
    return found
