"""The tree of organisations, and who belongs where from when until when."""

import uuid
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from .models import Person


class OrganisationQuerySet(MP_NodeQuerySet):
    def below(self, organisations: "Iterable[Organisation]") -> "OrganisationQuerySet":
        """These and everything under them."""
        return self.filter(is_below(organisations))


class OrganisationManager(MP_NodeManager):
    def get_queryset(self) -> OrganisationQuerySet:
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")

    def below(self, organisations: "Iterable[Organisation]") -> OrganisationQuerySet:
        return self.get_queryset().below(organisations)


class Organisation(MP_Node):
    """A ministry with its contingents, an organisation with its country offices.

    Not kept in the order of names: that would give others another path when one is added.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    may_enrol_minors = models.BooleanField(
        _("may add learners of 13 to 17"),
        default=False,
        help_text=_("With a pseudonym, a card, and a guardian's consent that somebody has seen."),
    )

    objects: ClassVar = OrganisationManager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


def is_below(organisations: Iterable[Organisation], field: str = "path") -> Q:
    """A condition on the path of an organisation; ``field`` leads to it from another table."""
    paths = [Q(**{f"{field}__startswith": organisation.path}) for organisation in organisations]
    return reduce(or_, paths, Q(pk__in=()))


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    MANAGER = "manager", _("Manager: sees and enrols people")
    REGISTRAR = "registrar", _("Registrar: certificates")
    BILLING = "billing", _("Billing: orders, seats and invoices")
    FOCAL_POINT = "focal_point", _("Safeguarding focal point")
    FUNDER = "funder", _("Funder: sees counts only")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def running(self, day: date | None = None) -> "MembershipQuerySet":
        day = day or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def below(self, organisations: Iterable[Organisation]) -> "MembershipQuerySet":
        return self.filter(is_below(organisations, "organisation__path"))

    def in_trees_of(self, organisations: "Iterable[Organisation]") -> "MembershipQuerySet":
        """In any unit of the trees that these are part of."""
        tops = {organisation.path[: Organisation.steplen] for organisation in organisations}
        paths = [Q(organisation__path__startswith=top) for top in sorted(tops)]
        return self.filter(reduce(or_, paths, Q(pk__in=())))

    def present(self) -> "MembershipQuerySet":
        """Of people who were neither erased nor merged into others."""
        return self.filter(person__in=Person.objects.present())

    def members(self) -> "MembershipQuerySet":
        """Those who belong there; a role alone makes nobody one of its people."""
        return self.filter(role=Role.MEMBER)


class Membership(models.Model):
    """A person in an organisation, as a member or with a role that reaches down the tree.

    Ended, not deleted, once it has lasted a day: an organisation keeps seeing what was done while
    somebody was there.
    Personal data: that this person belongs there, with their service number and, for a focal
    point, how to reach them; kept while the person is kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.MEMBER)
    service_number = models.CharField(_("service number"), max_length=40, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until, the last day"), null=True, blank=True)
    # Ended by the person, whom no list brings back; who was taken out by others has a Removal.
    has_left = models.BooleanField(default=False)
    contact = models.CharField(_("how to reach them"), max_length=300, blank=True)
    contact_checked_on = models.DateField(_("checked on"), null=True, blank=True)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = (
            models.Index(fields=("organisation", "role", "person"), name="membership_by_role"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation", "role"),
                condition=Q(ends_on__isnull=True),
                name="one_open_membership_per_role",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="a_membership_ends_after_it_starts",
                violation_error_message=_("The end is before the start."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.organisation} ({self.role})"

    @property
    def is_running(self) -> bool:
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on >= today)
