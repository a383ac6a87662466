"""Into which offerings a list may bring people, and how: the one place that knows."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.learning.enrol_many import enrol_many
from courses.learning.models import Admission, Enrolment, Entitlement, Offering


def offerings_to_choose() -> QuerySet[Offering]:
    """Open today, with something to learn."""
    rows = Offering.objects.open_on(timezone.localdate())
    return rows.filter(course__current_edition__isnull=False).order_by("title", "pk")


def refusal(offering: Offering) -> str:
    """Why nobody can be enrolled by a list; empty where they can."""
    if offering.course.current_edition_id is None:
        return _("This course is not released yet.")
    if offering.admission == Admission.PAID:
        return _("This course is paid for. Give seats to your people first; a list cannot.")
    return ""


def enrol(*, offering: Offering, locales: Mapping[int, str], roster: str) -> list[Enrolment]:
    """``roster``: the uuid of the list, by which what it granted can be ended."""
    return enrol_many(
        offering=offering, locales=locales, source=Entitlement.Source.ROSTER, reference=roster
    )
