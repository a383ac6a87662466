"""The courses that a course needs first: in files by their short names."""

from typing import Any

from django.utils.translation import gettext as _

from courses.catalogue.prerequisites import CoursePrerequisite
from courses.editions.declared import known_courses

from . import values
from .content import PageEntry
from .report import Action, Place

FIELDS = ("course", "min_score")


def read(data: Any, place: Place) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, entry in enumerate(values.read(list, data, place), start=1):
        here = place / number
        row = values.mapping(entry, here, required=("course",), optional={"min_score": 0})
        named = {"course_slug": row.get("course", ""), "min_score": row["min_score"]}
        plain = values.read_fields(CoursePrerequisite, ("course_slug", "min_score"), named, here)
        if plain["course_slug"] in [other["course"] for other in found]:
            here.refuse(_("“%(name)s” is there twice.") % {"name": plain["course_slug"]})
        found.append({"course": plain["course_slug"], "min_score": plain["min_score"]})
    return found


def fill(page, plain: list[dict[str, Any]]) -> None:
    """What the file says; a row that was there already stays that row."""
    rows = {row.course_slug: row for row in page.prerequisites.all()}
    for number, wanted in enumerate(plain):
        row = rows.setdefault(wanted["course"], CoursePrerequisite(course_slug=wanted["course"]))
        row.min_score, row.sort_order = wanted["min_score"], number
    page.prerequisites = [rows[wanted["course"]] for wanted in plain]


def note_unknown(course: PageEntry) -> None:
    """Say which are not here: no reason to refuse, as courses are loaded in any order."""
    slugs = [row["course"] for row in course.plain.get("prerequisites", [])]
    if not slugs:
        return
    known, place = known_courses(slugs), course.place / "prerequisites"
    for number, slug in enumerate(slugs, start=1):
        if slug not in known:
            reason = _(
                "There is no course “%(slug)s” here yet. Load and release it too: until then nobody"
                " can enrol in this one."
            )
            place.report.add(Action.TO_NOTE, str(place / number), reason % {"slug": slug})
