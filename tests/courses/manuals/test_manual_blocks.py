"""The blocks that only a manual has: for their author, on the screen, on paper, in translation."""

import re
from collections import Counter

import pytest
from django.template.loader import get_template
from django.utils import translation
from wagtail.models import Locale
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.segments.types import StringSegmentValue
from wagtail_localize.strings import StringValue

from courses.catalogue.lesson import LessonBodyBlock
from courses.catalogue.manual_blocks import ManualBodyBlock
from courses.catalogue.plain import plain_stream
from courses.learning.sheet_prose import Checks, arranged
from courses.models import ManualPartPage
from lms.printing import prose as printing
from lms.printing.prose import Sheet
from lms.pseudo import CLOSE, CODE, OPEN
from tests.courses.catalogue.test_blocks import WordsOfOurs
from tests.courses.catalogue.test_translate import in_capitals
from tests.factories.courses import make_course, publish
from tests.factories.manuals import make_manual, make_part
from tests.lms.test_prose_print import texts_of

pytestmark = pytest.mark.django_db

BLOCKS = ManualBodyBlock().child_blocks
OWN = sorted(BLOCKS.keys() - LessonBodyBlock().child_blocks.keys())
SHEET = Sheet("https://example.org/", "x", False, "step {}".format, lambda src: None)


def html(name: str) -> str:
    block = BLOCKS[name]
    return block.render(block.normalize(block.get_preview_value()))


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_has_what_an_author_and_a_reader_need(name):
    block = BLOCKS[name]
    assert block.meta.template == f"blocks/{name}.html"
    get_template(block.meta.template)
    assert block.meta.icon != "placeholder"
    assert block.get_description()
    assert block.is_previewable


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("words", "You do not have to explain."),
        ("timing", '<th scope="row" dir="auto">2 Myth or fact</th>'),
        ("timing", "May go"),
        ("activity", "8 minutes"),
        ("activity", "A child is every person under 18."),
        ("objections", "Our own line is 18."),
        ("case", "this unit is known to have used a school."),
        ("checklist", "<li>Handouts counted</li>"),
        ("form", '<th scope="row" dir="auto">Medical help</th>'),
    ],
)
def test_a_block_says_what_its_author_wrote(name, words):
    assert words in html(name)


@pytest.mark.parametrize("name", OWN)
def test_every_word_of_ours_is_translated(name):
    with translation.override(CODE):
        shown = html(name)
    words = WordsOfOurs()
    words.feed(shown)
    assert not re.search(r"[^\W\d_]", re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", "", words.text))


@pytest.mark.parametrize("name", OWN)
def test_nothing_of_a_block_is_missing_on_paper(name):
    shown = html(name)
    soup = printing.parsed(shown)
    for label in soup.select("[data-print=none]"):
        label.decompose()
    printed = printing.blocks(arranged(shown, Checks()), SHEET)
    found = Counter(re.findall(r"\w+", " ".join(texts_of(printed))))
    assert not Counter(re.findall(r"\w+", soup.get_text(" "))) - found


def test_lines_of_a_case_stay_apart_on_screen_and_paper():
    block = BLOCKS["case"]
    names = ("situation", "answer", "do_not_use_if")
    value = {**block.get_preview_value(), **{name: f"{name} 1\nand 2" for name in names}}
    shown = block.render(block.normalize(value))
    printed = " ".join(texts_of(printing.blocks(arranged(shown, Checks()), SHEET)))
    for name in names:
        assert f"{name} 1<br>and 2" in shown
        assert f"{name} 1\nand 2" in printed


def test_what_may_go_has_a_column_only_where_a_row_says_so():
    rows = [{"clock": "0:00", "minutes": 15, "step": "Opening", "keep": ""}]
    shown = BLOCKS["timing"].render(BLOCKS["timing"].normalize(rows))
    assert "Core or may go" not in shown
    assert "Core or may go" in html("timing")


def test_a_part_comes_back_translated():
    part = make_part(make_manual(make_course(released=False)), title="Blocks", slug="blocks")
    for name in OWN:
        part.body.append((name, BLOCKS[name].normalize(BLOCKS[name].get_preview_value())))
    part = publish(part)
    before = plain_stream(part.body)
    segments = extract_segments(part)
    for segment in segments:
        if isinstance(segment, StringSegmentValue):
            segment.string = StringValue(segment.string.data.upper())
    locale = Locale.get_default()
    translated = ManualPartPage.objects.get(pk=part.pk)
    body = [segment for segment in segments if segment.path.startswith("body.")]
    ingest_segments(part, translated, locale, locale, body)
    assert plain_stream(translated.body) == in_capitals(before, but=())
