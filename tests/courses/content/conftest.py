"""All starter courses are read before the first test of this package."""

import pytest

from tests.courses.content.starter import COURSES, course


@pytest.fixture(autouse=True, scope="session")
def _read() -> None:
    """Some seconds, which are not to count as the time of one test."""
    for slug in COURSES:
        course(slug)
