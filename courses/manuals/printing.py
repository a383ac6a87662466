"""Making the PDF: by a task after something in a manual was published, never while one waits."""

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pikepdf
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from courses.catalogue.manual import ManualPage, ManualPartPage
from lms.printing.compiler import render

from . import reading, shelf
from .models import ManualPrint
from .sheet import TEMPLATE, data_of
from .shelf import Shelved

QUEUE = "manuals"


def print_of(manual: Shelved, locale: str) -> ManualPrint | None:
    """The PDF in a language, else in the source's, without its content; None until it is made."""
    wanted = (locale, Locale.get_default().language_code)
    rows = ManualPrint.objects.filter(manual=manual.uuid, locale__in=wanted).defer("content")
    found = {row.locale: row for row in rows}
    return next((found[code] for code in wanted if code in found), None)


@task(queue_name=QUEUE)
def print_manuals() -> None:
    print_stale()


def print_stale() -> int:
    """Print each manual that is another one than its PDF shows; how many.

    Asks the database, not what is kept: a task may run before that was dropped.
    """
    rows = ManualPrint.objects.values_list("manual", "locale", "digest", "pk")
    printed = {(manual, locale): (digest, pk) for manual, locale, digest, pk in rows}
    stale = 0
    for manual, locale in _published():
        old, _pk = printed.pop((manual.uuid, locale), ("", 0))
        digest, published_at = _state(manual, locale)
        if old != digest:
            _print(manual, locale, digest, published_at)
            stale += 1
    ManualPrint.objects.filter(pk__in=[pk for _digest, pk in printed.values()]).delete()
    return stale


def _published() -> Iterator[tuple[Shelved, str]]:
    """Each manual with each language that it is there in."""
    for manual in shelf.build():
        pages = ManualPage.objects.live().filter(translation_key=manual.uuid)
        for locale in pages.values_list("locale__language_code", flat=True):
            yield manual, locale


def _state(manual: Shelved, locale: str) -> tuple[str, datetime]:
    """What a PDF hangs on: the published pages as revisions, and how they are printed; and when."""
    source = Locale.get_default()
    page = ManualPage.objects.get(translation_key=manual.uuid, locale=source)
    tree = Page.objects.live().descendant_of(page, inclusive=True)
    keys = list(tree.values_list("translation_key", flat=True))
    shown = Page.objects.live().filter(
        translation_key__in=keys, locale__language_code__in=(source.language_code, locale)
    )
    found = list(shown.order_by("path").values_list("path", "live_revision", "last_published_at"))
    template = TEMPLATE.read_text(encoding="utf-8")
    hung_on = repr((found, manual.course_title, manual.course_slug, template))
    times = [published_at for _path, _revision, published_at in found if published_at]
    return hashlib.sha256(hung_on.encode()).hexdigest(), max(times, default=timezone.now())


def _print(manual: Shelved, locale: str, digest: str, published_at: datetime) -> None:
    data = data_of(reading.build(manual, locale), locale)
    content = render(TEMPLATE, data, timestamp=published_at.astimezone(UTC))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    printed = {"digest": digest, "content": content, "size": len(content), "pages": pages}
    ManualPrint.objects.update_or_create(
        manual=manual.uuid, locale=locale, defaults={**printed, "made_at": timezone.now()}
    )


def _on_change(**kwargs: Any) -> None:
    transaction.on_commit(print_manuals.enqueue, robust=True)


def connect() -> None:
    """Called when the app is ready."""
    for signal in (page_published, page_unpublished, post_page_move):
        for model in (ManualPage, ManualPartPage):
            signal.connect(_on_change, sender=model, dispatch_uid=f"{model.__name__}-{id(signal)}")
