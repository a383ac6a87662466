"""One question of each type as plain data, and the answer that is fully right."""

from copy import deepcopy

from wagtail.models import Locale

from courses.models import Question, QuestionBank
from courses.questions.bodies import stream_of
from courses.questions.types import TYPES


def _choice(key: str, text: str, *, correct: bool, **more) -> dict:
    return {"id": key, "text": text, "correct": correct, "feedback": f"Why {text}.", **more}


def _accepted(key: str, text: str, points: int = 100) -> dict:
    return {"id": key, "text": text, "points": points, "feedback": f"Why {text}."}


def _number(key: str, value: str, tolerance: str = "0", points: int = 100) -> dict:
    return {"id": key, "value": value, "tolerance": tolerance, "points": points, "feedback": ""}


BODIES: dict[str, dict] = {
    "single_choice": {
        "prompt": "<p>A child tells you something. What next?</p>",
        "choices": [
            _choice("a", "Report", correct=True),
            _choice("b", "Ask a colleague", correct=False, points=50),
            _choice("c", "Investigate", correct=False),
        ],
    },
    "multiple_choice": {
        "prompt": "<p>What helps? Choose all that apply.</p>",
        "choices": [
            _choice("a", "Listen", correct=True),
            _choice("b", "Stay calm", correct=True),
            _choice("c", "Ask why", correct=False),
            _choice("d", "Take a photo", correct=False),
        ],
    },
    "true_false": {
        "prompt": "<p>You need proof to report.</p>",
        "choices": [_choice("a", "True", correct=False), _choice("b", "False", correct=True)],
    },
    "matching": {
        "prompt": "<p>Who does what?</p>",
        "pairs": [
            {"id": "a", "text": "You", "answer": "Report", "feedback": "At once."},
            {"id": "b", "text": "The focal point", "answer": "Decides", "feedback": ""},
            {"id": "c", "text": "A colleague who sees it", "answer": "Report", "feedback": ""},
        ],
        "extras": [{"id": "d", "text": "Investigates alone"}],
    },
    "ordering": {
        "prompt": "<p>What comes first?</p>",
        "items": [
            {"id": "a", "text": "Listen"},
            {"id": "b", "text": "Write it down"},
            {"id": "c", "text": "Report"},
            {"id": "d", "text": "Take care of yourself"},
        ],
    },
    "categorise": {
        "prompt": "<p>What do you say, and what not?</p>",
        "groups": [
            {
                "id": "a",
                "text": "Say it",
                "cards": [
                    {"id": "b", "text": "I believe you.", "feedback": "It lifts a weight."},
                    {"id": "c", "text": "It is not your fault.", "feedback": ""},
                ],
            },
            {
                "id": "d",
                "text": "Do not say it",
                "cards": [{"id": "e", "text": "Why were you there?", "feedback": "It blames."}],
            },
        ],
    },
    "short_text": {
        "prompt": "<p>Whom do you tell first?</p>",
        "answers": [_accepted("a", "focal point*"), _accepted("b", "*superior*", 50)],
    },
    "number": {
        "prompt": "<p>Under what age is a person a child?</p>",
        "answers": [_number("a", "18"), _number("b", "18", "1", 25)],
        "units": [
            {"id": "c", "name": "years", "factor": "1"},
            {"id": "d", "name": "months", "factor": "12"},
        ],
    },
    "cloze": {
        "prompt": "<p>You [[1]] the child, and report within [[2]] hours to the [[3]].</p>",
        "gaps": [
            {
                "id": "a",
                "type": "single_choice",
                "weight": 1,
                "choices": [
                    _choice("b", "listen to", correct=True),
                    _choice("c", "question", correct=False),
                ],
            },
            {
                "id": "d",
                "type": "number",
                "weight": 2,
                "answers": [_number("e", "24")],
                "units": [],
            },
            {
                "id": "f",
                "type": "short_text",
                "weight": 1,
                "answers": [_accepted("g", "focal point")],
            },
        ],
    },
    "free_text": {
        "prompt": "<p>How do you explain the duty to report to a new colleague?</p>",
        "criteria": [
            {"id": "a", "text": "Says that proof is not needed", "points": 2},
            {"id": "b", "text": "Names the focal point", "points": 1},
        ],
        "guide": "Two sentences are enough.",
    },
}
RIGHT: dict[str, dict[str, list[str]]] = {
    "single_choice": {"": ["a"]},
    "multiple_choice": {"": ["a", "b"]},
    "true_false": {"": ["b"]},
    "matching": {"a": ["a"], "b": ["b"], "c": ["a"]},
    "ordering": {"a": ["1"], "b": ["2"], "c": ["3"], "d": ["4"]},
    "categorise": {"b": ["a"], "c": ["a"], "e": ["d"]},
    "short_text": {"": ["Focal  Point of my unit"]},
    "number": {"": ["216 months"]},
    "cloze": {"a": ["b"], "d": ["24"], "f": ["focal point"]},
}
BY_MACHINE = sorted(RIGHT)


def as_sent(kind: str, raw: dict[str, list[str]], layout) -> dict[str, list[str]]:
    """What a page sends for an answer with ids: options to pair with are numbers there."""
    if kind not in ("matching", "categorise"):
        return raw
    numbers = {key: str(number) for number, key in enumerate(layout["options"], start=1)}
    return {part: [numbers[value] for value in values] for part, values in raw.items()}


def body(kind: str, **changes) -> dict:
    """A body of its own, to change at will."""
    return deepcopy({"type": kind, **BODIES[kind], "feedback": "<p>That is why.</p>", **changes})


def make_one(bank: QuestionBank, kind: str, **fields) -> Question:
    """Published, and called as its type."""
    defaults = {"key": kind, "objective": "1.1", "locale": Locale.get_default()}
    stream = stream_of(body(kind), lambda _model, name: int(name))
    return Question.objects.create(bank=bank, **{**defaults, "body": stream, **fields})


def make_every_type(bank: QuestionBank) -> list[Question]:
    return [make_one(bank, kind) for kind in TYPES]
