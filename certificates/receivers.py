"""What this app does when a course is completed."""

from typing import Any

from django.dispatch import receiver

from courses.learning.signals import course_completed
from courses.models import Completion

from . import services


@receiver(course_completed)
def issue(sender: type[Completion], completion: Completion, **kwargs: Any) -> None:
    """In the transaction of the completion: there is never one without the other."""
    services.issue(completion=completion)
