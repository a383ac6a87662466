"""The tree of organisations: each write one function; two at once wait for each other."""

from django.db import transaction
from wagtail.log_actions import log

from lms.users.models import User

from .funding import refuse_parts_below
from .organisations import Organisation

CREATED, EDITED = "wagtail.create", "wagtail.edit"


class BelowItself(ValueError):
    """An organisation cannot be moved below itself."""


@transaction.atomic
def add(
    *,
    name: str,
    parent: Organisation | None = None,
    may_enrol_minors: bool = False,
    by: User | None = None,
) -> Organisation:
    """A new tree, or a unit of one."""
    _hold_the_tree()
    if parent is None:
        made = Organisation.add_root(name=name, may_enrol_minors=may_enrol_minors)
    else:
        above = Organisation.objects.get(pk=parent.pk)
        made = above.add_child(name=name, may_enrol_minors=may_enrol_minors)
    log(instance=made, action=CREATED, user=by, data={"may_enrol_minors": may_enrol_minors})
    return made


@transaction.atomic
def change(
    *,
    organisation: Organisation,
    name: str,
    parent: Organisation | None,
    may_enrol_minors: bool | None = None,
    by: User | None = None,
) -> Organisation:
    """Its name and its place in the tree; all below it goes along.

    Raises BelowItself and funding.CouldSubtract.

    Who has a role above the old place no longer reaches it, who has one above the new place does.
    ``may_enrol_minors``: None leaves it as it is.
    """
    _hold_the_tree()
    mine = Organisation.objects.get(pk=organisation.pk)
    mine.name = name
    if may_enrol_minors is not None:
        mine.may_enrol_minors = may_enrol_minors
    mine.save(update_fields=["name", "may_enrol_minors"])
    _place(mine, Organisation.objects.get(pk=parent.pk) if parent else None)
    data = {"may_enrol_minors": mine.may_enrol_minors}
    log(instance=mine, action=EDITED, user=by, data=data)
    return Organisation.objects.get(pk=organisation.pk)


def _place(mine: Organisation, parent: Organisation | None) -> None:
    if parent is None:
        if not mine.is_root():
            mine.move(Organisation.get_last_root_node(), "last-sibling")
        return
    if parent.path.startswith(mine.path):
        raise BelowItself(mine.pk)
    if not mine.is_child_of(parent):
        refuse_parts_below(unit=mine, parent=parent)
        mine.move(parent, "last-child")


def _hold_the_tree() -> None:
    """Paths are counted from what is there, so only one may count at a time."""
    list(Organisation.objects.select_for_update().values_list("pk", flat=True))
