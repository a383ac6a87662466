"""Another key for a released question: plain Python on its bodies, by locale.

Only who chose or wrote something can get other points; what was asked stays as it was.
"""

from collections.abc import Collection, Mapping
from typing import Any

from courses.questions.types import type_of
from courses.questions.types.number import exact

FULL = 100
ADDED = "added-"  # how the ids of accepted answers begin that no author gave
CHOICES = ("single_choice", "true_false", "multiple_choice")
WORDS, NUMBER = "short_text", "number"
REKEYABLE = (*CHOICES, WORDS, NUMBER)

type Bodies = Mapping[str, dict[str, Any]]


class NoKey(ValueError):
    """This is no key for the question; ``args[0]`` says why."""


def gettext_noop(message: str) -> str:
    """Marks a string for translation by whoever shows it."""
    return message


def kind_of(bodies: Bodies) -> str:
    return next(iter(bodies.values()))["type"]


def with_right(bodies: Bodies, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """These choices are right and no others; several may be, whatever the type. Raises NoKey."""
    if not ids:
        raise NoKey(gettext_noop("Tick at least one choice."))
    return {
        locale: {**body, "choices": [{**c, "correct": c["id"] in ids} for c in body["choices"]]}
        for locale, body in bodies.items()
    }


def with_accepted(bodies: Bodies, texts: Collection[str]) -> dict[str, dict[str, Any]]:
    """These words or numbers are fully right too, in every language. Raises NoKey."""
    texts = [text.strip() for text in texts if text.strip()]
    if kind_of(bodies) == NUMBER and not all(exact(text) is not None for text in texts):
        raise NoKey(gettext_noop("Write numbers like 12 or 12.5."))
    added = [_accepted(kind_of(bodies), text, n) for n, text in enumerate(texts, start=1)]
    return {
        locale: {**body, "answers": _before_the_partly_right(body["answers"], added)}
        for locale, body in bodies.items()
    }


def accepted_since(bodies: Bodies) -> list[str]:
    """What ``with_accepted`` added."""
    answers = next(iter(bodies.values()))["answers"]
    added = [answer for answer in answers if answer["id"].startswith(ADDED)]
    return [answer.get("text") or answer["value"] for answer in added]


def has_key(body: dict[str, Any]) -> bool:
    """Whether something is fully right."""
    if body["type"] in CHOICES:
        return any(choice["correct"] for choice in body["choices"])
    return not type_of(body).problems(body)


def _accepted(kind: str, text: str, number: int) -> dict[str, Any]:
    given = {"value": text, "tolerance": "0"} if kind == NUMBER else {"text": text}
    return {"id": f"{ADDED}{number}", **given, "points": FULL, "feedback": ""}


def _before_the_partly_right(
    answers: list[dict[str, Any]], added: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The first that fits decides, so none with fewer points may stand before the new ones."""
    places = (place for place, answer in enumerate(answers) if answer["points"] < FULL)
    place = next(places, len(answers))
    return [*answers[:place], *added, *answers[place:]]
