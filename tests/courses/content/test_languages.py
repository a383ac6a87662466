"""A load leaves a language out that is not whole; of a course that we ship, none may be."""

import pytest

from courses.exchange import reading
from courses.exchange.report import Report
from tests.courses.content.starter import COURSES, STARTER


@pytest.mark.parametrize("slug", COURSES)
def test_no_language_of_a_course_is_left_out(slug):
    report = Report()
    content = reading.read(STARTER / slug, report)
    assert content, report.refused
    there = {path.parent.name for path in STARTER.glob(f"{slug}/translations/*/*")}
    assert set(content.translations) == there, report.rows
