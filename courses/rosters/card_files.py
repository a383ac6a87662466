"""PDFs of cards: outside the media, for whoever asked for them, and for an hour."""

import math
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from .cards import CardSheet

PRIVATE = 0o700


def root() -> Path:
    """The folder of all; nobody but the user of the site may look into it."""
    folder = Path(settings.CARD_FILES_DIR)
    folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    return folder


def file_of(sheet: CardSheet) -> Path:
    return root() / f"{sheet.uuid}.pdf"


def write(sheet: CardSheet, pdf: bytes) -> None:
    """Whole or not at all."""
    with NamedTemporaryFile(dir=root(), suffix=".part", delete=False) as made:
        made.write(pdf)
    Path(made.name).replace(file_of(sheet))


def keep_only(uuids: set[str], *, before: datetime) -> int:
    """Delete what belongs to no other sheet; how much that was. A file since then may be of a sheet
    that is being made, which does not say so yet."""
    old = [path for path in root().iterdir() if path.stem not in uuids]
    old = [path for path in old if _written_at(path) < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _written_at(path: Path) -> float:
    """A part that got its name meanwhile is as new as can be."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf
