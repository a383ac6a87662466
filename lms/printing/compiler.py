"""Typst templates to PDF: archivable (PDF/A-3a) and accessible (PDF/UA-1) in one file."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from .fonts import FAMILIES, FONT_DIR

PDF_STANDARDS: list = ["a-3a", "ua-1"]
SCREEN_PPI = 110
# Templates import by the path from here: "/lms/printing/typst/prose.typ".
ROOT = Path(__file__).resolve().parents[2]

_of_this_thread = threading.local()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_DIR]
    )


def _compiler(template: Path) -> typst.Compiler:
    """One for each thread and template: a compiler used by two threads fails at random."""
    compilers = _of_this_thread.__dict__.setdefault("compilers", {})
    if template not in compilers:
        compilers[template] = typst.Compiler(
            template, root=ROOT, font_paths=_fonts(), ignore_system_fonts=True
        )
    return compilers[template]


def render(template: Path, data: Mapping[str, Any], *, timestamp: datetime) -> bytes:
    """The PDF. Templates read ``data`` by ``json(bytes(sys.inputs.data))``: never as markup.

    ``timestamp`` is the date of the document; the same arguments give the same bytes. Raises
    ``typst.TypstError``, for a character without a glyph too.
    """
    pdf = _compiler(template).compile(
        sys_inputs=_inputs(data),
        format="pdf",
        pdf_standards=PDF_STANDARDS,
        timestamp=int(timestamp.timestamp()),
    )
    return cast(bytes, pdf)  # only formats of one file a page give a list


def picture_of_page(template: Path, data: Mapping[str, Any], *, timestamp: datetime) -> bytes:
    """A PNG of a document of one page, to look at on a screen."""
    png = _compiler(template).compile(
        sys_inputs=_inputs(data), format="png", ppi=SCREEN_PPI, timestamp=int(timestamp.timestamp())
    )
    return cast(bytes, png)


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps({**data, "fonts": list(FAMILIES)}, ensure_ascii=False)}
