"""From an entry to a question in GIFT."""

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from . import grades, marks, markup, ordering_text
from .interface import Entry, Misfit
from .moodle_writing import has_usual_choices

type Part = dict[str, Any]


def question(entry: Entry) -> str:
    """Raises Misfit where GIFT has no such type."""
    body, kind = entry.body, entry.body["type"]
    if kind not in WRITERS:
        raise Misfit(_("GIFT has no text with gaps."))
    is_other = kind == "categorise" or (
        kind == "true_false" and not has_usual_choices(body["choices"])
    )
    write = _single if is_other and kind == "true_false" else WRITERS[kind]
    bits = [f"[id:{_bit(entry.key)}]"] if entry.key else []
    tags = marks.written(entry, as_type=kind if is_other else "")
    bits += [f"[tag:{_bit(tag)}]" for tag in tags]
    lines = [f"// {' '.join(bits)}"] if bits else []
    lines.append(f"::{escaped(entry.name or entry.key)}::[html]{escaped(body['prompt'])}{{")
    answers = list(write(entry))
    if answers and answers[0].startswith((">", "#", "T", "F")):
        lines[-1] += answers.pop(0)
    lines += [f"\t{answer}" for answer in answers]
    lines += [f"\t####{escaped(body['feedback'])}"] if body["feedback"] else []
    return "\n".join([*lines, "}"]) + "\n"


def escaped(text: str) -> str:
    return re.sub(r"([\\#=~{}:])", r"\\\1", text.replace("\r", "")).replace("\n", "\\n")


def _bit(text: str) -> str:
    return re.sub(r"[<>`\n\r]", "", text).replace("]", "\\]")


def _plain(text: str) -> str:
    return f"[plain]{escaped(text)}" if text else ""


def _said(part: Part) -> str:
    return f"#{_plain(part['feedback'])}" if part["feedback"] else ""


def _single(entry: Entry) -> Iterable[str]:
    for choice in entry.body["choices"]:
        points = grades.points_of(choice)
        weight = f"~%{grades.listed(points)}%" if points else "~"
        sign = "=" if choice["correct"] else weight
        yield f"{sign}{_plain(choice['text'])}{_said(choice)}"


def _multiple(entry: Entry) -> Iterable[str]:
    choices = entry.body["choices"]
    share = Fraction(grades.FULL, max(sum(choice["correct"] for choice in choices), 1))
    loss = "" if entry.body.get("lenient") else f"%{grades.listed(-share)}%"
    for choice in choices:
        weight = f"%{grades.listed(share)}%" if choice["correct"] else loss
        yield f"~{weight}{_plain(choice['text'])}{_said(choice)}"


def _true_false(entry: Entry) -> Iterable[str]:
    right, wrong = sorted(entry.body["choices"], key=lambda choice: not choice["correct"])
    said = f"#{_plain(wrong['feedback'])}#{_plain(right['feedback'])}"
    yield f"{right['text'].upper()}{said if said != '##' else ''}"


def _short_text(entry: Entry) -> Iterable[str]:
    for answer in entry.body["answers"]:
        yield f"=%{grades.listed(answer['points'])}%{escaped(answer['text'])}{_said(answer)}"


def _number(entry: Entry) -> Iterable[str]:
    yield "#"
    for answer in entry.body["answers"]:
        number = f"{answer['value']}:{answer['tolerance']}"
        yield f"=%{grades.listed(answer['points'])}%{number}{_said(answer)}"


def _row(text: str, answer: str) -> str:
    """Only HTML can say an arrow in another way."""
    html = f"[html]{escaped(markup.plain_to_html(text))}"
    return f"={html if '->' in text else _plain(text)} -> {escaped(answer)}"


def _matching(entry: Entry) -> Iterable[str]:
    yield from (_row(pair["text"], pair["answer"]) for pair in entry.body["pairs"])
    yield from (_row("", extra["text"]) for extra in entry.body["extras"])


def _categorise(entry: Entry) -> Iterable[str]:
    for group in entry.body["groups"]:
        for card in group["cards"] or [{"text": ""}]:
            yield _row(card["text"], group["text"])


def _ordering(entry: Entry) -> Iterable[str]:
    items = entry.body["items"]
    yield ordering_text.head(len(items))
    yield from (re.sub(r"([\\{}])", r"\\\1", item["text"]) for item in items)


def _essay(entry: Entry) -> Iterable[str]:
    """Its rubric and guide have no place."""
    return ()


WRITERS: dict[str, Callable[[Entry], Iterable[str]]] = {
    "single_choice": _single,
    "multiple_choice": _multiple,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "categorise": _categorise,
    "short_text": _short_text,
    "number": _number,
    "free_text": _essay,
}
