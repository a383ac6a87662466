"""Every story with choices can be played to an end, whatever somebody chooses."""

from typing import Any

import pytest

from courses.catalogue.scenario import problems
from tests.courses.content.starter import COURSES, EDITIONS, Course, blocks, course

LEAST = 3  # endings of a story of the outline
# The six of the outline of course 1, and the evening on which the learner commands.
OUTLINE = {
    *("the-empty-school", "the-boy-at-the-checkpoint", "a-rumour-about-a-driver", "one-photo"),
    *("favours-at-the-perimeter", "ten-uniforms", "the-commanders-evening"),
}

Scene = dict[str, Any]


def stories(found: Course) -> dict[str, list[Scene]]:
    """The scenes of each story by its lesson and title."""
    return {
        f"{lesson['slug']}: {story['title']}": story["nodes"]
        for lesson in found.lessons.values()
        for story in blocks(lesson["body"], "scenario")
    }


def stuck(scenes: list[Scene]) -> set[str]:
    """Scenes to which nothing leads from the first, and from which nothing leads to an ending."""
    onwards = {scene["key"]: {one["goes_to"] for one in scene["choices"]} for scene in scenes}
    backwards = {key: {k for k, targets in onwards.items() if key in targets} for key in onwards}
    begun = _met({scenes[0]["key"]}, onwards)
    ended = _met({scene["key"] for scene in scenes if scene["ending"]}, backwards)
    return onwards.keys() - (begun & ended)


def _met(keys: set[str], steps: dict[str, set[str]]) -> set[str]:
    """All that one comes to from some scenes, themselves too."""
    more = keys.union(*(steps[key] for key in keys))
    return keys if more == keys else _met(more, steps)


def endings(scenes: list[Scene]) -> list[str]:
    return sorted(scene["ending"] for scene in scenes if scene["ending"])


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_every_scene_of_every_story_is_come_to_and_leads_to_an_ending(slug, language):
    found = stories(course(slug, language))
    assert found
    assert {name: stuck(scenes) for name, scenes in found.items() if stuck(scenes)} == {}


@pytest.mark.parametrize("slug", COURSES)
def test_every_story_ends_well_or_otherwise(slug):
    kinds = {name: set(endings(scenes)) for name, scenes in stories(course(slug)).items()}
    assert [name for name, ends in kinds.items() if "good" not in ends or len(ends) < 2] == []


def test_the_stories_of_the_outline_have_at_least_three_endings():
    found = stories(course("child-protection-in-peacekeeping"))
    counts = {name.split(":")[0]: len(endings(scenes)) for name, scenes in found.items()}
    assert OUTLINE - counts.keys() == set()
    assert {slug: counts[slug] for slug in OUTLINE if counts[slug] < LEAST} == {}


def scene(key: str, *to: str, ending: str = "") -> Scene:
    return {"key": key, "ending": ending, "choices": [{"goes_to": target} for target in to]}


def test_a_scene_from_which_there_is_no_way_out_is_found():
    scenes = [scene("a", "b", "end"), scene("b", "c"), scene("c", "b"), scene("end", ending="good")]
    assert problems(scenes) == []
    assert stuck(scenes) == {"b", "c"}


def test_a_scene_to_which_nothing_leads_is_found():
    scenes = [scene("a", "end"), scene("end", ending="good"), scene("x", ending="poor")]
    assert stuck(scenes) == {"x"}


def test_one_may_go_back_to_choose_otherwise():
    assert stuck([scene("a", "b", "end"), scene("b", "a"), scene("end", ending="good")]) == set()
