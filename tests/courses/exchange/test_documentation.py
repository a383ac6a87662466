"""docs/course-format.md is true: its examples together are a course that loads."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

from courses.catalogue.lesson import LessonBodyBlock
from courses.catalogue.manual_blocks import ManualBodyBlock
from courses.exchange.load import load
from courses.models import LessonPage, ManualPartPage, Question
from courses.questions.types import TYPES
from tests.factories import uploads as uploaded
from tests.factories.images import make_image

pytestmark = pytest.mark.django_db

TEXT = (Path(settings.BASE_DIR) / "docs/course-format.md").read_text()
EXAMPLE = re.compile(
    r"^## (\S+\.yaml)\n(?:(?!^## ).)*?^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL
)
PICTURE = "way-of-a-report-0c5f9a1e.png"
FILM, RECORDING = "at-the-gate-5b0d1c2e", "a-calm-voice-7d3f2a1b.ogg"
DOCUMENT = "card-for-the-pocket-9c8e7d6f.pdf"


def written(folder: Path, documented: str, content: bytes, captions: bytes = b"") -> tuple:
    """The file under the name that its content asks for."""
    sha1 = hashlib.sha1(content + captions, usedforsecurity=False).hexdigest()
    stem, _hash, suffix = re.fullmatch(r"(.+)-(\w{8})(\.\w+)", documented).groups()
    path = folder / f"{stem}-{sha1[:8]}{suffix}"
    folder.mkdir(exist_ok=True)
    path.write_bytes(content)
    if captions:
        path.with_suffix(".vtt").write_bytes(captions)
    return documented, path.name


def test_the_examples_are_a_course_with_every_block_and_type(tmp_path):
    with make_image().open_file() as file:
        picture = file.read()
    uploads = [
        written(tmp_path / "images", PICTURE, picture),
        written(tmp_path / "media", FILM + ".mp4", uploaded.FILM, uploaded.CAPTIONS),
        written(tmp_path / "media", RECORDING, uploaded.RECORDING),
        written(tmp_path / "documents", DOCUMENT, uploaded.PDF),
    ]
    for path, text in EXAMPLE.findall(TEXT):
        for documented, name in uploads:
            text = text.replace(documented, name)
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert load(tmp_path).refused == []
    assert {block.block_type for block in LessonPage.objects.get().body} == {
        *LessonBodyBlock().child_blocks
    }
    assert {block.block_type for block in ManualPartPage.objects.get().body} == {
        "heading",
        *ManualBodyBlock().child_blocks.keys() - LessonBodyBlock().child_blocks.keys(),
    }
    assert {question.kind for question in Question.objects.all()} == set(TYPES)
