"""The score depends on paper, responses and version alone; a critical item fails the attempt."""

from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.grading import grade


def _paper(count: int, critical: set[int] = frozenset()):
    slots = [
        {"slot": n, "version": n, "objective": f"1.{n}", "critical": n in critical}
        for n in range(1, count + 1)
    ]
    choices = [
        {"id": "a", "text": "A", "correct": True, "feedback": "Why."},
        {"id": "b", "text": "B", "correct": False, "feedback": "Why."},
    ]
    body = {"type": "single_choice", "prompt": "?", "choices": choices, "feedback": ""}
    return slots, dict.fromkeys(range(1, count + 1), body)


@given(st.integers(1, 20), st.integers(1, 100), st.data())
def test_a_score_is_a_percentage_and_decides_the_pass_exactly(count, pass_mark, data):
    slots, bodies = _paper(count)
    answers = data.draw(
        st.dictionaries(st.integers(1, count), st.sampled_from(["a", "b", None]), max_size=count)
    )
    right = sum(answer == "a" for answer in answers.values())
    result = grade(slots, bodies, answers, pass_mark=pass_mark)
    assert result.score == 100 * right // count
    assert result.passed == (100 * right >= pass_mark * count)
    assert result == grade(slots, bodies, dict(reversed(answers.items())), pass_mark=pass_mark)
    assert len(result.weak) == count - right


def test_a_wrong_critical_item_fails_whatever_the_score():
    slots, bodies = _paper(20, critical={7})
    answers = dict.fromkeys(range(1, 21), "a")
    assert grade(slots, bodies, answers, pass_mark=80).passed
    result = grade(slots, bodies, {**answers, 7: "b"}, pass_mark=80)
    assert (result.score, result.passed, result.critical_failed) == (95, False, True)
    assert result.weak == ["1.7"]


def test_thirteen_of_sixteen_is_enough_for_eighty_per_cent_and_twelve_is_not():
    slots, bodies = _paper(16)
    thirteen = dict.fromkeys(range(1, 14), "a")
    assert grade(slots, bodies, thirteen, pass_mark=80).passed
    del thirteen[1]
    assert not grade(slots, bodies, thirteen, pass_mark=80).passed
