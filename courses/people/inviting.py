"""Writes about ways into an organisation, and who may take them."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from lms.users.models import User

from . import placing
from .invitations import EmailDomain, Invitation, InvitationUse, typed
from .models import Person
from .organisations import Membership, Organisation


class NotOpen(ValueError):
    """The invitation was ended, has expired, or is used up."""


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    max_uses: int,
    expires_at: datetime,
    offering_id: int | None = None,
    by: User | None = None,
) -> Invitation:
    return Invitation.objects.create(
        organisation=organisation,
        offering_id=offering_id,
        max_uses=max_uses,
        expires_at=expires_at,
        created_by=by,
    )


@transaction.atomic
def end_invitation(*, invitation: Invitation) -> bool:
    """Nobody else joins by it; False where that was so already."""
    open_ = Invitation.objects.filter(pk=invitation.pk, ended_at__isnull=True)
    return bool(open_.update(ended_at=timezone.now()))


@transaction.atomic
def accept(*, invitation: Invitation, person: Person) -> Membership:
    """Join by an invitation; accepting it again changes nothing. Raises NotOpen."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not InvitationUse.objects.filter(invitation=locked, person=person).exists():
        if not Invitation.objects.open_at(timezone.now()).filter(pk=locked.pk).exists():
            raise NotOpen(locked.pk)
        InvitationUse.objects.create(invitation=locked, person=person)
    elif locked.ended_at or locked.expires_at <= timezone.now():
        raise NotOpen(locked.pk)  # who left comes back only while it is open
    return placing.join(person=person, organisation=locked.organisation)


def by_token(token: str) -> Invitation | None:
    return _found(token=token)


def by_code(code: str) -> Invitation | None:
    return _found(code=typed(code))


def _found(**by: str) -> Invitation | None:
    rows = Invitation.objects.select_related("organisation", "offering__course")
    return rows.filter(**by).first()


def is_open(invitation: Invitation) -> bool:
    return Invitation.objects.open_at(timezone.now()).filter(pk=invitation.pk).exists()


# --- domains -----------------------------------------------------------------------------------


@transaction.atomic
def ask_for_domain(*, organisation: Organisation, domain: str) -> EmailDomain:
    """Keep the wish of a manager; staff approve it. Asking again changes nothing."""
    found, _created = EmailDomain.objects.get_or_create(
        organisation=organisation, domain=domain.lower()
    )
    return found


@transaction.atomic
def approve_domain(*, domain: EmailDomain) -> None:
    EmailDomain.objects.filter(pk=domain.pk, approved_at=None).update(approved_at=timezone.now())


@transaction.atomic
def remove_domain(*, domain: EmailDomain) -> None:
    """Nobody else joins by it; who did stays."""
    EmailDomain.objects.filter(pk=domain.pk).delete()


def has_address_of(user: User, domain: EmailDomain) -> bool:
    """Whether this account may join by it."""
    return domain.approved_at is not None and domain.domain in _domains_of(user)


def domains_for(user: User) -> list[EmailDomain]:
    """Those by which this account may join, where it does not belong yet; two queries."""
    joined = Membership.objects.members().running().filter(person__user=user)
    rows = EmailDomain.objects.filter(domain__in=_domains_of(user), approved_at__isnull=False)
    rows = rows.exclude(organisation__in=joined.values("organisation"))
    return list(rows.select_related("organisation").order_by("organisation__name", "pk"))


def _domains_of(user: User) -> set[str]:
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    return {email.rpartition("@")[2].lower() for email in addresses.values_list("email", flat=True)}
