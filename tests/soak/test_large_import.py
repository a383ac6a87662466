"""5,000 questions in 20 MB of Moodle XML, on the database that the tests run on."""

from time import monotonic

import pytest

from courses.models import Question
from courses.questions.formats import FORMATS, Entry
from courses.questions.import_plan import without_ids
from courses.questions.importing import import_questions
from tests.factories.questions import BODIES, body

pytestmark = [pytest.mark.soak, pytest.mark.django_db]

COUNT, SECONDS = 5_000, 60
MEGABYTE = 1024 * 1024


def large_file() -> bytes:
    kinds = sorted(BODIES)
    sentence = "What was <b>seen</b> &amp; heard on that day, by whom, and what they said of it. "
    filler = "".join(
        f"<p dir='ltr'>{sentence * 2}{'And then nothing more. ' * 12}</p>" for _ in range(8)
    )
    entries = []
    for number in range(COUNT):
        kind = kinds[number % len(kinds)]
        plain = without_ids(body(kind))
        plain["prompt"] += filler
        entries.append(
            Entry(body=plain, key=f"q{number}", objective="4.1", path=("All",), tags=["bulk"])
        )
    return FORMATS["moodlexml"].write(entries).content


@pytest.mark.timeout(300)
def test_twenty_megabytes_are_imported_in_a_minute():
    content = large_file()
    assert len(content) > 15 * MEGABYTE
    for wanted in ("imported", "unchanged"):
        start = monotonic()
        report = import_questions(bank="Large", content=content, filename="large.xml")
        took = monotonic() - start
        assert getattr(report, wanted) == COUNT
        assert took < SECONDS, f"{wanted}: {took:.0f} s"
    assert Question.objects.count() == COUNT
