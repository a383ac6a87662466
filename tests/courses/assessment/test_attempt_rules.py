"""How often, and when again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.assessment import rules
from courses.assessment.rules import standing

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


def test_who_passed_in_an_earlier_cycle_waits_a_day_before_the_first_attempt_of_this_one():
    now = standing(RULES, [], [], elsewhere=START)
    assert (now.left, now.next_at) == (3, START + timedelta(hours=24))
    assert standing(RULES, [], [START], elsewhere=START).may_start(START)
    assert standing({**RULES, "wait_hours": 0}, [], [], elsewhere=START).may_start(START)


def test_who_has_passed_needs_no_further_attempt():
    now = standing(RULES, [(START, True)], [])
    assert not now.may_start(START)
    assert not now.needs_facilitator


def _shown(when: str, standing, *, after=timedelta(0), **settings) -> frozenset[str]:
    frozen = {"feedback_when": when, **settings}
    return rules.shown(frozen, standing, handed_in_at=START, now=START + after)


EVERYTHING = frozenset(rules.PARTS)
ONLY_THE_SCORE = frozenset({rules.SCORE})
PASSED = [(START, True)]


def test_answers_show_when_nothing_can_be_gained_by_them_any_more():
    """Not after the last attempt either: a facilitator may grant another one."""
    assert _shown("after_pass", standing(RULES, _fails(1), [])) == ONLY_THE_SCORE
    assert _shown("after_pass", standing(RULES, _fails(3), [])) == ONLY_THE_SCORE
    assert _shown("after_pass", standing(RULES, PASSED, [])) == EVERYTHING
    assert _shown("after_each", standing(RULES, _fails(1), [])) == EVERYTHING
    assert _shown("never", standing(RULES, PASSED, [])) == ONLY_THE_SCORE
    pre_test = _shown("after_pass", standing(RULES, PASSED, []), purpose="pre_test")
    assert pre_test == ONLY_THE_SCORE


def test_what_is_shown_depends_on_when_one_looks():
    review = {"right_after": ["score"], "later": ["answer"], "after_closing": ["right_answer"]}
    window = rules.Window(closes_at=START + timedelta(days=3))
    now = standing(RULES, PASSED, [], window=window)
    moments = [timedelta(minutes=59), timedelta(hours=1), timedelta(days=3)]
    seen = [_shown("after_pass", now, after=after, review=review) for after in moments]
    assert seen == [frozenset({"score"}), frozenset({"answer"}), frozenset({"right_answer"})]
    failed = standing(RULES, _fails(1), [], window=window)
    assert _shown("after_pass", failed, after=timedelta(hours=2), review=review) == frozenset()


@given(st.lists(st.tuples(*[st.integers(0, 200)] * 3)), st.integers(1, 600))
def test_an_allowance_only_ever_widens(given, minutes):
    allowance = rules.together(rules.Allowance(*row) for row in given)
    timed = {**RULES, "time_limit_minutes": minutes}
    window = rules.Window(START, START + timedelta(days=5))
    plain = standing(timed, _fails(1), [], window=window)
    widened = standing(timed, _fails(1), [], window=window, allowance=allowance)
    for started_at in (START, START + timedelta(days=4, hours=23)):
        assert widened.deadline(started_at) >= plain.deadline(started_at)
    assert widened.left >= plain.left


def test_the_time_of_an_attempt_ends_with_the_window():
    timed = {**RULES, "time_limit_minutes": 30}
    window = rules.Window(closes_at=START + timedelta(minutes=10))
    assert standing(timed, [], [], window=window).deadline(START) == window.closes_at
    more = rules.Allowance(extra_time_percent=50, extra_days=1)
    widened = standing(timed, [], [], window=window, allowance=more)
    assert widened.deadline(START) == START + timedelta(minutes=45)
    assert standing(RULES, [], []).deadline(START) is None


def test_a_quiz_is_open_within_its_window_only():
    window = rules.Window(START, START + timedelta(days=1))
    now = standing(RULES, [], [], window=window)
    moments = [timedelta(seconds=-1), timedelta(0), timedelta(hours=23), timedelta(days=1)]
    assert [now.may_start(START + after) for after in moments] == [False, True, True, False]


def test_what_was_on_its_way_when_the_time_was_up_still_counts():
    assert not rules.is_over(START, START + rules.GRACE)
    assert rules.is_over(START, START + rules.GRACE + timedelta(seconds=1))
    assert not rules.is_over(None, START)


def test_nobody_starts_anew_while_a_person_still_marks():
    now = standing(RULES, _fails(1), [], waits=True)
    assert (now.used, now.left, now.may_start(START + timedelta(days=9))) == (2, 1, False)
    last = standing(RULES, _fails(2), [], waits=True)
    assert not last.needs_facilitator
