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


def print_of(manual: Shelved) -> ManualPrint | None:
    """The PDF in its language, else in the source's, without its content; None until it is made."""
    wanted = (manual.locale, Locale.get_default().language_code)
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
    for manual in _published():
        name = (manual.uuid, manual.locale)
        try:
            stale += _print_if_stale(manual, printed.get(name, ("", 0))[0])
        except Exception:
            logger.exception("Manual not printed: %s in %s", manual.course_slug, manual.locale)
        else:
            printed.pop(name, None)
    ManualPrint.objects.filter(pk__in=[pk for _digest, pk in printed.values()]).delete()
    return stale


def _published() -> Iterator[Shelved]:
    """Each manual in each language that it is there in."""
    codes = Locale.objects.filter(pk__in=ManualPage.objects.live().values("locale"))
    for code in codes.order_by("pk").values_list("language_code", flat=True):
        yield from (manual for manual in shelf.build(code) if manual.locale == code)


def _print_if_stale(manual: Shelved, old: str) -> bool:
    data = data_of(reading.build(manual, manual.locale))
    digest = _digest(data)
    if digest != old:
        _print(manual, digest, data)
    return digest != old


def _digest(data: dict[str, Any]) -> str:
    """Of all that a PDF shows and how: its texts, pictures and addresses, and the templates."""
    looks = [path.read_text(encoding="utf-8") for path in LOOKS]
    shown = json.dumps([data, looks], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()


def _print(manual: Shelved, digest: str, data: dict[str, Any]) -> None:
    now = timezone.now()
    content = render(TEMPLATE, data, timestamp=now)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    printed = {"digest": digest, "content": content, "size": len(content), "pages": pages}
    ManualPrint.objects.update_or_create(
        manual=manual.uuid, locale=manual.locale, defaults={**printed, "made_at": now}
    )


def _on_change(**kwargs: Any) -> None:
    """Once a transaction, however many parts it loads: each run looks at every manual."""
    waiting = [
        function for _savepoints, function, _robust in transaction.get_connection().run_on_commit
    ]
    if print_manuals.enqueue not in waiting:
        transaction.on_commit(print_manuals.enqueue, robust=True)


def connect() -> None:
    """Called when the app is ready."""
    for signal in (page_published, page_unpublished, post_page_move):
        for model in (ManualPage, ManualPartPage):
            signal.connect(_on_change, sender=model, dispatch_uid=f"{model.__name__}-{id(signal)}")
