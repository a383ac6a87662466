"""docs/course-format.md is true: its examples together are a course that loads."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from courses.catalogue.blocks import LessonBodyBlock
from courses.exchange.load import load
from courses.models import LessonPage, Question
from courses.questions.types import TYPES
from tests.factories.images import make_image

pytestmark = pytest.mark.django_db

TEXT = (Path(settings.BASE_DIR) / "docs/course-format.md").read_text()
EXAMPLE = re.compile(
    r"^## (\S+\.yaml)\n(?:(?!^## ).)*?^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL
)
PICTURE = "way-of-a-report-0c5f9a1e.png"


def test_the_examples_are_a_course_with_every_block_and_type(tmp_path):
    image = make_image()
    name = PICTURE.replace("0c5f9a1e", image.get_file_hash()[:8])
    for path, text in EXAMPLE.findall(TEXT):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text.replace(PICTURE, name))
    (tmp_path / "images").mkdir()
    with image.open_file() as file:
        (tmp_path / "images" / name).write_bytes(file.read())
    assert load(tmp_path).refused == []
    assert {block.block_type for block in LessonPage.objects.get().body} == {
        *LessonBodyBlock().child_blocks
    }
    assert {question.kind for question in Question.objects.all()} == set(TYPES)
