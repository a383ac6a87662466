"""What is held about a person: one entry for each model, in the ``held.py`` of its package.

home.privacy.registry gathers them; its tests find a model with personal data that has none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

from .models import Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Erase = Callable[[Person], object]
type Merge = Callable[[Person, Person], object]  # what is of the second becomes that of the first


def stays(person: Person) -> None:
    """Nothing in these rows names anybody once the name of the person is gone."""


@dataclass(frozen=True)
class Held:
    """One model: how its rows are found, shown and downloaded, erased and merged.

    ``path`` leads from the model to the person, empty where nothing does (then ``why`` says why
    it is listed). ``fields`` are lookups, also of ``annotations``, with the words they are shown
    under. ``kept`` says for how long, ``erase`` does what is due when the person is erased. ``by``
    is the field with the account that did it, which moves where two accounts become one.
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
    by: str = ""

    @property
    def key(self) -> str:
        """Its name in downloads."""
        return self.model._meta.label_lower

    def rows(self, person: Person) -> QuerySet:
        """Those about the person, the latest first; of nobody none, rather than all without one."""
        found = self.model._default_manager.all()
        if not self.path or person.pk is None:
            return found.none()
        return found.filter(**{self.path: person.pk}).annotate(**self.annotations).order_by("-pk")

    def move(self, kept: Person, merged: Person) -> None:
        """By its own rule, else by pointing the rows at whom they are now of.

        What hangs on other rows goes along with them.
        """
        if self.merge:
            self.merge(kept, merged)
        elif self.path and "__" not in self.path:
            rows = self.model._default_manager.filter(**{self.path: merged})
            rows.update(**{self.path: kept})
        if self.by and kept.user and merged.user:
            did = self.model._default_manager.filter(**{self.by: merged.user})
            did.update(**{self.by: kept.user})
