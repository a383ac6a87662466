"""What this package holds about a person."""

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.people.holding import Held, once_for_each
from courses.people.models import Person
from courses.people.organisations import Membership, Organisation

from . import card_files
from .access import has_own_account
from .cards import CardSheet, ClaimCard
from .declining import DeclinedAddress
from .models import IDLE, Roster, RosterInvitation, RosterRow, RosterState
from .rows import normalise_number
from .supervised import SupervisedSession, SupervisedVisit

MONTH = _("30 days.")


def _addresses(person: Person) -> Q:
    """Fits the rows with an address of theirs."""
    user = person.user
    if user is None:
        return Q(pk__in=())
    known = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    found = Q(email__iexact=user.email) if user.email else Q(pk__in=())
    for email in known:
        found |= Q(email__iexact=email)
    return found


def _numbers(person: Person) -> Q:
    """Fits the rows with a service number of theirs, which is one within a tree only."""
    found = Q(pk__in=())
    mine = Membership.objects.filter(person=person).exclude(service_number="")
    for number, path in mine.values_list("service_number", "organisation__path"):
        root = path[: Organisation.steplen]
        found |= Q(number=normalise_number(number), roster__organisation__path__startswith=root)
    return found


def _named(person: Person) -> Q:
    """Fits the rows with exactly their name."""
    if not person.full_name:
        return Q(pk__in=())
    return Q(given_name__iexact=person.given_name, family_name__iexact=person.family_name)


def _namesakes(person: Person) -> Q:
    """Fits rows with the name that nothing is done with any more, so that no other of it misses."""
    return _named(person) & (Q(is_done=True) | Q(outcome__in=IDLE))


def _forget_rows(person: Person) -> None:
    """Rows about them, and the files that they came in; a file that could not be read as well."""
    about = Q(person=person) | _addresses(person) | _numbers(person) | _namesakes(person)
    rows = RosterRow.objects.filter(about)
    named = Q(pk__in=rows.values_list("roster", flat=True)) | Q(state=RosterState.FAILED)
    Roster.objects.filter(named).update(content=b"", reading={})
    rows.delete()


def _forget_invitations(person: Person) -> None:
    """Also by name, for the addresses they had before; a namesake can be invited anew."""
    RosterInvitation.objects.filter(_addresses(person) | _named(person)).delete()


def _forget_cards(person: Person) -> None:
    ClaimCard.objects.filter(person=person).delete()


def _merge_cards(kept: Person, merged: Person) -> None:
    """All stay; as when new ones are printed, one set works, and it is that of the kept one. None
    does where either has an account of their own: it could do nothing."""
    theirs = ClaimCard.objects.filter(person=merged)
    now = timezone.now()
    if Person.objects.filter(has_own_account(), pk__in=(kept.pk, merged.pk)).exists():
        ClaimCard.objects.open(now).filter(person__in=(kept, merged)).update(voided_at=now)
    elif ClaimCard.objects.open(now).filter(person=kept).exists():
        theirs.open(now).update(voided_at=now)
    theirs.update(person=kept)


def _sheets_with(person: Person) -> list[CardSheet]:
    """Few, as none is older than a day; a list within JSON cannot be searched everywhere."""
    return [sheet for sheet in CardSheet.objects.all() if person.pk in sheet.people]


def _forget_sheets(person: Person) -> None:
    """The file shows the name; others on it are printed anew."""
    asked = CardSheet.objects.filter(by=person.user) if person.user else []
    for sheet in (*_sheets_with(person), *asked):
        card_files.file_of(sheet).unlink(missing_ok=True)
        CardSheet.objects.filter(pk=sheet.pk).delete()


def _merge_sheets(kept: Person, merged: Person) -> None:
    for sheet in _sheets_with(merged):
        keys = [kept.pk if key == merged.pk else key for key in sheet.people]
        CardSheet.objects.filter(pk=sheet.pk).update(people=list(dict.fromkeys(keys)))


def _forget_visits(person: Person) -> None:
    SupervisedVisit.objects.filter(person=person).delete()


def _nothing(kept: Person, merged: Person) -> None:
    """It goes with the address, whoever has that."""


HELD = (
    Held(
        model=RosterRow,
        title=_("What lists of people say about you"),
        path="person",
        fields={
            "given_name": _("given name"),
            "family_name": _("family name"),
            "number": _("service number"),
            "email": _("e-mail address"),
            "unit__name": _("organisation"),
            "outcome": _("what became of it"),
        },
        kept=_("A week."),
        erase=_forget_rows,
    ),
    Held(
        model=Roster,
        title=_("Lists of people that you uploaded"),
        path="by__person",
        fields={
            "filename": _("file"),
            "organisation__name": _("organisation"),
            "created_at": _("when"),
        },
        kept=_("The file until it is imported, its rows a week; numbers stay."),
        by=("by",),
    ),
    Held(
        model=RosterInvitation,
        title=_("Invitations to addresses on lists"),
        path="",
        kept=_("Until it is accepted; 90 days at most."),
        erase=_forget_invitations,
        merge=_nothing,
        why=_(
            "An address that somebody wrote on a list. Whose it is, nobody is told before its "
            "owner says yes."
        ),
    ),
    Held(
        model=DeclinedAddress,
        title=_("Addresses that are not to be invited again"),
        path="",
        kept=_("As long as the organisation is here."),
        why=_(
            "A keyed hash of an address, from which nobody can tell it, also not for whom it is: "
            "whoever was erased is not to be asked again either."
        ),
    ),
    Held(
        model=ClaimCard,
        title=_("Cards that were printed for you"),
        path="person",
        fields={
            "created_at": _("printed"),
            "expires_at": _("valid until"),
            "claimed_at": _("used"),
            "voided_at": _("ended"),
            "is_for_password": _("for a new password"),
        },
        kept=_("90 days after their end."),
        erase=_forget_cards,
        merge=_merge_cards,
    ),
    Held(
        model=CardSheet,
        title=_("Sheets of cards that you had printed"),
        path="by__person",
        fields={"organisation__name": _("organisation"), "created_at": _("when")},
        kept=_("A day; the file an hour."),
        erase=_forget_sheets,
        merge=_merge_sheets,
        by=("by",),
    ),
    Held(
        model=SupervisedVisit,
        title=_("Shared devices that you used"),
        path="person",
        fields={"session__offering__title": _("offering"), "came_at": _("when")},
        kept=MONTH,
        erase=_forget_visits,
        merge=once_for_each(SupervisedVisit, "session", at="came_at", choose=min),
    ),
    Held(
        model=SupervisedSession,
        title=_("Shared devices that you opened"),
        path="opened_by__person",
        fields={
            "offering__title": _("offering"),
            "opened_at": _("opened"),
            "closed_at": _("closed"),
        },
        kept=MONTH,
        by=("opened_by",),
    ),
)
