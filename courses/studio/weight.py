"""How long a lesson takes to read and what a learner downloads for it.

Counted from the very HTML that learners get, so that every block counts, whatever it is.
"""

import gzip
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Locale

from courses.catalogue.items import LessonPage
from courses.catalogue.models import CoursePage
from courses.editions import content
from courses.editions.check import Finding
from courses.editions.snapshot import parts_of

WORDS_A_MINUTE = 120  # of somebody who reads slowly, in a language learnt later
KB = 1024
WORD = re.compile(r"\w+(?:['’.-]\w+)*")  # noqa: RUF001
DOCUMENT = re.compile(r"/documents/(\d+)/")


@dataclass
class Weight:
    """``kilobytes`` come with the lesson, ``on_demand`` only to who asks for them.

    Every word counts, those of a folded part and of each way through a scenario too.
    """

    words: int
    kilobytes: int
    on_demand: int

    @property
    def minutes(self) -> int:
        return math.ceil(self.words / WORDS_A_MINUTE)

    @property
    def budget(self) -> int:
        return settings.LESSON_BUDGET_KB

    @property
    def is_over(self) -> bool:
        return self.kilobytes > self.budget


def weigh(page: LessonPage) -> Weight:
    """Of a lesson as it stands in memory: published, a draft, or what is typed right now."""
    locale = page.locale if page.locale_id else Locale.get_default()
    html = content.drawn(page, "lesson", locale.language_code).html
    found = _Contents()
    found.feed(html)
    found.close()
    images = sum(max(map(_size, sizes)) for sizes in found.images)
    on_demand = sum(map(_size, found.media)) + _size_of_documents(found.documents)
    return Weight(
        words=len(WORD.findall(" ".join(found.text))),
        kilobytes=math.ceil((len(gzip.compress(html.encode())) + images) / KB),
        on_demand=math.ceil(on_demand / KB),
    )


def overweight(course_page: CoursePage) -> list[Finding]:
    """Advice about the published lessons that are over the budget."""
    lessons = [page for page in parts_of(course_page) if isinstance(page, LessonPage) and page.live]
    return list(_too_heavy(lessons))


def _too_heavy(lessons: list[LessonPage]) -> Iterator[Finding]:
    message = _(
        "%(lesson)s: %(size)d KB to download; more than %(budget)d KB is slow in the field."
    )
    for page in lessons:
        weight = weigh(page)
        if weight.is_over:
            named = {"lesson": page.title, "size": weight.kilobytes, "budget": weight.budget}
            url = reverse("wagtailadmin_pages:edit", args=[page.pk])
            yield Finding(message % named, url, blocking=False)


class _Contents(HTMLParser):
    """The words, and the addresses of the files."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.images: list[list[str]] = []  # each in every size; a learner gets one of them
        self.media: set[str] = set()
        self.documents: set[int] = set()
        self._picture: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.text.append(" ")  # words of two blocks are two words
        match tag:
            case "picture":
                self._picture = []
            case "img" | "source" if tag == "img" or self._picture is not None:
                self._image([values.get("src", ""), *_candidates(values.get("srcset", ""))])
            case "video" | "audio" | "source" | "track":
                self.media.add(values.get("src", ""))
                if poster := values.get("poster"):
                    self._image([poster])
            case "a":
                self.documents |= {int(pk) for pk in DOCUMENT.findall(values.get("href", ""))}

    def handle_endtag(self, tag: str) -> None:
        if tag == "picture" and self._picture:
            self.images.append(self._picture)
            self._picture = None

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def _image(self, addresses: list[str]) -> None:
        if self._picture is None:
            self.images.append(addresses)
        else:
            self._picture += addresses


def _candidates(srcset: str) -> list[str]:
    return [part.split()[0] for part in srcset.split(",") if part.strip()]


def _size(address: str) -> int:
    """Bytes of a file of ours; 0 for any other address, and where the file is gone."""
    if not address.startswith(settings.MEDIA_URL):
        return 0
    try:
        return default_storage.size(unquote(address.removeprefix(settings.MEDIA_URL)))
    except OSError:
        return 0


def _size_of_documents(ids: set[int]) -> int:
    rows = get_document_model().objects.filter(pk__in=ids) if ids else []
    return sum(row.file_size or 0 for row in rows)
