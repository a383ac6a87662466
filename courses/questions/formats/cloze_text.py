r"""Moodle's notation of a gap: {2:MULTICHOICE:=Paris#Yes!~%50%Lyon#Nearly.}.

The number is the weight; ``=`` marks a right answer, ``%50%`` one worth a part, ``#`` begins the
feedback, ``~`` the next answer, and ``\`` takes the next character as it is.
"""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from courses.questions.types import Body

from . import decimals, grades, markup
from .interface import Entry, Misfit

START = re.compile(r"\{([0-9]{0,4}):([A-Z_]{2,15}):")
FRACTION = re.compile(r"(=)|%(-?[0-9]+(?:[.,][0-9]*)?)%")
CHOICE = {"MULTICHOICE", "MC", *(f"MULTICHOICE_{s}" for s in ("V", "H", "S", "VS", "HS"))}
CHOICE |= {"MCV", "MCH", "MCS", "MCVS", "MCHS"}
TEXT = {"SHORTANSWER", "SA", "MW"}
EXACT_TEXT = {"SHORTANSWER_C", "SAC", "MWC"}
NUMBER = {"NUMERICAL", "NM"}
SEVERAL = {"MULTIRESPONSE", "MR", *(f"MULTIRESPONSE_{s}" for s in ("H", "S", "HS"))}
SEVERAL |= {"MRH", "MRS", "MRHS"}
KINDS = CHOICE | TEXT | EXACT_TEXT | NUMBER | SEVERAL
MOST_WEIGHT = 20


class _Answer(NamedTuple):
    text: str
    points: int
    feedback: str


def read(text: str, entry: Entry) -> tuple[str, list[Body]]:
    """The text with [[1]], [[2]] … for its gaps, and the gaps. Raises Misfit."""
    out, gaps, place = [], [], 0
    while match := START.search(text, place):
        end = _end(text, match.end())
        if match[2] not in KINDS or end is None:
            out.append(text[place : match.end()])
            place = match.end()
            continue
        gaps.append(_gap(match[1], match[2], text[match.end() : end], entry))
        out.append(f"{text[place : match.start()]}[[{len(gaps)}]]")
        place = end + 1
    return "".join(out) + text[place:], gaps


def _end(text: str, start: int) -> int | None:
    """Where the bracket closes."""
    place = start
    while place < len(text) and text[place] != "}":
        place += 2 if text[place] == "\\" else 1
    return place if place < len(text) else None


def _split(text: str, mark: str, most: int = -1) -> list[str]:
    return re.split(rf"(?<!\\){mark}", text, maxsplit=max(most, 0))


def _gap(weight: str, kind: str, text: str, entry: Entry) -> Body:
    if kind in SEVERAL:
        raise Misfit(_("A gap with several right choices is not possible here."))
    answers = [_answer(part, is_html=kind in CHOICE) for part in _split(text, "~")]
    gap: Body = {"weight": min(max(int(weight or 1), 1), MOST_WEIGHT)}
    if str(gap["weight"]) != (weight or "1"):
        entry.note(_("The weight of a gap was changed to one from 1 to 20."))
    if kind in CHOICE:
        return {**gap, "type": "single_choice", "choices": [_choice(a) for a in answers]}
    if kind in NUMBER:
        return {**gap, "type": "number", "answers": list(_numbers(answers, entry)), "units": []}
    parts = [{"text": a.text, "points": a.points, "feedback": a.feedback} for a in answers]
    exact = {"match_case": True} if kind in EXACT_TEXT else {}
    return {**gap, "type": "short_text", "answers": parts, **exact}


def _answer(text: str, *, is_html: bool) -> _Answer:
    match = FRACTION.match(text)
    points = 0
    if match:
        points = grades.FULL if match[1] else grades.points(match[2])
        text = text[match.end() :]
    answer, *feedback = _split(text, "#", 1)
    plain = _unescaped(answer)
    plain = markup.of(plain, "html").text if is_html else plain.strip()
    said = markup.of(_unescaped(feedback[0]), "html").text if feedback else ""
    return _Answer(" ".join(plain.split("\n")), points, said)


def _unescaped(text: str) -> str:
    return unescape(re.sub(r"\\([~#}=\\/\"])", r"\1", text))


def _choice(answer: _Answer) -> Body:
    right = answer.points == grades.FULL
    choice: Body = {"text": answer.text, "correct": right, "feedback": answer.feedback}
    return choice if right or not answer.points else {**choice, "points": answer.points}


def _numbers(answers: list[_Answer], entry: Entry) -> Iterator[Body]:
    for answer in answers:
        value, _colon, tolerance = answer.text.partition(":")
        if value.strip() == "*":
            entry.note(decimals.rest_left_out())
            continue
        yield {
            "value": decimals.decimal(value),
            "tolerance": decimals.decimal(tolerance or "0"),
            "points": answer.points,
            "feedback": answer.feedback,
        }


# --- writing ------------------------------------------------------------------------------------

MARK = re.compile(r"\[\[(\d{1,3})\]\]")


def in_order(body: Body) -> Body:
    """The same with the gaps numbered as they come in the text, which is all that Moodle knows."""
    gaps = body.get("gaps", [])
    numbers = [int(number) for number in MARK.findall(body["prompt"])]
    if sorted(numbers) != list(range(1, len(gaps) + 1)):
        return body
    places = {number: place for place, number in enumerate(numbers, start=1)}
    prompt = MARK.sub(lambda match: f"[[{places[int(match[1])]}]]", body["prompt"])
    return {**body, "prompt": prompt, "gaps": [gaps[number - 1] for number in numbers]}


def write(text: str, gaps: list[Body]) -> str:
    """The text of a prompt with its gaps in Moodle's notation."""

    def gap(match: re.Match) -> str:
        number = int(match[1])
        return written(gaps[number - 1]) if 0 < number <= len(gaps) else match[0]

    return MARK.sub(gap, text)


def written(gap: Body) -> str:
    match gap["type"]:
        case "single_choice":
            kind, answer = "MULTICHOICE", _html
        case "number":
            kind, answer = "NUMERICAL", _plain
        case _:
            kind, answer = "SHORTANSWER_C" if gap.get("match_case") else "SHORTANSWER", _plain
    parts = gap.get("choices") or gap.get("answers") or []
    return f"{{{gap['weight']}:{kind}:{'~'.join(_part(part, answer) for part in parts)}}}"


def _part(part: dict[str, Any], answer: Callable[[str], str]) -> str:
    points = grades.points_of(part)
    sign = "=" if points == grades.FULL else f"%{points}%"
    text = f"{part['value']}:{part['tolerance']}" if "value" in part else part["text"]
    feedback = f"#{_html(part['feedback'])}" if part["feedback"] else ""
    return f"{sign}{answer(text)}{feedback}"


def _html(text: str) -> str:
    """Moodle shows it as HTML, after it has undone one level of entities."""
    return _plain(markup.plain_to_html(text))


def _plain(text: str) -> str:
    """A backslash before what it could escape is an entity, so that it is read as itself."""
    marked = re.sub(r'\\(?=[~#}=\\/"])', "&bsol;", escape(text, quote=False))
    marked = re.sub(r"([~#}])", r"\\\1", marked)
    return f"{marked} " if marked.endswith("\\") else marked
