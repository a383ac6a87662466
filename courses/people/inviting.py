"""Writes about ways into an organisation, and who may take them."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from lms.users.models import User

from . import placing
from .invitations import EmailDomain, Invitation, InvitationUse, typed
from .models import Person
from .organisations import Membership, Organisation
from .removals import Removal, was_taken_out

INVITED, ENDED = "courses.invite", "courses.end_invitation"
ASKED, APPROVED = "courses.ask_for_domain", "courses.approve_domain"
REMOVED = "courses.remove_domain"
ACTIONS = (
    (INVITED, _("Invite"), _("An invitation was made")),
    (ENDED, _("End an invitation"), _("An invitation was ended")),
    (ASKED, _("Ask for a domain"), _("An e-mail domain was asked for")),
    (APPROVED, _("Approve a domain"), _("An e-mail domain was approved")),
    (REMOVED, _("Remove a domain"), _("An e-mail domain was removed")),
)


class NotOpen(ValueError):
    """The invitation was ended, has expired, is used up, or the person was taken out since."""


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    max_uses: int,
    expires_at: datetime,
    offering_id: int | None = None,
    by: User | None = None,
) -> Invitation:
    made = Invitation.objects.create(
        organisation=organisation,
        offering_id=offering_id,
        max_uses=max_uses,
        expires_at=expires_at,
        created_by=by,
    )
    _log(organisation, INVITED, by, invitation=str(made.uuid))
    return made


@transaction.atomic
def end_invitation(*, invitation: Invitation, by: User | None = None) -> bool:
    """Nobody else joins by it; False where that was so already."""
    open_ = Invitation.objects.filter(pk=invitation.pk, ended_at__isnull=True)
    if not open_.update(ended_at=timezone.now()):
        return False
    _log(invitation.organisation, ENDED, by, invitation=str(invitation.uuid))
    return True


@transaction.atomic
def accept(*, invitation: Invitation, person: Person) -> Membership:
    """Join by an invitation; accepting it again changes nothing. Raises NotOpen."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if was_taken_out(person, organisation=locked.organisation, since=locked.created_at):
        raise NotOpen(locked.pk)
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
def ask_for_domain(
    *, organisation: Organisation, domain: str, by: User | None = None
) -> EmailDomain:
    """Keep the wish of a manager; staff approve it. Asking again changes nothing."""
    found, is_new = EmailDomain.objects.get_or_create(
        organisation=organisation, domain=domain.lower()
    )
    if is_new:
        _log(organisation, ASKED, by, domain=found.domain)
    return found


@transaction.atomic
def approve_domain(*, domain: EmailDomain, by: User | None = None) -> None:
    waiting = EmailDomain.objects.filter(pk=domain.pk, approved_at=None)
    if waiting.update(approved_at=timezone.now()):
        _log(domain.organisation, APPROVED, by, domain=domain.domain)


@transaction.atomic
def remove_domain(*, domain: EmailDomain, by: User | None = None) -> None:
    """Nobody else joins by it; who did stays."""
    deleted, _by_model = EmailDomain.objects.filter(pk=domain.pk).delete()
    if deleted:
        _log(domain.organisation, REMOVED, by, domain=domain.domain)


def has_address_of(user: User, domain: EmailDomain) -> bool:
    """Whether this account may join by it, and was not taken out since it was approved."""
    if domain.approved_at is None or domain.domain not in _domains_of(user):
        return False
    taken_out = Removal.objects.since(domain.organisation, domain.approved_at)
    return not taken_out.filter(person__user=user).exists()


def domains_for(user: User) -> list[EmailDomain]:
    """Those by which this account may join, where it does not belong yet; two queries."""
    joined = Membership.objects.members().running().filter(person__user=user)
    rows = EmailDomain.objects.filter(domain__in=_domains_of(user), approved_at__isnull=False)
    rows = rows.exclude(organisation__in=joined.values("organisation"))
    taken_out = Removal.objects.filter(
        person__user=user, organisation=OuterRef("organisation"), at__gte=OuterRef("approved_at")
    )
    rows = rows.exclude(Exists(taken_out))
    return list(rows.select_related("organisation").order_by("organisation__name", "pk"))


def _domains_of(user: User) -> set[str]:
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    return {email.rpartition("@")[2].lower() for email in addresses.values_list("email", flat=True)}


def _log(organisation: Organisation, action: str, by: User | None, **data: str) -> None:
    """In the history of the organisation."""
    log(instance=organisation, action=action, user=by, data=data)
