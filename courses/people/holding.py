"""What is held about a person: one entry for each model, in the ``held.py`` of its package.

home.privacy.registry gathers them; its tests find a model with personal data that has none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

from lms.users.models import User

from .models import Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Erase = Callable[[Person], object]
type Merge = Callable[[Person, Person], object]  # what is of the second becomes that of the first


def stays(person: Person) -> None:
    """Nothing in these rows names anybody once the name of the person is gone."""


def once_for_each(
    model: type[Model], same: str, *, at: str, choose: Callable[..., datetime]
) -> Merge:
    """For rows of which a person has one for each ``same``, an organisation for instance: of two it
    is one, at the moment of both that ``choose``, ``min`` or ``max``, picks."""

    def merge(kept: Person, merged: Person) -> None:
        rows = model._default_manager
        for theirs in rows.filter(person=merged):
            found = rows.filter(person=kept, **{same: getattr(theirs, f"{same}_id")})
            if mine := found.first():
                theirs.delete()
                found.update(**{at: choose(getattr(mine, at), getattr(theirs, at))})
            else:
                rows.filter(pk=theirs.pk).update(person=kept)

    return merge


@dataclass(frozen=True)
class Held:
    """One model: how its rows are found, shown and downloaded, erased and merged.

    ``path`` leads from the model to the person, empty where nothing does (then ``why`` says why
    it is listed). ``fields`` are lookups, also of ``annotations``, with the words they are shown
    under. ``kept`` says for how long, ``erase`` does what is due when the person is erased. ``by``
    are the fields with the account that did it, which move where two accounts become one.
    """

    model: type[Model]
    title: "StrOrPromise"
    path: str
    annotations: Mapping[str, Any] = field(default_factory=dict)
    fields: "Mapping[str, StrOrPromise]" = field(default_factory=dict)
    kept: "StrOrPromise" = ""
    erase: Erase = stays
    merge: Merge | None = None
    why: "StrOrPromise" = ""
    by: Sequence[str] = ()

    @property
    def key(self) -> str:
        """Its name in downloads."""
        return self.model._meta.label_lower

    def rows(self, person: Person) -> QuerySet:
        """Those about the person, the latest first; of nobody none, rather than all without one.

        Of an account that has no record yet, those that hang on the account.
        """
        found = self.model._default_manager.annotate(**self.annotations).order_by("-pk")
        way = self.path if person.pk else self.way_to_account
        whose = person.pk or person.user_id
        if not way or whose is None:
            return found.none()
        return found.filter(**{way: whose})

    @property
    def way_to_account(self) -> str:
        """The part of ``path`` that leads to an account; empty where it leads past all of them."""
        way, _, _last = self.path.rpartition("__")
        end: Any = self.model
        for part in way.split("__") if way else ():
            end = end._meta.get_field(part).related_model
        return (way or "pk") if end is User else ""

    def move(self, kept: Person, merged: Person) -> None:
        """By its own rule, else by pointing the rows at whom they are now of.

        What hangs on other rows goes along with them.
        """
        if self.merge:
            self.merge(kept, merged)
        elif self.path and "__" not in self.path:
            rows = self.model._default_manager.filter(**{self.path: merged})
            rows.update(**{self.path: kept})
        if kept.user and merged.user:
            for did in self.by:
                rows = self.model._default_manager.filter(**{did: merged.user})
                rows.update(**{did: kept.user})
