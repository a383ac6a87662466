"""Two records turn out to be of one person: one is kept, everything of the other moves to it."""

from functools import partial

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from lms.users.models import User

from .accounts import delete_account, is_card_only
from .erasure import is_staff
from .letters import send_merged_letter
from .minors import is_minor
from .models import Person
from .organisations import Membership
from .records import PeopleMerged
from .signals import people_merged
from .staff import READERS


class CannotMerge(ValueError):
    """Why not, in words for whoever wants to."""


def why_not(kept: Person, merged: Person, *, by: User | None) -> str:
    """What stands in the way of merging, empty where nothing does."""
    if kept.pk == merged.pk:
        return _("These are the same record. Choose two different ones.")
    if by is not None and by.pk in (kept.user_id, merged.user_id):
        return _("One of these records is your own. Ask somebody else to merge it.")
    if any(person.erased_at or person.merged_into_id for person in (kept, merged)):
        return _("One of them was erased or merged already. Search again.")
    if any(person.erasure_requests.waiting().exists() for person in (kept, merged)):
        return _("One of them asked to be erased. Merge them when that is done or was taken back.")
    return (
        _why_not_minors(kept, merged)
        or _why_not_rights(kept, merged)
        or _why_not_accounts(kept.user, merged.user)
    )


def _why_not_minors(kept: Person, merged: Person) -> str:
    """A learner under 18 keeps the pseudonym, and gets no account by it."""
    if is_minor(kept) == is_minor(merged):
        return ""
    minor, other = (kept, merged) if is_minor(kept) else (merged, kept)
    if is_card_only(other.user) and other.full_name in ("", minor.full_name):
        return ""
    return _(
        "One of them is a learner under 18; the other one has an account or a name of their own, "
        "which learners under 18 have not here. These two cannot become one."
    )


def _why_not_rights(kept: Person, merged: Person) -> str:
    """Neither account becomes a way in to what only the other one may."""
    pairs = ((kept, merged), (merged, kept))
    if not any(other.user and _has_rights(person) for person, other in pairs):
        return ""
    return _(
        "One of them has rights of staff or a role that opens the records of others, and the "
        "account of the other one would get them too. Let an administrator take these away "
        "first; they can be given again afterwards."
    )


def _has_rights(person: Person) -> bool:
    roles = Membership.objects.running().filter(person=person, role__in=READERS)
    return (person.user is not None and is_staff(person.user)) or roles.exists()


def _why_not_accounts(kept: User | None, merged: User | None) -> str:
    if kept is None or merged is None:
        return ""
    if _has_own_ways_in(merged):
        return _(
            "The second account has a passkey, a code app or another site to sign in with, "
            "which cannot move. Keep that record instead, or ask the person to remove these "
            "in their account first."
        )
    if not EmailAddress.objects.filter(user=merged, verified=True).exists():
        return _(
            "The second account has no confirmed e-mail address, so nobody could sign in "
            "with it afterwards. Keep that record instead, or ask the person to confirm an "
            "e-mail address in that account first."
        )
    return ""


def _has_own_ways_in(user: User) -> bool:
    """Whatever points at the account and lets it in, of allauth's apps that are installed."""
    ways = ("authenticator_set", "socialaccount_set")
    return any(getattr(user, way).exists() for way in ways if hasattr(user, way))


@transaction.atomic
def merge(
    *, kept: Person, merged: Person, by: User | None, reason: str, counts: dict[str, int]
) -> PeopleMerged:
    """Move everything of ``merged`` to ``kept``; once done it is a no-op. Raises CannotMerge.

    ``counts`` is what was there to move, for the record.
    """
    pair = Person.objects.select_for_update(of=("self",)).select_related("user").order_by("pk")
    locked = {person.pk: person for person in pair.filter(pk__in=(kept.pk, merged.pk))}
    kept, merged = locked[kept.pk], locked[merged.pk]
    if done := PeopleMerged.objects.filter(kept=kept, merged=merged).first():
        return done
    if problem := why_not(kept, merged, by=by):
        raise CannotMerge(problem)
    if not kept.full_name:
        kept.given_name, kept.family_name = merged.given_name, merged.family_name
        kept.time_zone = merged.time_zone
        kept.save()
    people_merged.send(sender=Person, kept=kept, merged=merged)
    account, merged.user = merged.user, None
    merged.given_name = merged.family_name = ""
    merged.merged_into = kept
    merged.save()  # first: an account belongs to one person
    if kept.user and account:
        _move_addresses(account, kept.user)
    kept.user = kept.user or account
    kept.save()
    return PeopleMerged.objects.create(
        kept=kept, merged=merged, by=by, reason=reason, counts=counts
    )


def _move_addresses(account: User, to: User) -> None:
    """The confirmed addresses let in to the account that is kept; the other account ends.

    Whoever has an address there is told, by that one.
    """
    if to.email:
        # robust: the addresses are on the account's page, too.
        transaction.on_commit(partial(send_merged_letter.enqueue, to.pk), robust=True)
    moving = list(EmailAddress.objects.filter(user=account, verified=True).order_by("pk"))
    EmailAddress.objects.filter(pk__in=[one.pk for one in moving]).update(user=to, primary=False)
    delete_account(user=account)
    if not to.email and moving:
        EmailAddress.objects.filter(pk=moving[0].pk).update(primary=True)
        to.email = moving[0].email
        to.save(update_fields=["email"])
