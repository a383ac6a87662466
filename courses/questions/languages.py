"""What of a page or question is the same in every language, so that translators do not see it."""

from wagtail_localize.fields import BaseTranslatableField, SynchronizedField


def same_everywhere(*names: str) -> list[BaseTranslatableField]:
    """Fields that a translation takes from its source, whatever they hold."""
    return [SynchronizedField(name, overridable=False) for name in names]
