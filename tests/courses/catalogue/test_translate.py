"""Every text of a block, and nothing else, goes to the translators and comes back."""

import pytest
from wagtail.models import Locale
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.segments.types import StringSegmentValue
from wagtail_localize.strings import StringValue

from courses.catalogue.lesson import LessonBodyBlock
from courses.catalogue.plain import plain_stream
from courses.models import LessonPage
from tests.factories.courses import make_course, make_lesson, publish
from tests.factories.uploads import make_document, make_film, make_recording

pytestmark = pytest.mark.django_db

BLOCKS = LessonBodyBlock().child_blocks
UPLOADS = {"video": make_film, "audio": make_recording, "document": make_document}
NAMES = (*UPLOADS, "table", "quote", "flash_cards", "sorting", "dialogue", "reflection")
NAMES = (*NAMES, "guided_template")


def in_capitals(plain, *, but: tuple):
    """As plain_stream has it, when every text came back in capitals."""
    match plain:
        case str():
            return plain if plain in but else plain.upper().replace("P>", "p>")
        case list():
            return [in_capitals(value, but=but) for value in plain]
        case dict():
            return {name: in_capitals(value, but=but) for name, value in plain.items()}
    return plain


def test_a_lesson_comes_back_translated():
    lesson = make_lesson(make_course(released=False).module, body=[])
    for name in NAMES:
        value = BLOCKS[name].get_preview_value()
        if name in UPLOADS:
            value = BLOCKS[name].normalize({**value, name: UPLOADS[name]()})
        lesson.body.append((name, value))
    lesson = publish(lesson)
    before = plain_stream(lesson.body)
    segments = extract_segments(lesson)
    for segment in segments:
        if isinstance(segment, StringSegmentValue):
            segment.string = StringValue(segment.string.data.upper())
    locale = Locale.get_default()
    translated = LessonPage.objects.get(pk=lesson.pk)
    body = [segment for segment in segments if segment.path.startswith("body.")]
    ingest_segments(lesson, translated, locale, locale, body)
    files = tuple(block[name][name] for block in before for name in UPLOADS if name in block)
    [template] = [block["guided_template"] for block in before if "guided_template" in block]
    codes = [part[name] for part in template["parts"] for name in ("key", "kind")]
    assert plain_stream(translated.body) == in_capitals(before, but=(*files, *codes))
