"""Progress is a whole number of per cent that reaches 100 exactly when nothing is missing."""

import uuid
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from courses.learning import completion as rule

items = st.lists(st.uuids(), unique=True, max_size=12)


@given(items, items, st.data())
def test_progress_reaches_100_exactly_when_the_rule_holds(required, others, data):
    done = set(
        data.draw(st.lists(st.sampled_from(required + others), max_size=20))
        if required + others
        else []
    )
    percent = rule.percent(set(required), done)
    assert isinstance(percent, int)
    assert 0 <= percent <= 100
    assert (percent == 100) == rule.is_complete(set(required), done)


@given(items, st.uuids())
def test_progress_never_falls_when_something_is_done(required, one_more):
    done: set[uuid.UUID] = set()
    last = rule.percent(set(required), done)
    for item in [*required, one_more]:
        done.add(item)
        now = rule.percent(set(required), done)
        assert now >= last
        last = now


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 120))
def test_validity_ends_on_the_same_day_or_the_last_of_the_month(day, months):
    end = rule.valid_until(day, months)
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day == day.day or (end.day < day.day and end.day >= 28)


def test_two_years_from_a_leap_day():
    assert rule.valid_until(date(2028, 2, 29), 24) == date(2030, 2, 28)


def test_a_course_that_requires_nothing_is_never_complete():
    assert not rule.is_complete(set(), {uuid.uuid4()})
    assert rule.percent(set(), set()) == 0


def test_the_mean_score_is_rounded_down():
    assert rule.mean_score([80, 81]) == 80
    assert rule.mean_score([]) is None
