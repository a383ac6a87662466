"""Whom an organisation took out does not come back by a way in that was open before."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from .models import Person
from .organisations import Membership, Organisation


class RemovalQuerySet(models.QuerySet["Removal"]):
    def since(self, organisation: Organisation, moment: datetime) -> "RemovalQuerySet":
        """From there, after a moment."""
        return self.filter(organisation=organisation, at__gte=moment)


class Removal(models.Model):
    """When somebody other than the person last ended or moved their membership there.

    Until the organisation lets them in again, by a list or an invitation made since.
    Personal data: that this was so; kept until then, or while the person is kept.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = RemovalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"), name="the_last_removal_from_each_organisation"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.at}"


def forget(*, joined: Iterable[Membership]) -> None:
    """Those who belong there again may leave and come back as anybody else; two queries."""
    places = {(one.person_id, one.organisation_id) for one in joined}
    found = Removal.objects.filter(person__in={person for person, _place in places})
    rows = found.values_list("pk", "person", "organisation")
    Removal.objects.filter(pk__in=[pk for pk, *place in rows if tuple(place) in places]).delete()


def was_taken_out(person: Person | None, *, organisation: Organisation, since: datetime) -> bool:
    """Whether a way in of the organisation, open since that moment, is none for them any more."""
    taken_out = Removal.objects.since(organisation, since)
    return person is not None and taken_out.filter(person=person).exists()


def note(*, person: Person, organisation: Organisation) -> None:
    Removal.objects.update_or_create(
        person=person, organisation=organisation, defaults={"at": timezone.now()}
    )
