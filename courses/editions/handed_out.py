"""Whether what is published in another language translates what the source says now.

wagtail-localize keeps what it handed out to be translated, and each translated text.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from . import freshness


class HandedOut:
    """Sources, named by their keys, that are being translated in wagtail-localize.

    ``texts``: a regular expression of the paths that matter. ``given_says`` gives what matters of
    what was handed out, ``says`` the same of a row or page.
    """

    def __init__(
        self,
        keys: Collection[UUID],
        *,
        texts: str,
        given_says: Callable[[TranslationSource], Any],
        says: Callable[[Any], Any],
    ) -> None:
        self.texts, self.given_says, self.says = texts, given_says, says
        work = Translation.objects.filter(
            source__object__in=keys, source__locale=Locale.get_default(), enabled=True
        )
        self.given = {
            (one.source.object_id, one.target_locale_id): one.source
            for one in work.select_related("source")
        }
        self.partly = {
            (key, locale)
            for locale in {locale for _key, locale in self.given}
            for key in self._partly(keys, locale)
        }

    def _partly(self, keys: Collection[UUID], locale: int) -> set[UUID]:
        """What lacks a text, so shows that of the source."""
        rows = StringSegment.objects.filter(
            source__object__in=keys,
            source__locale=Locale.get_default(),
            context__path__regex=self.texts,
        )
        lacking = rows.annotate_translation(locale).filter(translation__isnull=True)
        return set(lacking.values_list("source__object", flat=True))

    def is_current(self, row: Any, source: Any) -> bool:
        """Without wagtail-localize, where it was published since its source was."""
        pair = (row.translation_key, row.locale_id)
        given = self.given.get(pair)
        if given is None:
            return _is_since(row, source.last_published_at)
        if pair in self.partly or self.given_says(given) != self.says(source):
            return False
        if _is_since(row, given.last_updated_at):
            return True
        # It was handed out once more: that may not have changed it.
        key = f"handed-out-{given.pk}-{given.last_updated_at}-{row.pk}-{self.texts}"
        return freshness.kept(key, lambda: self._is_as_translated(row, given))

    def _is_as_translated(self, row: Any, given: TranslationSource) -> bool:
        translated = given.get_ephemeral_translated_instance(row.locale, fallback=True)
        return self.says(row) == self.says(translated)


def _is_since(row: Any, moment: datetime | None) -> bool:
    """Published since; what has no such moment was never anything else."""
    return moment is None or bool(row.last_published_at and row.last_published_at >= moment)
