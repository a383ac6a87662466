"""Course 1 from beginning to end, in each language: by somebody who passes, and who fails first."""

import pytest

from tests.e2e import walking
from tests.running_site import RunningSite

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.parametrize("locale", ["en", "fr", "es"]),
]

COURSE = "child-protection-in-peacekeeping"


def test_a_learner_takes_the_course_and_passes(site: RunningSite, open_page, locale: str) -> None:
    learner = walking.newcomer(open_page(locale=locale), site, COURSE, locale)
    learner.enrols()
    learner.takes_the_pre_test()
    learner.learns()
    learner.sits()
    learner.is_told(100, mark=80)
    address = learner.has_the_certificate()
    learner.stranger_verifies(open_page(locale=locale), address)


def test_a_learner_fails_on_a_rule_then_on_the_score_waits_and_passes(
    site: RunningSite, open_page, locale: str
) -> None:
    learner = walking.newcomer(open_page(locale=locale), site, COURSE, locale)
    learner.enrols()
    learner.learns(does_things=False)
    learner.fails_on_one_critical_question(mark=80)
    learner.is_told_attempts_left(2)
    learner.goes_to_a_new_attempt()
    learner.fails_everything(mark=80)
    learner.is_told_to_wait()
    learner.comes_back_a_day_later()
    learner.sits(button="Start a new attempt")
    learner.is_told(100, mark=80)
    address = learner.has_the_certificate()
    learner.stranger_verifies(open_page(locale=locale), address)
