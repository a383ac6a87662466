"""Who may read a manual: facilitators, the authors of its course, and who learns to teach it."""

from courses.learning.models import Enrolment
from courses.people.groups import FACILITATORS
from courses.studio.access import courses_of
from lms.users.models import User

from .shelf import Shelved


def may_read(user: User, manual: Shelved) -> bool:
    return manual in readable(user, (manual,))


def readable(user: User, manuals: tuple[Shelved, ...]) -> list[Shelved]:
    """Those of these that somebody may read; no query where there are none, else at most four."""
    if not manuals or user.groups.filter(name=FACILITATORS).exists():
        return list(manuals)
    rows = Enrolment.objects.readable().filter(person__user=user)
    trained = set(rows.values_list("edition__course__uuid", flat=True))
    found = [manual for manual in manuals if manual.training in trained]
    if len(found) < len(manuals):
        own = set(courses_of(user).values_list("translation_key", flat=True))
        found = [manual for manual in manuals if manual in found or manual.course in own]
    return found
