"""What a facilitator may open."""

import uuid

from django.shortcuts import get_object_or_404

from courses.learning.access import facilitated
from courses.learning.models import Offering
from lms.users.requests import SignedInRequest


def offering_or_404(request: SignedInRequest, offering: uuid.UUID) -> Offering:
    """An offering they facilitate, with its course and the edition that new learners get."""
    rows = facilitated(request.user).select_related("course__current_edition__course")
    return get_object_or_404(rows, uuid=offering)
