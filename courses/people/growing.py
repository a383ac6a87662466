"""The tree of organisations: each write one function; two at once wait for each other."""

from django.db import transaction
from wagtail.log_actions import log

from lms.users.models import User

from .organisations import Organisation

CREATED, EDITED = "wagtail.create", "wagtail.edit"


class BelowItself(ValueError):
    """An organisation cannot be moved below itself."""


@transaction.atomic
def add(*, name: str, parent: Organisation | None = None, by: User | None = None) -> Organisation:
    """A new tree, or a unit of one."""
    _hold_the_tree()
    if parent is None:
        made = Organisation.add_root(name=name)
    else:
        made = Organisation.objects.get(pk=parent.pk).add_child(name=name)
    log(instance=made, action=CREATED, user=by)
    return made


@transaction.atomic
def change(
    *, organisation: Organisation, name: str, parent: Organisation | None, by: User | None = None
) -> Organisation:
    """Its name and its place in the tree; all below it goes along. Raises BelowItself.

    Who has a role above the old place no longer reaches it, who has one above the new place does.
    """
    _hold_the_tree()
    mine = Organisation.objects.get(pk=organisation.pk)
    if mine.name != name:
        mine.name = name
        mine.save(update_fields=["name"])
    _place(mine, Organisation.objects.get(pk=parent.pk) if parent else None)
    log(instance=mine, action=EDITED, user=by)
    return Organisation.objects.get(pk=organisation.pk)


def _place(mine: Organisation, parent: Organisation | None) -> None:
    if parent is None:
        if not mine.is_root():
            mine.move(Organisation.get_last_root_node(), "last-sibling")
        return
    if parent.path.startswith(mine.path):
        raise BelowItself(mine.pk)
    if not mine.is_child_of(parent):
        mine.move(parent, "last-child")


def _hold_the_tree() -> None:
    """Paths are counted from what is there, so only one may count at a time."""
    list(Organisation.objects.select_for_update().values_list("pk", flat=True))
