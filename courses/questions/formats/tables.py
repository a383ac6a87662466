"""One row a question: the columns of the template, from cells to an entry and back.

The cells of a question stand under *choice 1*, *choice 2* …, what belongs to each under *feedback
1* …; docs/quizzes.md says what each type writes there.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from courses.questions.types import Body

from . import cloze_text, decimals, grades, marks, markup
from .interface import Entry, Misfit, Reading, Unreadable

FIELDS = (
    *("key", "category", "type", "objective", "difficulty", "critical", "practice", "tags"),
    *("prompt", "right", "feedback", "options", "units", "guide", "image", "image text"),
)
NUMBERED = re.compile(r"(choice|feedback) ([1-9][0-9]?)")
FEWEST_CHOICES = 4
DIFFICULTIES = {"easy": 1, "medium": 2, "hard": 3}
YES, NO = {"yes", "y", "true", "1", "x"}, {"", "no", "n", "false", "0"}
OPTIONS = {"lenient": "lenient", "match case": "match_case", "match accents": "match_accents"}
ARROW = re.compile(r"(?<!\\)=>")

type Row = Mapping[str, str]
type Cells = list[tuple[str, str]]  # the choices that are filled in, each with its feedback


# --- reading ------------------------------------------------------------------------------------


def read(rows: Iterable[tuple[int, list[str]]], notes: list[str], language: str) -> Reading:
    """From rows with their numbers, the first of them the header. Raises Unreadable."""
    reading, header = Reading(notes=notes), None
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells)
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        reading.entries.append(_entry(line, row, language))
    if header is None:
        raise Unreadable(_("The file is empty."))
    return reading


def _header(cells: list[str]) -> list[str]:
    names = [" ".join(cell.lower().split()) for cell in cells]
    missing = [name for name in ("type", "prompt") if name not in names]
    strange = [n for n in names if n and n not in FIELDS and not NUMBERED.fullmatch(n)]
    if missing:
        message = _("The first row has no column “%(name)s”; take the template.")
        raise Unreadable(message % {"name": missing[0]})
    if strange or len(set(filter(None, names))) < len(list(filter(None, names))):
        message = _("There is no such column, or it is there twice: %(names)s.")
        raise Unreadable(message % {"names": ", ".join(strange or names)[:200]})
    return names


def _entry(line: int, row: Row, language: str) -> Entry:
    kind = row["type"].lower().replace(" ", "_")
    entry = Entry(line=line, kind=kind, key=row.get("key", ""), name=row.get("key", ""))
    try:
        _read_place(entry, row)
        if kind not in READERS:
            raise Misfit(_("The type is one of these: %(names)s.") % {"names": ", ".join(READERS)})
        entry.body = _body(entry, kind, row, language)
    except Misfit as error:
        entry.body, entry.refusal = {}, str(error)
    return entry


def _read_place(entry: Entry, row: Row) -> None:
    entry.path = tuple(_split(row.get("category", ""), " / "))
    marks.read(entry, row.get("tags", "").split(";"))
    entry.objective = row.get("objective", "") or entry.objective
    difficulty = row.get("difficulty", "").lower()
    if difficulty and difficulty not in DIFFICULTIES:
        raise Misfit(_("The difficulty is easy, medium or hard."))
    entry.difficulty = DIFFICULTIES.get(difficulty, entry.difficulty)
    entry.critical = entry.critical or _yes(row, "critical")
    entry.practice_only = entry.practice_only or _yes(row, "practice")


def _split(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def _yes(row: Row, name: str) -> bool:
    value = row.get(name, "").lower()
    if value not in YES | NO:
        raise Misfit(_("Write yes or no under “%(name)s”.") % {"name": name})
    return value in YES


def _rich(text: str, entry: Entry, language: str) -> str:
    """HTML where there are elements in it, else plain text."""
    is_html = re.search(r"</?[a-zA-Z][^>]*>", text)
    found = markup.of(text, "html" if is_html else "plain", language)
    for note in found.notes:
        entry.note(note)
    if found.pictures:
        entry.note(_("A picture that is not in the file was left out."))
    return found.html


def _body(entry: Entry, kind: str, row: Row, language: str) -> Body:
    texts = {name: _rich(row.get(name, ""), entry, language) for name in ("prompt", "feedback")}
    picture = {"image": row.get("image", ""), "image_alt": row.get("image text", "")}
    body: Body = {"type": kind, "prompt": texts["prompt"]}
    body |= {name: value for name, value in picture.items() if value}
    body |= READERS[kind](_cells(row), row, entry)
    body["feedback"] = texts["feedback"]
    for option in _split(row.get("options", "").lower(), ";"):
        if option not in OPTIONS:
            raise Misfit(_("The options are %(names)s.") % {"names": ", ".join(OPTIONS)})
        body[OPTIONS[option]] = True
    marks.apply(body, entry.about)
    return body


def _cells(row: Row) -> Cells:
    numbers = sorted(int(m[2]) for m in map(NUMBERED.fullmatch, row) if m and m[1] == "choice")
    found = [(row[f"choice {n}"], row.get(f"feedback {n}", "")) for n in numbers]
    return [(text, feedback) for text, feedback in found if text]


def _right(row: Row, count: int, *, default: int) -> list[int]:
    """The points of each choice, from “1, 3” or “1; 2=50”."""
    text = row.get("right", "")
    given = dict.fromkeys(range(1, count + 1), 0 if text.strip() else default)
    for part in _split(text.replace(",", ";"), ";"):
        match = re.fullmatch(r"(\d{1,2})(?:\s*=\s*(\d{1,3})\s*%?)?", part)
        if not match or int(match[1]) not in given or int(match[2] or 0) > grades.FULL:
            raise Misfit(
                _("Write the numbers of the right choices under “right”: 1, 3 or 1; 2=50.")
            )
        given[int(match[1])] = int(match[2] or grades.FULL)
    return list(given.values())


def _choices(cells: Cells, row: Row, entry: Entry) -> Body:
    points = _right(row, len(cells), default=0)
    choices: list[Body] = []
    for (text, feedback), given in zip(cells, points, strict=True):
        part = {"points": given} if 0 < given < grades.FULL else {}
        right = given == grades.FULL
        choices.append({"text": text, "correct": right, "feedback": feedback, **part})
    return {"choices": choices}


def _pair(text: str) -> tuple[str, str]:
    before, *after = ARROW.split(text, maxsplit=1)
    if not after:
        raise Misfit(_("Write an arrow between the two parts: line => answer."))
    left, right = (part.replace("\\=>", "=>").strip() for part in (before, after[0]))
    return left, right


def _rows(cells: Cells) -> list[dict[str, str]]:
    found = []
    for text, feedback in cells:
        line, answer = _pair(text)
        found.append({"text": line, "answer": answer, "feedback": feedback})
    return found


def _without_type(body: Body) -> Body:
    return {name: value for name, value in body.items() if name != "type"}


def _matching(cells: Cells, row: Row, entry: Entry) -> Body:
    return _without_type(marks.matched(_rows(cells), set()))


def _categorise(cells: Cells, row: Row, entry: Entry) -> Body:
    return _without_type(marks.matched(_rows(cells), {f"{marks.TYPE}categorise"}))


def _ordering(cells: Cells, row: Row, entry: Entry) -> Body:
    return {"items": [{"text": text} for text, _feedback in cells]}


def _short_text(cells: Cells, row: Row, entry: Entry) -> Body:
    points = _right(row, len(cells), default=grades.FULL)
    answers = [
        {"text": text, "points": given, "feedback": feedback}
        for (text, feedback), given in zip(cells, points, strict=True)
    ]
    return {"answers": answers}


def _number(cells: Cells, row: Row, entry: Entry) -> Body:
    points, answers = _right(row, len(cells), default=grades.FULL), []
    for (text, feedback), given in zip(cells, points, strict=True):
        value, _sign, tolerance = text.replace("+-", "±").partition("±")
        number = {"value": decimals.decimal(value), "tolerance": decimals.decimal(tolerance or "0")}
        answers.append({**number, "points": given, "feedback": feedback})
    units = []
    for part in _split(row.get("units", ""), ";"):
        name, _sign, factor = part.rpartition("=") if "=" in part else (part, "", "1")
        units.append({"name": name.strip(), "factor": decimals.decimal(factor)})
    return {"answers": answers, "units": units}


def _cloze(cells: Cells, row: Row, entry: Entry) -> Body:
    gaps = []
    for text, _feedback in cells:
        rest, found = cloze_text.read(text, entry)
        if rest != "[[1]]":
            raise Misfit(_("Write a gap as Moodle does: {1:SHORTANSWER:=Paris}."))
        gaps += found
    return {"gaps": gaps}


def _free_text(cells: Cells, row: Row, entry: Entry) -> Body:
    criteria = []
    for text, _feedback in cells:
        criterion, points = _pair(text if ARROW.search(text) else f"{text} => 1")
        if not re.fullmatch(r"[1-9][0-9]?", points):
            raise Misfit(_("Write the points of a criterion as a number: criterion => 2."))
        criteria.append({"text": criterion, "points": int(points)})
    guide = row.get("guide", "")
    return {"criteria": criteria} | ({"guide": guide} if guide else {})


READERS: dict[str, Callable[[Cells, Row, Entry], Body]] = {
    "single_choice": _choices,
    "multiple_choice": _choices,
    "true_false": _choices,
    "matching": _matching,
    "ordering": _ordering,
    "categorise": _categorise,
    "short_text": _short_text,
    "number": _number,
    "cloze": _cloze,
    "free_text": _free_text,
}
