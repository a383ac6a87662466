"""Making the PDF: by a task after something in a manual was published, never while one waits."""

import hashlib
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pikepdf
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from wagtail.models import Locale
from wagtail.signals import page_published, page_unpublished, post_page_move

from courses.catalogue.manual import ManualPage, ManualPartPage
from lms.printing.compiler import ROOT, render

from . import reading, shelf
from .models import ManualPrint
from .sheet import TEMPLATE, data_of
from .shelf import Shelved

logger = logging.getLogger(__name__)

QUEUE = "manuals"
LOOKS = (TEMPLATE, *sorted((ROOT / "lms/printing/typst").glob("*.typ")))


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

    Asks the database, not what is kept: a task may run before that was dropped. What is refused
    is logged and has no file, not even its old one, and keeps none of the others from printing.
    """
    rows = ManualPrint.objects.values_list("manual", "locale", "digest", "pk")
    printed = {(manual, locale): (digest, pk) for manual, locale, digest, pk in rows}
    stale = 0
    for manual, locale in _published():
        name = (manual.uuid, locale)
        try:
            stale += _print_if_stale(manual, locale, printed.get(name, ("", 0))[0])
        except Exception:
            logger.exception("The manual of %s is not printed in %s", manual.course_slug, locale)
        else:
            printed.pop(name, None)
    ManualPrint.objects.filter(pk__in=[pk for _digest, pk in printed.values()]).delete()
    return stale


def _published() -> Iterator[tuple[Shelved, str]]:
    """Each manual with each language that it is there in."""
    for manual in shelf.build():
        pages = ManualPage.objects.live().filter(translation_key=manual.uuid)
        for locale in pages.values_list("locale__language_code", flat=True):
            yield manual, locale


def _print_if_stale(manual: Shelved, locale: str, old: str) -> bool:
    data = data_of(reading.build(manual, locale), locale)
    digest = _digest(data)
    if digest != old:
        _print(manual, locale, digest, data)
    return digest != old


def _digest(data: dict[str, Any]) -> str:
    """Of all that a PDF shows and how: its texts, pictures and addresses, and the templates."""
    looks = [path.read_text(encoding="utf-8") for path in LOOKS]
    shown = json.dumps([data, looks], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()


def _print(manual: Shelved, locale: str, digest: str, data: dict[str, Any]) -> None:
    now = timezone.now()
    content = render(TEMPLATE, data, timestamp=now)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    printed = {"digest": digest, "content": content, "size": len(content), "pages": pages}
    ManualPrint.objects.update_or_create(
        manual=manual.uuid, locale=locale, defaults={**printed, "made_at": now}
    )


def _on_change(**kwargs: Any) -> None:
    transaction.on_commit(print_manuals.enqueue, robust=True)


def connect() -> None:
    """Called when the app is ready."""
    for signal in (page_published, page_unpublished, post_page_move):
        for model in (ManualPage, ManualPartPage):
            signal.connect(_on_change, sender=model, dispatch_uid=f"{model.__name__}-{id(signal)}")
