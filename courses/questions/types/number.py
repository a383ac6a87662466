"""A number, with a tolerance and perhaps a unit.

``answers``: [{"id", "value", "tolerance", "points", "feedback"}, ...] with the numbers as decimal
text; ``units``: [{"id", "name", "factor"}, ...], where a number in a unit is the one of the answers
times its factor. The first unit stands beside the field and may be left out.
"""

import re
import unicodedata
from fractions import Fraction

from .interface import FULL, Body, Field, Layout, Response, Row, gettext_noop, prompt_problems
from .written import Accepted

MAX_LENGTH = 60
NUMBER = re.compile(r"([+-]?)(\d[\d., ]*|[.,]\d+)(?:[eE]([+-]?\d{1,2}))?\s*(.*)")
# As Arabic writes them: the decimal and the thousands separator; then minus and its cousins.
SIGNS = str.maketrans({"٫": ",", "٬": "", "−": "-", "–": "-", "\u00a0": " ", "\u202f": " "})
THOUSANDS = re.compile(r"\d{1,3}[.,]\d{3}")


class Number(Accepted):
    """The points of the first answer that is near enough (the borders count), else 0."""

    name = "number"
    longest = MAX_LENGTH

    def problems(self, body: Body) -> list[str]:
        return prompt_problems(body) + self.key_problems(body)

    def key_problems(self, body: Body) -> list[str]:
        found = []
        numbers = [a[name] for a in body["answers"] for name in ("value", "tolerance")]
        numbers += [unit["factor"] for unit in body.get("units", [])]
        if any(exact(number) is None for number in numbers):
            found.append(gettext_noop("Write numbers like 12 or 12.5."))
        if any((exact(a["tolerance"]) or 0) < 0 for a in body["answers"]):
            found.append(gettext_noop("A tolerance is 0 or more."))
        if any((exact(unit["factor"]) or 0) <= 0 for unit in body.get("units", [])):
            found.append(gettext_noop("The factor of a unit is more than 0."))
        if not any(answer["points"] == FULL for answer in body["answers"]):
            found.append(gettext_noop("Give an accepted answer with 100 points."))
        return found

    def fitting(self, body: Body, response: Response) -> Body | None:
        given = _in_first_unit(body, response)
        if given is None:
            return None
        return next((answer for answer in body["answers"] if _is_near(answer, given)), None)

    def remark(self, body: Body, response: Response) -> str:
        if response is None:
            return ""
        if _in_first_unit(body, response) is None:
            return gettext_noop("This cannot be read as a number. Write it like 12 or 12.5.")
        if THOUSANDS.fullmatch(response.translate(SIGNS)):
            return gettext_noop("We read the sign as a decimal point. Write thousands without it.")
        return ""

    def fields(self, body: Body, layout: Layout, response: Response) -> list[Field]:
        return [Field("", "number", value=response or "", unit=_first_unit(body))]

    def review(self, body: Body, layout: Layout, response: Response) -> list[Row]:
        answer = self.fitting(body, response)
        right = next((a["value"] for a in body["answers"] if a["points"] == FULL), "")
        return [
            Row(
                label="",
                given=response or "",
                right=f"{right} {_first_unit(body)}".strip(),
                is_right=bool(answer and answer["points"] == FULL),
                feedback=answer["feedback"] if answer else "",
            )
        ]


def exact(text: str) -> Fraction | None:
    """A number as authors write it, with a decimal point; None for anything else."""
    if len(text) > MAX_LENGTH:
        return None
    return Fraction(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?", text) else None


def read(text: str) -> tuple[Fraction, str] | None:
    """A number as learners write it, and what follows it; None where there is none.

    Digits of any script; a comma or a point before the last digits is the decimal sign, unless it
    stands there several times or the other one does so after it.
    """
    western = "".join(_digit(letter) for letter in text.translate(SIGNS).strip())
    match = NUMBER.fullmatch(western)
    if match is None:
        return None
    sign, digits, power, rest = match.groups()
    whole, decimals = _split(digits.replace(" ", ""))
    number = exact(f"{sign}{whole or 0}.{decimals or 0}e{power or 0}")
    return None if number is None else (number, rest.strip())


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def _split(digits: str) -> tuple[str, str]:
    decimal = max(digits.rfind(","), digits.rfind("."))
    if decimal < 0 or digits.count(digits[decimal]) > 1:
        return re.sub("[.,]", "", digits), ""
    return re.sub("[.,]", "", digits[:decimal]), digits[decimal + 1 :]


def _in_first_unit(body: Body, response: Response) -> Fraction | None:
    found = read(response) if response is not None else None
    if found is None:
        return None
    number, written = found
    if not written:
        return number
    units = body.get("units", [])
    named = [unit for unit in units if unit["name"] == written]
    named = named or [unit for unit in units if unit["name"].casefold() == written.casefold()]
    factor = exact(named[0]["factor"]) if len(named) == 1 else None
    return number / factor if factor else None


def _first_unit(body: Body) -> str:
    units = body.get("units", [])
    return units[0]["name"] if units else ""


def _is_near(answer: Body, given: Fraction) -> bool:
    value, tolerance = exact(answer["value"]), exact(answer["tolerance"])
    return value is not None and tolerance is not None and abs(given - value) <= tolerance
