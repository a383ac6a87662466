r"""GIFT: questions as plain text, with an empty line between them.

``::name:: text { answers }``; ``\`` takes the next character of ``~ = # { } :`` as it is.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from courses.questions.types import Body

from . import decimals, gift_writing, grades, marks, markup, ordering_text
from .decoding import decoded
from .interface import Entry, Misfit, Path, Reading, Written
from .moodle_xml import join_path, split_path

CATEGORY = re.compile(r"\$CATEGORY:(.*)", re.DOTALL)
ID = re.compile(r"\[id:((?:\\\]|[^\]])+)\]")
TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`])+)\]")
FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]")
FORMATS = {"moodle": "moodle_auto_format"}
WEIGHT = re.compile(r"%(-*[0-9]{1,3}(?:\.[0-9]*)?)%")
# Escaped characters are kept apart as private ones until everything is split.
ESCAPES = {mark: chr(0xE000 + number) for number, mark in enumerate("~=#{}:\\n")}
BACK = str.maketrans({private: mark for mark, private in ESCAPES.items()} | {ESCAPES["n"]: "\n"})
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
LONGEST_NAME = 80


class _Answer(NamedTuple):
    text: str
    feedback: str
    weight: str | None
    is_best: bool


class Gift:
    name = "gift"
    suffix = ".txt"
    content_type = "text/plain"

    def read(self, content: bytes, language: str = "en") -> Reading:
        text, notes = decoded(content)
        reading = Reading(notes=notes)
        path: Path = ()
        for line, block in _blocks(text):
            entry = _Question(block, line, language).entry
            if entry is None:
                continue
            if match := CATEGORY.fullmatch(entry.name):
                path = split_path(match[1])
                continue
            entry.path = path
            reading.entries.append(entry)
        return reading

    def write(self, entries: Iterable[Entry]) -> Written:
        out: list[str] = []
        left_out: list[tuple[str, str]] = []
        path: Path | None = None
        for entry in entries:
            if entry.path != path:
                path = entry.path
                out.append(f"$CATEGORY: {join_path(path)}\n")
            try:
                out.append(gift_writing.question(entry) if entry.body else "")
            except Misfit as error:
                left_out.append((entry.key, str(error)))
        return Written("\n".join(filter(None, out)).encode(), left_out)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """What stands between empty lines, with the number of its first line."""
    block: list[str] = []
    start = 0
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            start = start if block else number
            block.append(line)
        elif block:
            yield start, block
            block = []


class _Question:
    """One block on its way to an entry; None where it holds comments only."""

    def __init__(self, block: list[str], line: int, language: str) -> None:
        self.language = language
        comments = [row.strip() for row in block if row.strip().startswith("//")]
        rows = [row for row in block if not row.strip().startswith("//")]
        text = _kept_apart("\n".join(rows)).strip()
        self.entry: Entry | None = Entry(line=line) if text else None
        if self.entry and text.startswith("$CATEGORY:"):
            self.entry.name = _back(text)
        elif self.entry:
            self._read(self.entry, text, " ".join(comments))

    def _read(self, entry: Entry, text: str, comments: str) -> None:
        if match := ID.search(comments):
            entry.key = match[1].replace("\\]", "]").strip()
        tags = [tag.replace("\\]", "]") for tag in TAG.findall(comments)]
        marks.read(entry, tags)
        if match := re.match(r"::(.*?)::", text, re.DOTALL):
            entry.name, text = _back(match[1]).strip(), text[match.end() :].strip()
        before, opened, rest = text.partition("{")
        answers, closed, after = rest.partition("}")
        entry.name = entry.name or _back(before).strip()[:LONGEST_NAME]
        try:
            if bool(opened) != bool(closed) or "}" in before:
                raise Misfit(_("A bracket { or } is missing; write \\{ for one in the text."))
            self._fill(entry, f"{before}_____{after}" if after.strip() else before, answers)
            if not opened:
                raise Misfit(_("This is a text without a question; put it into a lesson."))
            marks.apply(entry.body, entry.about)
        except Misfit as error:
            entry.body, entry.refusal = {}, str(error)

    def _fill(self, entry: Entry, text: str, answers: str) -> None:
        self.format = "moodle_auto_format"
        prompt = self._markup(entry, text.strip(), is_prompt=True)
        *before, general = answers.rsplit("####", 1) if "####" in answers else (answers, "")
        entry.kind, own = _kind_and_answers(self, entry, before[0].strip())
        own_type = own.pop("type")
        feedback = self._markup(entry, general.strip()).html
        entry.body = {"type": own_type, "prompt": prompt.html, **own, "feedback": feedback}

    def _markup(self, entry: Entry, text: str, *, is_prompt: bool = False) -> markup.Markup:
        kind = self.format
        if match := FORMAT.match(text):
            kind, text = FORMATS.get(match[1], match[1]), text[match.end() :]
            if is_prompt:
                self.format = kind
        found = markup.of(_back(text), kind, self.language)
        for note in found.notes:
            entry.note(note)
        if found.pictures:
            entry.note(_("A picture that is not in the file was left out."))
        return found

    def plain(self, entry: Entry, text: str) -> str:
        return self._markup(entry, text.strip()).text

    def line(self, entry: Entry, text: str) -> str:
        return " ".join(self.plain(entry, text).split("\n"))

    def answers(self, entry: Entry, text: str) -> list[_Answer]:
        """Split at ~ and =; what stands before the first one is an answer too."""
        parts = re.split(r"(?=[~=])", text)
        return [self._answer(entry, part.strip()) for part in parts if part.strip(" \n\t")]

    def _answer(self, entry: Entry, part: str) -> _Answer:
        is_best = part.startswith("=")
        text = part.lstrip("~=").strip()
        match = WEIGHT.match(text)
        text, _hash, feedback = (text[match.end() :] if match else text).partition("#")
        weight = match[1] if match else None
        return _Answer(text.strip(), self.plain(entry, feedback), weight, is_best)


def _kept_apart(text: str) -> str:
    text = re.sub("[\ue000-\ue0ff]", "", text)
    return re.sub(r"\\([~=#{}:\\n])", lambda match: ESCAPES[match[1]], text)


def _back(text: str) -> str:
    return text.translate(BACK)


def _kind_and_answers(question: _Question, entry: Entry, text: str) -> tuple[str, Body]:
    """What Moodle would call it, and our part of the body."""
    truth = text.partition("#")[0].strip()
    if not text:
        return "essay", _essay()
    if text.startswith("#"):
        return "numerical", _numerical(question, entry, text[1:].strip())
    if items := ordering_text.read(text):
        return "ordering", {"type": "ordering", "items": [{"text": _back(i)} for i in items]}
    if "~" in text:
        return "multichoice", _choices(question, entry, text)
    if "=" in text and "->" in text:
        return "matching", _matching(question, entry, text)
    if truth in TRUTHS:
        return "truefalse", _true_false(question, entry, text, right=TRUTHS[truth])
    return "shortanswer", _short_text(question, entry, text)


def _essay() -> Body:
    return {"type": "free_text", "criteria": [{"text": _("Answers the question"), "points": 1}]}


def _choices(question: _Question, entry: Entry, text: str) -> Body:
    answers = question.answers(entry, text)
    choices: list[Body] = []
    single = any(answer.is_best for answer in answers)
    for answer in answers:
        given = grades.FULL if answer.is_best else grades.points(answer.weight or "0")
        choice = {"text": question.line(entry, answer.text), "feedback": answer.feedback}
        right = given == grades.FULL if single else given > 0
        part = {"points": given} if single and 0 < given < grades.FULL else {}
        choices.append({**choice, "correct": right, **part})
    if single:
        is_judged = marks.type_in(entry.about) == "true_false"
        return {"type": "true_false" if is_judged else "single_choice", "choices": choices}
    takes = any(grades.is_negative(answer.weight or "") for answer in answers)
    return {"type": "multiple_choice", "choices": choices} | ({} if takes else {"lenient": True})


def _true_false(question: _Question, entry: Entry, text: str, *, right: bool) -> Body:
    _truth, wrong_said, right_said = [*text.split("#", 2), "", ""][:3]
    said = {right: question.plain(entry, right_said), not right: question.plain(entry, wrong_said)}
    choices = [
        {"text": str(truth), "correct": truth == right, "feedback": said[truth]}
        for truth in (True, False)
    ]
    return {"type": "true_false", "choices": choices}


def _short_text(question: _Question, entry: Entry, text: str) -> Body:
    answers = [
        {
            "text": " ".join(_back(answer.text).split("\n")).strip(),
            "points": grades.FULL if answer.weight is None else grades.points(answer.weight),
            "feedback": answer.feedback,
        }
        for answer in question.answers(entry, text)
    ]
    return {"type": "short_text", "answers": answers}


def _numerical(question: _Question, entry: Entry, text: str) -> Body:
    text, _mark, wrong = text.partition("~")
    if wrong:
        entry.note(decimals.rest_left_out())
    answers = []
    for answer in question.answers(entry, text):
        value, tolerance = _range(_back(answer.text))
        points = grades.FULL if answer.weight is None else grades.points(answer.weight)
        answers.append(
            {"value": value, "tolerance": tolerance, "points": points, "feedback": answer.feedback}
        )
    return {"type": "number", "answers": answers, "units": []}


def _range(text: str) -> tuple[str, str]:
    """The number and how far off one may be: 5, 5:2 or 3..7."""
    low, dots, high = text.partition("..")
    if dots:
        return decimals.between(low, high)
    value, _colon, tolerance = text.partition(":")
    return decimals.decimal(value), decimals.decimal(tolerance or "0")


def _matching(question: _Question, entry: Entry, text: str) -> Body:
    rows = []
    for part in filter(None, (part.strip() for part in text.split("="))):
        line, arrow, answer = part.partition("->")
        if not arrow:
            raise Misfit(_("A line to match has no ->."))
        right = " ".join(_back(answer).split("\n")).strip()
        rows.append({"text": question.line(entry, line), "answer": right, "feedback": ""})
    return marks.matched(rows, entry.about)
