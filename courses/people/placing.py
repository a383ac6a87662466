"""Who belongs where and has which role: each write one function, safe to repeat.

A membership holds by whole days, the last one included. What ends has its last day yesterday, so
that who leaves is out at once; what has not lasted a day leaves no trace.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from lms.users.models import User

from . import removals
from .funding import refuse_parts
from .models import Person
from .organisations import Membership, MembershipQuerySet, Organisation, Role

ONE_DAY = timedelta(days=1)
JOINED, MOVED, LEFT = "courses.join", "courses.move", "courses.leave"
ROLE_GIVEN, ROLE_ENDED = "courses.give_role", "courses.end_role"
ACTIONS = (
    (JOINED, _("Join"), _("Somebody joined")),
    (MOVED, _("Move"), _("Somebody moved to another unit")),
    (LEFT, _("Leave"), _("Somebody left")),
    (ROLE_GIVEN, _("Give a role"), _("A role was given")),
    (ROLE_ENDED, _("End a role"), _("A role was ended")),
)


class NotAMember(ValueError):
    """There is no running membership to move or to end."""


@transaction.atomic
def join(
    *,
    person: Person,
    organisation: Organisation,
    service_number: str = "",
    starts_on: date | None = None,
    by: User | None = None,
) -> Membership:
    """Make somebody one of its people; who is one already stays as they are."""
    _hold(person)
    mine = _running(person, organisation, Role.MEMBER).first()
    if mine:
        if service_number and not mine.service_number:
            mine.service_number = service_number
            mine.save(update_fields=["service_number"])
        return mine
    membership = Membership.objects.create(
        person=person,
        organisation=organisation,
        service_number=service_number,
        starts_on=starts_on or timezone.localdate(),
    )
    removals.forget(joined=[membership])
    _log(membership, JOINED, by)
    return membership


@transaction.atomic
def join_many(*, wanted: Iterable[Membership], by: User | None = None) -> None:
    """Keep these unsaved memberships, but of who is one of the people there already; in a few
    queries for any number, with an entry in the history for each."""
    wanted = list(wanted)
    people = Person.objects.held().filter(pk__in=[one.person_id for one in wanted])
    uuids = dict(people.values_list("pk", "uuid"))
    mine = Membership.objects.members().running().filter(person__in=uuids)
    there = set(mine.values_list("person_id", "organisation_id"))
    new = [one for one in wanted if (one.person_id, one.organisation_id) not in there]
    Membership.objects.bulk_create(new)
    removals.forget(joined=new)
    kind, now = ContentType.objects.get_for_model(Organisation), timezone.now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(one.organisation_id),
            label=str(one.organisation),
            action=JOINED,
            user=by,
            timestamp=now,
            data={"person": str(uuids[one.person_id]), "role": one.role},
        )
        for one in new
    )


@transaction.atomic
def move(*, membership: Membership, to: Organisation, by: User | None = None) -> Membership:
    """From today in another unit; the record stays the person's. Raises NotAMember.

    The old unit keeps seeing what was done until yesterday.
    """
    _hold(membership.person)
    there = _running(membership.person, to, Role.MEMBER).first()
    old = _still_running(membership)
    if old is None:
        if there:
            return there  # moved before
        raise NotAMember(membership.pk)
    if old.organisation_id == to.pk:
        return old
    _end(old)
    removals.note(person=old.person, organisation=old.organisation)
    _log(old, MOVED, by)
    return join(person=membership.person, organisation=to, service_number=old.service_number, by=by)


@transaction.atomic
def leave(*, membership: Membership, by: User | None = None) -> bool:
    """No longer one of its people, from now on; False where that was so already.

    By their own wish (``by`` themselves) no list brings them back; taken out by others, no link or
    invitation from before does.
    """
    _hold(membership.person)
    mine = _still_running(membership)
    if mine is None:
        return False
    mine.has_left = by is not None and by.pk == mine.person.user_id
    _end(mine)
    if mine.has_left:
        _mark_former(mine)
    else:
        removals.note(person=mine.person, organisation=mine.organisation)
    _log(mine, LEFT, by)
    return True


@transaction.atomic
def give_role(
    *,
    person: Person,
    organisation: Organisation,
    role: str,
    ends_on: date | None = None,
    contact: str = "",
    by: User | None = None,
) -> Membership:
    """A role that reaches down the tree; giving it again renews its end and its contact.

    Raises funding.CouldSubtract.
    """
    refuse_parts(person=person, organisation=organisation, role=role)
    _hold(person)  # after the tree, in which order a list holds them too
    mine = _running(person, organisation, role).first()
    if mine is None:
        mine = Membership(person=person, organisation=organisation, role=role)
    mine.ends_on, mine.contact = ends_on, contact
    mine.contact_checked_on = timezone.localdate() if contact else None
    mine.save()
    _log(mine, ROLE_GIVEN, by)
    return mine


@transaction.atomic
def end_role(*, membership: Membership, by: User | None = None) -> bool:
    """Take a role away at once; False where that was done before."""
    _hold(membership.person)
    mine = _still_running(membership)
    if mine is None:
        return False
    _end(mine)
    _log(mine, ROLE_ENDED, by)
    return True


def _hold(person: Person) -> None:
    """Two at once that move one person wait for each other."""
    Person.objects.held().get(pk=person.pk)


def _running(person: Person, organisation: Organisation, role: str) -> MembershipQuerySet:
    mine = Membership.objects.running().filter(person=person, organisation=organisation, role=role)
    return mine.order_by("-pk")


def _still_running(membership: Membership) -> Membership | None:
    rows = Membership.objects.running().filter(pk=membership.pk)
    return rows.select_related("organisation", "person").first()


def _end(membership: Membership) -> None:
    yesterday = timezone.localdate() - ONE_DAY
    if membership.starts_on > yesterday:
        Membership.objects.filter(pk=membership.pk).delete()
    else:
        membership.ends_on = yesterday
        membership.save(update_fields=["ends_on", "has_left"])


def _mark_former(left: Membership) -> None:
    """A list finds somebody by any membership in the tree, and this one may leave no trace."""
    mine = Membership.objects.members().filter(person=left.person, ends_on__lt=timezone.localdate())
    mine.in_trees_of([left.organisation]).update(has_left=True)


def _log(membership: Membership, action: str, by: User | None) -> None:
    """In the history of the organisation, by the uuid of the person, which names nobody."""
    data = {"person": str(membership.person.uuid), "role": membership.role}
    log(instance=membership.organisation, action=action, user=by, data=data)
