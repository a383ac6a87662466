"""Every block has icon, description, preview and template, and renders its preview."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Locale
from wagtail.rich_text import RichText

from courses.catalogue.lesson import LessonBodyBlock
from courses.catalogue.scenario import problems
from courses.models import Figure
from lms.pseudo import CLOSE, CODE, OPEN
from tests.factories.courses import make_course, make_question
from tests.factories.images import make_image
from tests.factories.uploads import CAPTIONS, make_document, make_film, make_recording

pytestmark = pytest.mark.django_db

VOID = {"br", "hr", "img", "input"}
BLOCKS = LessonBodyBlock().child_blocks
UPLOADS = {"video": make_film, "audio": make_recording, "document": make_document}


def _value(name: str):
    """The preview value, with something real where the block points at a row."""
    block = BLOCKS[name]
    if name == "knowledge_check":
        bank = make_course(released=False).bank
        return block.to_python({"question": make_question(bank, practice_only=True).pk})
    if name == "figure":
        figure = Figure.objects.create(
            key="f",
            text="100 in 2024.",
            source="A report",
            as_of="2025-01-01",
            locale=Locale.get_default(),
        )
        return block.to_python({"figure": figure.pk})
    if name == "image":
        value = block.get_preview_value()
        value["image"] = make_image()
        return value
    if name in UPLOADS:
        return block.normalize({**block.get_preview_value(), name: UPLOADS[name]()})
    return block.get_preview_value()


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_renders_with_its_own_template(name):
    block = BLOCKS[name]
    assert block.meta.template == f"blocks/{name}.html"
    assert block.meta.icon != "placeholder"
    assert block.get_description()
    html = block.render(_value(name))
    assert html.strip()
    assert "style=" not in html


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("heading", "What you can do"),
        ("key_message", "You do have to report it."),
        ("do_dont", "Ask why."),
        ("steps", "Stay calm."),
        ("content_note", "The same lesson in two sentences."),
        ("support", "take a break"),
        ("knowledge_check", "Because wrong."),
        ("figure", "A report"),
        ("scenario", "A child comes to the gate."),
        ("image", "A drawn path"),
        ("video", "A guard sits down beside a child."),
        ("video", '<track kind="captions" src="/media/captions/gate'),
        ("video", "3 minutes, 20 seconds"),
        ("audio", "I am glad that you tell me."),
        ("audio", "45 seconds"),
        ("document", "Card for the pocket"),
        ("document", "PDF document · 14\xa0bytes"),
        ("table", '<th scope="row" dir="auto">A child is in danger now</th>'),
        ("table", '<th scope="col" dir="auto">Whom you tell</th>'),
        ("quote", "An invented story"),
        ("flash_cards", "Anybody under 18."),
        ("sorting", "As soon as you are alone."),
        ("dialogue", "I cannot promise that."),
        ("reflection", "Do not enter details of a real case, a real child or a real colleague."),
        ("reflection", "It is not a place to report a concern."),
        ("guided_template", "What can they do afterwards that you can see or hear?"),
        ("guided_template", "Open, 3 minutes: ground rules."),
    ],
)
def test_a_block_says_what_its_author_wrote(name, words):
    assert words in BLOCKS[name].render(_value(name))


@pytest.mark.parametrize("name", BLOCKS)
def test_every_word_of_ours_is_translated(name):
    """What stands outside the marks of the pseudo-language was written by the author."""
    value = _value(name)
    with translation.override(CODE):
        html = BLOCKS[name].render(value)
    words = WordsOfOurs()
    words.feed(html)
    assert not re.search(r"[^\W\d_]", re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", "", words.text))


class WordsOfOurs(HTMLParser):
    """The text of a page but for what authors wrote, which says its direction (dir=auto)."""

    text = ""
    depth = written = 0

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.depth += 1
            if not self.written and ("dir", "auto") in attrs:
                self.written = self.depth
        self.text += "".join(value or "" for name, value in attrs if name == "aria-label")

    def handle_endtag(self, tag):
        if tag not in VOID:
            if self.written == self.depth:
                self.written = 0
            self.depth -= 1

    def handle_data(self, data):
        if not self.written:
            self.text += data


def test_a_deleted_image_leaves_the_rest_of_the_lesson():
    value = BLOCKS["image"].get_preview_value()
    assert "img" not in BLOCKS["image"].render(value)


def test_a_deleted_question_leaves_the_rest_of_the_lesson():
    block = BLOCKS["knowledge_check"]
    assert "details" not in block.render(block.to_python({"question": None}))


@pytest.mark.parametrize("name", BLOCKS)
def test_a_draft_with_an_unfinished_block_can_be_saved(name):
    body = LessonBodyBlock()
    stream = body.to_python([{"type": name, "value": BLOCKS[name].get_prep_value(_empty(name))}])
    assert [child.block_type for child in body.clean_deferred(stream)] == [name]


def _empty(name: str):
    return BLOCKS[name].normalize(BLOCKS[name].get_default())


def test_a_question_that_a_quiz_may_draw_is_neither_taken_nor_shown():
    """Its right answer would stand in a lesson."""
    block = BLOCKS["knowledge_check"]
    value = block.to_python({"question": make_question(make_course(released=False).bank).pk})
    with pytest.raises(StructBlockValidationError):
        block.clean(value)
    assert "Because" not in block.render(value)


@pytest.mark.parametrize(
    ("alt", "decorative", "is_fine"),
    [("", False, False), ("The way", False, True), ("", True, True)],
)
def test_an_image_says_what_it_tells_or_that_it_tells_nothing(alt, decorative, is_fine):
    block = BLOCKS["image"]
    value = block.to_python({"image": make_image().pk, "alt": alt, "decorative": decorative})
    if is_fine:
        assert block.clean(value)["alt"] == alt
    else:
        with pytest.raises(StructBlockValidationError):
            block.clean(value)


@pytest.mark.parametrize(
    ("captions", "fields", "field"),
    [
        (CAPTIONS, {}, None),
        (b"", {"silent": True}, None),
        (b"", {}, "video"),
        (CAPTIONS, {"transcript": RichText("<p> </p>")}, "transcript"),
    ],
)
def test_a_film_is_for_who_cannot_hear_or_load_it_too(captions, fields, field):
    block = BLOCKS["video"]
    film = make_film(captions=captions)
    value = block.normalize({**block.get_preview_value(), **fields, "video": film})
    if field is None:
        assert block.clean(value)["video"] == film
    else:
        with pytest.raises(StructBlockValidationError) as refused:
            block.clean(value)
        assert list(refused.value.block_errors) == [field]


def test_a_recording_is_no_film():
    block = BLOCKS["video"]
    with pytest.raises(StructBlockValidationError):
        block.clean(block.normalize({**block.get_preview_value(), "video": make_recording()}))


def test_who_speaks_stays_on_one_side():
    turns = [{"speaker": name, "line": "So.", "note": ""} for name in ("A", "B", "A", "C", "B")]
    html = BLOCKS["dialogue"].render(BLOCKS["dialogue"].to_python({"title": "x", "turns": turns}))
    assert re.findall(r"turn-(start|end)", html) == ["start", "end", "start", "start", "end"]


def _node(key: str, *, ending: str = "", to: tuple[str, ...] = ()) -> dict:
    return {"key": key, "ending": ending, "choices": [{"goes_to": target} for target in to]}


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ([_node("a", to=("b",)), _node("b", ending="good")], None),
        ([_node("a", to=("c",)), _node("b", ending="good")], "does not exist"),
        ([_node("a"), _node("b", ending="good")], "neither choices nor an ending"),
        ([_node("a", to=("a",)), _node("b", ending="good")], "No choice leads to"),
        ([_node("a", to=("a",)), _node("a", ending="good")], "Two scenes"),
        ([_node("a", to=("b",)), _node("b", ending="good", to=("a",))], "cannot have choices"),
    ],
)
def test_a_story_that_cannot_be_read_to_an_end_is_refused(nodes, words):
    found = " ".join(str(problem) for problem in problems(nodes))
    assert (words in found) if words else not found
