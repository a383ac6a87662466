"""What this package holds about a person."""

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.users.models import User

from .holding import Held
from .looking import RecordView
from .models import Person
from .organisations import Membership
from .records import ErasureRequest, PeopleMerged

WHILE_KEPT = _("As long as your record.")
ACCOUNT = _("As long as your account.")


def _end_memberships(person: Person) -> None:
    """That somebody was there stays for the counts; the number that names them goes."""
    mine = Membership.objects.filter(person=person)
    today = timezone.localdate()
    mine.filter(starts_on__gt=today).delete()
    mine.update(service_number="")
    mine.filter(ends_on=None).update(ends_on=today)


def _merge_memberships(kept: Person, merged: Person) -> None:
    """Of two that are open at the same place the kept one stays open, and both rows stay."""
    today = timezone.localdate()
    for one in Membership.objects.filter(person=merged):
        here = {"organisation": one.organisation_id, "role": one.role, "ends_on": None}
        open_here = Membership.objects.filter(person=kept, **here).first()
        if one.ends_on is None and open_here:
            one.ends_on = max(today, one.starts_on)
            open_here.service_number = open_here.service_number or one.service_number
            open_here.save(update_fields=["service_number"])
        one.person = kept
        one.save(update_fields=["person", "ends_on"])


def _forget_looks(person: Person) -> None:
    RecordView.objects.filter(person=person).delete()


def _merge_looks(kept: Person, merged: Person) -> None:
    """The same look at both on one day was one."""
    seen = set(RecordView.objects.filter(person=kept).values_list("by_user", "what", "on"))
    for look in RecordView.objects.filter(person=merged):
        if (look.by_user_id, look.what, look.on) in seen:
            look.delete()
        else:
            RecordView.objects.filter(pk=look.pk).update(person=kept)


def _forget_reasons(person: Person) -> None:
    PeopleMerged.objects.filter(kept=person).update(reason="")


def _nothing(kept: Person, merged: Person) -> None:
    """Merging itself sees to it, or it stays where it is as a mark."""


HELD = (
    Held(
        model=Person,
        title=_("Your record"),
        path="pk",
        fields={
            "given_name": _("given name"),
            "family_name": _("family name"),
            "time_zone": _("time zone"),
            "created_at": _("since"),
        },
        kept=_("Until you are erased."),
        merge=_nothing,
    ),
    Held(
        model=User,
        title=_("Your account"),
        path="person",
        fields={
            "username": _("user name"),
            "email": _("e-mail address"),
            "first_name": _("first name"),
            "last_name": _("last name"),
            "date_joined": _("since"),
            "last_login": _("last signed in"),
        },
        kept=_("Until you are erased."),
        merge=_nothing,
    ),
    Held(
        model=EmailAddress,
        title=_("Your e-mail addresses"),
        path="user__person",
        fields={"email": _("e-mail address"), "verified": _("confirmed")},
        kept=ACCOUNT,
        merge=_nothing,
    ),
    Held(
        model=Membership,
        title=_("Organisations you belong to"),
        path="person",
        fields={
            "organisation__name": _("organisation"),
            "role": _("role"),
            "service_number": _("service number"),
            "starts_on": _("from"),
            "ends_on": _("until"),
        },
        kept=WHILE_KEPT,
        erase=_end_memberships,
        merge=_merge_memberships,
    ),
    Held(
        model=RecordView,
        title=_("Who looked at your record"),
        path="person",
        fields={"on": _("day"), "what": _("what was looked at")},
        kept=_("A year."),
        erase=_forget_looks,
        merge=_merge_looks,
    ),
    Held(
        model=ErasureRequest,
        title=_("Requests to be erased"),
        path="person",
        fields={
            "asked_at": _("asked"),
            "due_at": _("done from"),
            "reason": _("reason"),
            "undone_at": _("taken back"),
        },
        kept=_("A year after you took it back."),
    ),
    Held(
        model=PeopleMerged,
        title=_("Records that were found to be yours too"),
        path="kept",
        fields={"at": _("when"), "reason": _("reason")},
        kept=WHILE_KEPT,
        erase=_forget_reasons,
    ),
)
