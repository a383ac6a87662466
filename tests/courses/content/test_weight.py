"""A lesson is light enough for a phone on a bad line, the first time it comes to this site.

The pages of the English courses are got as a learner gets them, and weighed with all that they
fetch: style, script, fonts and pictures. To load every language as well would take minutes; there
the words are counted as they are, with the questions and figures that the lesson shows and its
whole pictures. For each English page, that is seen to be more than it weighs.
"""

import gzip
import re
import shutil
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from courses.editions import content
from courses.exchange.load import load
from courses.studio.release import release
from tests.courses.content.starter import COURSES, EDITIONS, STARTER, Course, blocks, course
from tests.courses.exchange import folder
from tests.factories.people import make_enrolment

KB = 1024
AT_MOST = 150 * KB
FRAME = 12 * KB  # of tags and classes that the templates put around the words of a lesson
STYLE, SCRIPT = "css/site.css", "js/main.js"
FONTS = ("fonts/readex-pro-latin.woff2", "fonts/heading-latin.woff2")
IMPORTED = re.compile(r'@import url\("([^"]+)"\)|(?:from|import) ?\(?"(\.{1,2}/[^"]+)"')


def measured(html: str) -> int:
    """What comes with a page, compressed as far as it is on its way."""
    found = _Fetched()
    found.feed(html)
    return len(gzip.compress(html.encode())) + sum(map(_size, found.addresses))


class _Fetched(HTMLParser):
    """The addresses that a browser fetches by itself; of a picture, every size."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        found = [values.get("src", ""), values.get("poster", "")]
        found += [size.split()[0] for size in values.get("srcset", "").split(",") if size.strip()]
        if tag in ("link", "use"):
            found.append(values.get("href", "").split("#")[0])
        self.addresses |= {unquote(address) for address in found if address}


def _size(address: str) -> int:
    if address.startswith(settings.STATIC_URL):
        return _static(address.removeprefix(settings.STATIC_URL))
    if address.startswith(settings.MEDIA_URL):
        return default_storage.size(address.removeprefix(settings.MEDIA_URL))
    return 0


@cache
def _static(name: str) -> int:
    """A file of ours with all that it may import."""
    waiting, seen = [Path(finders.find(name)).resolve()], {}
    while waiting:
        file = waiting.pop()
        if file not in seen:
            seen[file] = file.read_bytes()
            if file.suffix in (".css", ".js"):
                names = ["".join(names) for names in IMPORTED.findall(seen[file].decode())]
                waiting += [(file.parent / name).resolve() for name in names]
    return sum(len(gzip.compress(found)) for found in seen.values())


def estimated(found: Course, lesson: dict[str, Any], images: Path) -> int:
    shown = [lesson, *_shown(found, lesson)]
    pictures = {name for name in blocks(lesson["body"], "image") if isinstance(name, str)}
    words = sum(len(str(plain).encode()) for plain in shown)
    files = sum(map(_static, (STYLE, SCRIPT, *FONTS)))
    return files + FRAME + words + sum((images / name).stat().st_size for name in pictures)


def _shown(found: Course, lesson: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions and figures of a lesson."""
    asked = {check["question"] for check in blocks(lesson["body"], "knowledge_check")}
    named = [figure for figure in blocks(lesson["body"], "figure") if isinstance(figure, str)]
    for bank, items in found.banks.items():
        yield from (item for item in items if f"{bank}/{item['key']}" in asked)
    yield from (figure for figure in found.figures if figure["key"] in named)


def of_lessons(slug: str, language: str) -> dict[str, int]:
    """The estimates, by the short names of the lessons."""
    found, images = course(slug, language), STARTER / slug / "images"
    return {one["slug"]: estimated(found, one, images) for one in found.lessons.values()}


@pytest.mark.django_db
@pytest.mark.timeout(600)  # sixty lessons
@pytest.mark.parametrize("slug", COURSES)
def test_no_page_of_a_lesson_is_too_heavy_for_a_phone(slug, client, tmp_path):
    weights = {}
    for address, html in _pages(client, _loaded(tmp_path, slug)):
        weights[address] = measured(html)
    assert {name: weight for name, weight in weights.items() if weight >= AT_MOST} == {}
    guess = of_lessons(slug, "en")
    assert weights.keys() == guess.keys()
    assert {name: weight for name, weight in weights.items() if weight > guess[name]} == {}


def _loaded(root: Path, slug: str) -> Any:
    """The edition in English, open to who has taken no other course."""
    english = shutil.ignore_patterns("translations")
    files = shutil.copytree(STARTER / slug, root / slug, ignore=english)
    folder.change(files, "course.yaml", lambda data: data.pop("prerequisites", None))
    return release(course_page=load(files).course_page)


def _pages(client, edition) -> Iterator[tuple[str, str]]:
    enrolment = make_enrolment(edition.course.offerings.get())
    client.force_login(enrolment.person.user)
    for item in content.outline(edition, "en").items:
        if item.kind == "lesson":
            response = client.get(f"/learn/{edition.course.slug}/{item.slug}/")
            assert response.status_code == 200
            yield item.slug, response.content.decode()


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_nor_would_it_be_in_any_language(slug, language):
    weights = of_lessons(slug, language)
    assert {name: weight for name, weight in weights.items() if weight >= AT_MOST} == {}


def test_all_that_a_page_fetches_counts():
    style = '<link rel="stylesheet" href="/static/css/site.css">'
    script = '<script type="module" src="/static/js/main.js"></script>'
    assert measured(style) > 10 * KB  # with what it imports
    assert measured(script) > 10 * KB
    assert measured(style + script) > measured(style) + measured(script) - 1 * KB
    name = default_storage.save("images/heavy.webp", ContentFile(b"x" * AT_MOST))
    pictures = [f'<img src="/media/{name}" alt="">', f'<source srcset="/media/{name} 400w">']
    weights = [measured(picture) for picture in pictures]
    default_storage.delete(name)
    assert min(weights) >= AT_MOST
    assert measured('<a href="/static/css/site.css">Style</a>') < 1 * KB


def test_a_heavy_picture_and_a_long_text_are_found(tmp_path):
    (tmp_path / "big.png").write_bytes(b"x" * AT_MOST)
    nothing = Course("small", "en", {}, {}, {}, [])
    light = {"body": [{"rich_text": "<p>Listen.</p>"}]}
    picture = {"body": [{"image": {"image": "big.png"}}]}
    long = {"body": [{"rich_text": "<p>Listen.</p>" * 12_000}]}
    assert estimated(nothing, light, tmp_path) < AT_MOST
    assert estimated(nothing, picture, tmp_path) >= AT_MOST
    assert estimated(nothing, long, tmp_path) >= AT_MOST


def test_the_questions_of_a_lesson_count():
    item = {"key": "one", "prompt": "x" * AT_MOST}
    found = Course("small", "en", {}, {}, {"b": [item]}, [])
    lesson = {"body": [{"knowledge_check": {"question": "b/one"}}]}
    assert estimated(found, lesson, Path()) >= AT_MOST
