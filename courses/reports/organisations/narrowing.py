"""The filter of the rows, with what there is to choose in an organisation."""

from typing import Any

from django.utils.translation import get_language

from courses.editions import content
from courses.editions.models import Course
from courses.people.organisations import Organisation

from .forms import RecordFilter


def filter_of(organisation: Organisation, data: Any) -> RecordFilter:
    units = Organisation.objects.below([organisation])
    return RecordFilter(data, units=units, top=organisation.depth, courses=_courses())


def _courses() -> dict[str, str]:
    """Every released course: which of them somebody takes who left is nobody's to know."""
    courses = Course.objects.select_related("current_edition__course")
    editions = [course.current_edition for course in courses if course.current_edition]
    titles = content.titles(editions, get_language() or "en")
    found = {str(edition.course.uuid): titles[edition.pk] for edition in editions}
    return dict(sorted(found.items(), key=lambda item: item[1]))
