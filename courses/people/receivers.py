"""Who joins a group of staff becomes a person, so that an offering can name them."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed

from lms.users.models import User

from .services import person_for


def _on_join(instance: User | Group, action: str, pk_set: set[int], **kwargs: Any) -> None:
    if action != "post_add":
        return
    users = User.objects.filter(pk__in=pk_set) if isinstance(instance, Group) else [instance]
    for user in users:
        person_for(user=user)


def connect() -> None:
    m2m_changed.connect(_on_join, sender=User.groups.through, dispatch_uid="join-staff")
