"""What may be written: what nobody edited since it was last loaded."""

from typing import Any

from django.utils.translation import gettext as _

from courses.questions.plain import digest

from .models import LoadedItem
from .report import Action, Place, Report


class Ledger:
    """Decides item by item, and remembers what was loaded."""

    def __init__(self, report: Report, *, overwrite: bool) -> None:
        self.report = report
        self.overwrite = overwrite
        self.loaded = dict(LoadedItem.objects.values_list("key", "sha256"))

    def may_write(
        self,
        key: str,
        place: Place,
        *,
        wanted: dict[str, Any],
        current: dict[str, Any] | None,
        draft: bool = False,
        deleted: bool = False,
    ) -> bool:
        """Whether the item is to be written; the report gets its row.

        ``current`` is None where the database has no such item; ``draft`` says that somebody's
        unpublished work hangs on it; ``deleted`` that what it belongs to is there without it.
        """
        if current == wanted:
            self.report.add(Action.UNCHANGED, str(place))
            self.remember(key, wanted)
            return False
        reason = self._edited(key, current, draft=draft, deleted=deleted)
        if reason and not self.overwrite:
            place.refuse(reason)
            return False
        self.report.add(Action.UPDATED if current else Action.CREATED, str(place), reason)
        self.remember(key, wanted)
        return True

    def _edited(
        self, key: str, current: dict[str, Any] | None, *, draft: bool, deleted: bool
    ) -> str:
        """What somebody did to the item, as a sentence; empty where nothing is lost."""
        loaded = self.loaded.get(key)
        if current is None:
            return _("It was deleted since it was loaded.") if deleted and loaded else ""
        if loaded is None:
            return _("It did not come from files.")
        if loaded != digest(current):
            return _("It was edited since it was loaded.")
        return _("It has unpublished changes.") if draft else ""

    def remember(self, key: str, content: Any) -> None:
        sha256 = digest(content)
        if self.loaded.get(key) != sha256:
            LoadedItem.objects.update_or_create(key=key, defaults={"sha256": sha256})
            self.loaded[key] = sha256
