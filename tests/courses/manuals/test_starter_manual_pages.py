"""The manual of the starter course on paper: short enough to carry, large enough to read."""

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings

from courses.exchange.load import load
from courses.manuals import printing
from courses.models import ManualPrint

pytestmark = pytest.mark.django_db

STARTER = settings.BASE_DIR / "courses/starter/child-protection-in-peacekeeping"
BODY, TABLE, FOOT = 10, 9, 7.5  # points


@pytest.fixture
def pdf(tmp_path: Path) -> pypdfium2.PdfDocument:
    """Without the lessons and the questions, which are no part of it."""
    for name in ("course.yaml", "manual"):
        copy = shutil.copytree if (STARTER / name).is_dir() else shutil.copy
        copy(STARTER / name, tmp_path / name)
    assert load(tmp_path).refused == []
    printing.print_stale()
    return pypdfium2.PdfDocument(bytes(ManualPrint.objects.get().content))


def parts_of(pdf: pypdfium2.PdfDocument) -> dict[str, int]:
    """The index of the page on which each part begins."""
    return {it.get_title(): it.get_dest().get_index() for it in pdf.get_toc() if it.level == 1}


def text_of(pdf: pypdfium2.PdfDocument, page: int) -> str:
    text = pdf[page].get_textpage().get_text_range()
    return " ".join(re.sub("[\u200b\u00ad\ufffe]", "", text).split())


def test_it_has_25_to_40_pages_of_letters_that_can_be_read(pdf):
    assert 25 <= len(pdf) <= 40
    sizes = {
        round(found.get_font_size(), 1)
        for page in pdf
        for found in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    }
    assert BODY in sizes
    assert TABLE in sizes
    assert min(sizes) >= FOOT


def test_page_01_is_one_page_and_each_session_begins_one(pdf):
    parts = parts_of(pdf)
    begun = parts["Safety and disclosure: one page"]
    assert parts["What if …"] == begun + 1
    assert "Safety and disclosure: one page" in text_of(pdf, begun)
    assert "wait for proof." in text_of(pdf, begun)
    sessions = [page for page in range(len(pdf)) if "Session 1 · 50 minutes" in text_of(pdf, page)]
    assert sessions == [parts["Children in armed conflict"]]
