"""Who reads the records of other people, without being an author in Wagtail's admin."""

from lms.users.models import User

from .groups import FACILITATORS
from .organisations import Membership, Role

# A focal point is only named, and a funder sees counts.
READERS = (Role.MANAGER, Role.REGISTRAR, Role.BILLING)


def reads_records(user: User) -> bool:
    """Named in ``settings.SECOND_STEP_FOR``: lms.users knows nothing of us."""
    mine = Membership.objects.running().filter(person__user=user, role__in=READERS)
    return mine.exists() or user.groups.filter(name=FACILITATORS).exists()
