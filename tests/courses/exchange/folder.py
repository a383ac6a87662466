"""A small course as files, and how tests change them."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from wagtail.models import Page
from wagtail_localize.models import TranslatableObject

from courses.exchange.report import Report
from courses.models import (
    CourseIndexPage,
    CoursePage,
    Figure,
    LoadedItem,
    Question,
    QuestionBank,
    Topic,
)
from lms.files.models import CustomDocument, CustomImage, CustomMedia

STARTER = Path(settings.BASE_DIR) / "courses/starter/child-protection-in-peacekeeping"

COURSE = "course.yaml"
MODULE = "modules/01-listening/module.yaml"
LESSON = "modules/01-listening/01-first-words.yaml"
SECOND = "modules/01-listening/02-at-the-gate.yaml"
QUIZ = "modules/01-listening/03-check-yourself.yaml"
BANK = "banks/small.yaml"
FIGURES = "figures.yaml"


def question(key: str, **fields) -> dict[str, Any]:
    choices = [
        {"id": "a", "text": "Listen", "correct": True, "feedback": "Yes: that helps."},
        {"id": "b", "text": "Ask why", "correct": False, "feedback": "Questions press a child."},
    ]
    return {
        "key": key,
        "type": "single_choice",
        "objective": "1.1",
        "prompt": f"<p>What do you do first, {key}?</p>\n",
        "choices": choices,
        **fields,
    }


FILES: dict[str, Any] = {
    COURSE: {
        "title": "Small course",
        "slug": "small-course",
        "summary": "How to listen.",
        "audience": "Everybody.",
        "duration_minutes": 30,
        "certificate_title": "Small course, online part",
        "certificate_note": "A record; not a UN document.",
        "outcomes": ["You can listen."],
        "objectives": [{"code": "1.1", "text": "Listen"}],
        "topics": ["Child protection"],
    },
    FIGURES: [
        {"key": "reports-2024", "text": "In 2024: 5.", "source": "Us", "as_of": date(2025, 1, 2)}
    ],
    MODULE: {"title": "Listening", "slug": "listening"},
    LESSON: {
        "kind": "lesson",
        "title": "First words",
        "slug": "first-words",
        "body": [
            {"heading": "Begin"},
            {"rich_text": "<p>Stay calm. <b>Listen.</b></p>\n<ul><li>One</li><li>Two</li></ul>\n"},
            {"do_dont": {"do": ["Listen."], "dont": ["Ask why."]}},
            {"knowledge_check": {"question": "small/practice"}},
            {"figure": {"figure": "reports-2024"}},
        ],
    },
    SECOND: {
        "kind": "lesson",
        "title": "At the gate",
        "slug": "at-the-gate",
        "body": [
            {
                "scenario": {
                    "title": "The gate",
                    "intro": "<p>You are on guard.</p>",
                    "nodes": [
                        {
                            "key": "start",
                            "text": "<p>A child comes.</p>",
                            "choices": [
                                {"text": "I wave", "feedback": "<p>It stops.</p>", "goes_to": "end"}
                            ],
                        },
                        {"key": "end", "text": "<p>You report.</p>", "ending": "good"},
                    ],
                }
            }
        ],
    },
    QUIZ: {
        "kind": "quiz",
        "title": "Check yourself",
        "slug": "check-yourself",
        "intro": "<p>Two questions.</p>",
        "blueprint": [
            {"fixed": {"question": "small/first"}},
            {"draw": {"bank": "small", "objective": "1.1", "count": 1}},
        ],
    },
    BANK: {
        "name": "Small",
        "slug": "small",
        "questions": [
            question("first", critical=True),
            question("second"),
            question("third"),
            question("practice", practice_only=True),
        ],
    },
}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data) -> bool:
        return True


def as_yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


def write(root: Path, files: dict[str, Any] | None = None) -> Path:
    """The small course, or other files, below ``root``."""
    for name, data in (files or FILES).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_yaml(data))
    return root


def change(root: Path, name: str, how: Callable[[Any], object]) -> None:
    """Change the data of one file in place."""
    data = yaml.safe_load((root / name).read_text())
    how(data)
    (root / name).write_text(as_yaml(data))


def contents(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def refusals(report: Report) -> str:
    return "\n".join(map(str, report.refused))


UPLOADS = (CustomDocument, CustomImage, CustomMedia)


def everything() -> dict[str, int]:
    """How much there is of all that a load may make."""
    models = (Page, Question, QuestionBank, Figure, Topic, *UPLOADS, LoadedItem)
    return {model.__name__: model.objects.count() for model in models}


def empty_the_database() -> None:
    """As if no course had ever been here."""
    for page in CoursePage.objects.all():
        page.delete()
    for catalogue in CourseIndexPage.objects.all():
        assert not catalogue.get_children()
    for model in (Question, QuestionBank, Figure, Topic, *UPLOADS, LoadedItem, TranslatableObject):
        model.objects.all().delete()


# What of the files is text; everything else is the same in every language.
TEXTS = {
    *("title", "summary", "audience", "certificate_title", "certificate_note", "outcomes"),
    *("topics", "text", "source", "heading", "rich_text", "do", "dont", "intro", "feedback"),
    *("prompt", "key_message", "items", "alt", "image_alt", "caption", "topic", "note", "line"),
    *("content_note", "alternative", "transcript", "columns", "rows", "speaker", "front", "back"),
    *("instruction", "groups", "support", "answer", "guide", "hint", "example", "options"),
}
FR = "translations/fr"
WORDS = re.compile(r">([^<>\n]+)<")


def in_french(data: Any, name: str = "") -> Any:
    """The data of a file with “fr” before every text."""
    match data:
        case dict():
            return {key: in_french(value, key) for key, value in data.items()}
        case list():
            return [in_french(value, name) for value in data]
        case str() if name in TEXTS and data.startswith("<"):
            return WORDS.sub(r">fr \1<", data)
        case str() if name in TEXTS and data:
            return f"fr {data}"
        case _:
            return data


def write_with_french(root: Path, files: dict[str, Any] | None = None) -> Path:
    """The small course, or other files, with a translation into French."""
    files = files or FILES
    french = {f"{FR}/{name}": in_french(data) for name, data in files.items()}
    return write(root, {**files, **french})
