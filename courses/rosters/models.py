"""Lists of people that somebody uploads, and what becomes of each row."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.learning.models import Offering
from courses.people.models import Person
from courses.people.organisations import Organisation
from courses.people.removals import Removal


class RosterState(models.TextChoices):
    CHECKING = "checking", _("The list is being checked")
    CHECKED = "checked", _("Checked: nothing has been done yet")
    RUNNING = "running", _("The people are being added")
    DONE = "done", _("Done")
    FAILED = "failed", _("It did not work")


AT_WORK = (RosterState.CHECKING, RosterState.RUNNING)


class Outcome(models.TextChoices):
    NEW = "new", _("new")
    INVITED = "invited", _("invited by e-mail")
    ENROLLED = "enrolled", _("known, newly enrolled")
    KNOWN = "known", _("known, nothing to change")
    ALIKE = "alike", _("looks like somebody you have")
    REFUSED = "refused", _("refused")


# What an import leaves as it is.
IDLE = (Outcome.KNOWN, Outcome.REFUSED)


class RosterQuerySet(models.QuerySet["Roster"]):
    def at_work(self) -> Self:
        return self.filter(state__in=AT_WORK)


class Roster(models.Model):
    """A list of people for an organisation, from its upload to the report of its import.

    Personal data: who uploaded it, and the file until it is imported; a week after the upload the
    file and all rows are deleted, and only numbers stay. The file is in the database because
    anybody may fetch what is among the media.

    ``queued_at`` and ``tries`` are of the work that the state tells of.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rosters")
    offering = models.ForeignKey(
        Offering, null=True, blank=True, on_delete=models.PROTECT, related_name="rosters"
    )
    locale = models.CharField(max_length=12, default="en")
    filename = models.CharField(max_length=200)
    content = models.BinaryField(default=bytes)
    encoding = models.CharField(max_length=20, blank=True)
    separator = models.CharField(max_length=1, blank=True)
    reading = models.JSONField(default=dict)  # how it was read: for the page, see checking.py
    state = models.CharField(
        max_length=10, choices=RosterState.choices, default=RosterState.CHECKING
    )
    problem = models.CharField(max_length=500, blank=True)
    counts = models.JSONField(default=dict)  # rows by outcome, once it is over
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = RosterQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.filename}"

    @property
    def is_busy(self) -> bool:
        return self.state in AT_WORK


class RosterRow(models.Model):
    """A row of a list: what it says, what would happen, and whether it has happened.

    Personal data: names, service number or e-mail address as in the list; deleted after a week,
    see ``rosters.forget``.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    unit = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    is_same = models.BooleanField(null=True)  # who looks alike is the same: the uploader decides
    note = models.CharField(max_length=400, blank=True)
    is_done = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("roster", "line"), name="one_row_per_line_of_a_roster"),
        )
        indexes = (models.Index(fields=("roster", "is_done"), name="roster_row_is_done"),)

    def __str__(self) -> str:
        return f"{self.roster_id}:{self.line}"

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class RosterInvitationQuerySet(models.QuerySet["RosterInvitation"]):
    def outdated(self) -> Self:
        """Those from before the organisation took out the person whose address it is."""
        account = "person__user__emailaddress__"
        whose = {f"{account}email": OuterRef("email"), f"{account}verified": True}
        there = {"organisation": OuterRef("organisation"), "at__gte": OuterRef("created_at")}
        return self.filter(Exists(Removal.objects.filter(**there, **whose)))


class RosterInvitation(models.Model):
    """Somebody is asked by e-mail to join; they become a member when they say yes.

    Personal data: an e-mail address with a name, as in the list; deleted when it is accepted, or
    after 90 days.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    offering = models.ForeignKey(Offering, null=True, on_delete=models.CASCADE, related_name="+")
    roster = models.CharField(max_length=64)  # its uuid: what grants the right to the course
    may_give_seats = models.BooleanField(default=False)  # a manager asked, who gives seats
    email = models.EmailField()
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = RosterInvitationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "offering", "email"),
                name="one_invitation_per_address_and_offering",
            ),
            models.UniqueConstraint(
                fields=("organisation", "email"),
                condition=Q(offering=None),
                name="one_invitation_per_address_without_offering",
            ),
        )

    def __str__(self) -> str:
        return str(self.uuid)
