"""How often, and when again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.rules import shows_answers, standing

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
RULES = {"attempts_allowed": 3, "wait_after_attempt": 2, "wait_hours": 24}


def _fails(count: int) -> list[tuple[datetime, bool]]:
    return [(START + timedelta(hours=n), False) for n in range(count)]


def test_after_the_first_fail_the_next_attempt_is_possible_at_once():
    now = standing(RULES, _fails(1), [])
    assert now.may_start(START + timedelta(hours=1))
    assert now.left == 2


def test_after_the_second_fail_the_learner_waits_a_day():
    now = standing(RULES, _fails(2), [])
    assert now.next_at == START + timedelta(hours=25)
    assert not now.may_start(START + timedelta(hours=24, minutes=59))
    assert now.may_start(START + timedelta(hours=25))


def test_after_the_third_fail_a_facilitator_unlocks():
    now = standing(RULES, _fails(3), [])
    assert now.needs_facilitator
    assert not now.may_start(START + timedelta(days=365))
    granted = standing(RULES, _fails(3), [START + timedelta(hours=5)])
    assert granted.may_start(START + timedelta(hours=5))
    assert granted.left == 1


def test_a_grant_ends_a_waiting_time():
    now = standing(RULES, _fails(2), [START + timedelta(hours=3)])
    assert now.may_start(START + timedelta(hours=3))
    assert now.left == 2


def test_who_has_passed_needs_no_further_attempt():
    now = standing(RULES, [(START, True)], [])
    assert not now.may_start(START)
    assert not now.needs_facilitator


def test_answers_show_when_nothing_can_be_gained_by_them_any_more():
    """Not after the last attempt either: a facilitator may grant another one."""
    assert not shows_answers("after_pass", standing(RULES, _fails(1), []))
    assert not shows_answers("after_pass", standing(RULES, _fails(3), []))
    assert shows_answers("after_pass", standing(RULES, [(START, True)], []))
    assert shows_answers("after_each", standing(RULES, _fails(1), []))
    assert not shows_answers("never", standing(RULES, [(START, True)], []))


@given(st.integers(0, 5), st.integers(0, 8), st.integers(0, 4), st.integers(0, 3))
def test_attempts_never_exceed_what_is_allowed_and_granted(allowed, used, grants, wait_after):
    rules = {"attempts_allowed": allowed, "wait_after_attempt": wait_after, "wait_hours": 24}
    granted = [START + timedelta(days=9)] * grants
    now = standing(rules, _fails(used), granted)
    may = now.may_start(START + timedelta(days=10))
    assert may == (allowed == 0 or used < allowed + grants)
