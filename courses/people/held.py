"""What this package holds about a person."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import held_accounts, removals
from .holding import Held, once_for_each
from .invitations import Invitation, InvitationUse
from .looking import RecordView
from .minors import GuardianConsent
from .models import Person
from .organisations import Membership
from .records import ErasureRequest, PeopleMerged
from .removals import Removal

WHILE_KEPT = _("As long as your record.")
PLACE_LENGTH = GuardianConsent._meta.get_field("kept_where").max_length


def _end_memberships(person: Person) -> None:
    """That somebody was there stays for the counts; what names or reaches them goes."""
    mine = Membership.objects.filter(person=person)
    today = timezone.localdate()
    mine.filter(starts_on__gt=today).delete()
    mine.update(service_number="", contact="", contact_checked_on=None)
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
            _take_fresher_contact(open_here, one)
            open_here.save(update_fields=["service_number", "contact", "contact_checked_on"])
        one.person = kept
        one.save(update_fields=["person", "ends_on"])


def _take_fresher_contact(mine: Membership, other: Membership) -> None:
    """Of two ways to reach a focal point the one that was checked last, with its day."""
    days = [one.contact_checked_on or date.min for one in (mine, other)]
    if other.contact and (not mine.contact or days[1] > days[0]):
        mine.contact, mine.contact_checked_on = other.contact, other.contact_checked_on


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
    if kept.user_id and merged.user_id:
        _merge_looks_by(kept.user_id, merged.user_id)


def _merge_looks_by(kept: int, merged: int) -> None:
    """What the account that ends looked at was looked at by the one that is kept."""
    seen = set(RecordView.objects.filter(by_user=kept).values_list("person", "what", "on"))
    for look in RecordView.objects.filter(by_user=merged):
        if (look.person_id, look.what, look.on) in seen:
            look.delete()
        else:
            RecordView.objects.filter(pk=look.pk).update(by_user=kept)


def _forget_removals(person: Person) -> None:
    Removal.objects.filter(person=person).delete()


def _merge_removals(kept: Person, merged: Person) -> None:
    """Of two from the same organisation the later one holds; none where either belongs now."""
    once_for_each(Removal, "organisation", at="at", choose=max)(kept, merged)
    # Memberships have moved before, as they stand before this in HELD.
    removals.forget(joined=Membership.objects.members().running().filter(person=kept))


def _forget_consent(person: Person) -> None:
    GuardianConsent.objects.filter(person=person).delete()


def _merge_consents(kept: Person, merged: Person) -> None:
    """One that either has protects whom both are; of two, both places are kept in mind."""
    mine = GuardianConsent.objects.filter(person=kept).first()
    theirs = GuardianConsent.objects.filter(person=merged).first()
    if mine and theirs:
        places = dict.fromkeys((mine.kept_where, theirs.kept_where))
        mine.kept_where = "; ".join(places)[:PLACE_LENGTH]
        mine.seen_on = min(mine.seen_on, theirs.seen_on)
        mine.withdrawn_at = mine.withdrawn_at or theirs.withdrawn_at
        mine.save(update_fields=["kept_where", "seen_on", "withdrawn_at"])
        theirs.delete()
    elif theirs:
        GuardianConsent.objects.filter(pk=theirs.pk).update(person=kept)


def _forget_reasons(person: Person) -> None:
    PeopleMerged.objects.filter(kept=person).update(reason="")


HELD = (
    Held(
        model=Person,
        title=_("Your record"),
        path="pk",
        fields={
            "given_name": _("given name"),
            "family_name": _("family name"),
            "time_zone": _("time zone"),
            "language": _("language"),
            "created_at": _("since"),
        },
        kept=_("Until you are erased."),
        merge=held_accounts.merged_already,
    ),
    *held_accounts.HELD,
    Held(
        model=Membership,
        title=_("Organisations you belong to"),
        path="person",
        fields={
            "organisation__name": _("organisation"),
            "role": _("role"),
            "service_number": _("service number"),
            "contact": _("how to reach you"),
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
        model=InvitationUse,
        title=_("Invitations by which you joined"),
        path="person",
        fields={
            "invitation__organisation__name": _("organisation"),
            "used_at": _("when"),
        },
        kept=WHILE_KEPT,
        merge=once_for_each(InvitationUse, "invitation", at="used_at", choose=min),
    ),
    Held(
        model=Removal,
        title=_("Organisations that ended or moved your membership"),
        path="person",
        fields={"organisation__name": _("organisation"), "at": _("when")},
        kept=_("Until it lets you in again, or as long as your record."),
        erase=_forget_removals,
        merge=_merge_removals,
    ),
    Held(
        model=Invitation,
        title=_("Invitations you made"),
        path="created_by__person",
        fields={
            "organisation__name": _("organisation"),
            "max_uses": _("for how many people"),
            "created_at": _("when"),
        },
        kept=_("As long as the organisation; the link to you goes with your account."),
        by=("created_by",),
    ),
    Held(
        model=GuardianConsent,
        title=_("Consent of your guardian"),
        path="person",
        fields={
            "seen_on": _("seen on"),
            "kept_where": _("where the paper is kept"),
            "withdrawn_at": _("withdrawn"),
        },
        kept=_("Until you are of age, or erased."),
        erase=_forget_consent,
        merge=_merge_consents,
        by=("seen_by",),
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
        by=("by_staff",),
    ),
    Held(
        model=PeopleMerged,
        title=_("Records that were found to be yours too"),
        path="kept",
        fields={"at": _("when"), "reason": _("reason")},
        kept=WHILE_KEPT,
        erase=_forget_reasons,
        by=("by",),
    ),
)
