"""From a <question> of Moodle XML to an entry."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from courses.questions.types import Body

from . import cloze_text, decimals, grades, marks, markup, rubric
from .interface import Entry, Misfit

MOST_POINTS = 20
PLUGIN_FILE = "@@PLUGINFILE@@/"
USUAL_FEEDBACK = {
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
    "",
}
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


@dataclass
class _Source:
    """A question on its way in."""

    element: Element
    entry: Entry
    language: str

    def value(self, path: str, default: str = "") -> str:
        return (self.element.findtext(path) or default).strip()

    def markup(self, element: Element | None, default: str = "html") -> markup.Markup:
        """A text with its format; its pictures become the entry's."""
        if element is None:
            return markup.Markup()
        text = element.findtext("text") or ""
        found = markup.of(text, element.get("format", default), self.language)
        for note in found.notes:
            self.entry.note(note)
        return found

    def text(self, element: Element | None, default: str = "html") -> str:
        """As plain text, whose pictures have no place."""
        found = self.markup(element, default)
        if found.pictures:
            self.entry.note(_("A picture in an answer or a feedback was left out."))
        return found.text

    def line(self, element: Element | None, default: str = "html") -> str:
        return " ".join(self.text(element, default).split("\n"))


def read(element: Element, language: str) -> Entry:
    """With a refusal instead of a body where there is no place for it."""
    entry = Entry(kind=element.get("type", ""), name=(element.findtext("name/text") or "").strip())
    entry.key = (element.findtext("idnumber") or "").strip()
    tags = [tag.text or "" for tag in element.iterfind("tags/tag/text")]
    marks.read(entry, tags)
    source = _Source(element, entry, language)
    reader = READERS.get(entry.kind)
    if reader is None:
        entry.refusal = REFUSED.get(entry.kind, _other)()
        return entry
    try:
        _read_whole(source, reader)
    except Misfit as error:
        entry.body, entry.refusal = {}, str(error)
    return entry


def _read_whole(source: _Source, reader: Callable[[_Source], Body]) -> None:
    element, entry = source.element, source.entry
    own = reader(source)  # first: that of gaps takes them out of the text
    prompt = source.markup(element.find("questiontext"))
    entry.body = {"type": own.pop("type"), "prompt": prompt.html}
    _take_picture(source, entry.body, prompt, element.find("questiontext"))
    entry.body |= own
    feedback = source.markup(element.find("generalfeedback"))
    if feedback.pictures:
        entry.note(_("A picture in an answer or a feedback was left out."))
    entry.body["feedback"] = feedback.html
    marks.apply(entry.body, entry.about)
    if any(source.line(element.find(name)) not in USUAL_FEEDBACK for name in COMBINED):
        entry.note(_("The feedback for right, partly right and wrong answers was left out."))
    if element.find("hint") is not None:
        entry.note(_("The hints were left out."))


def _take_picture(
    source: _Source, body: Body, found: markup.Markup, element: Element | None
) -> None:
    """The first picture of a text into its body, and say so where there are more."""
    for number, picture in enumerate(found.pictures):
        path = unquote(picture.source.removeprefix(PLUGIN_FILE)).partition("?")[0]
        name = path.rpartition("/")[2]
        content = _file(element, name)
        if not picture.source.startswith(PLUGIN_FILE) or content is None:
            source.entry.note(_("A picture that is not in the file was left out."))
        elif number or "image" in body:
            source.entry.note(_("Only the first picture was taken."))
        else:
            source.entry.pictures[name] = content
            body["image"] = name
            if picture.alt.strip():
                body["image_alt"] = picture.alt.strip()


def _file(element: Element | None, name: str) -> bytes | None:
    for file in element.iterfind("file") if element is not None else ():
        if file.get("name") == name and file.get("encoding", "base64") == "base64":
            try:
                return base64.b64decode(file.text or "")
            except (binascii.Error, ValueError):
                return None
    return None


def _answers(source: _Source) -> list[Element]:
    found = source.element.findall("answer")
    if not found:
        raise Misfit(_("The question has no answers."))
    return found


def _choice(source: _Source, element: Element) -> Body:
    found = source.markup(element)
    fraction = element.get("fraction", "0")
    choice: Body = {"text": " ".join(found.text.split("\n")), "correct": False}
    _take_picture(source, choice, found, element)
    choice["text"] = choice["text"] or choice.get("image_alt", "")
    choice["feedback"] = source.text(element.find("feedback"))
    choice["points"] = grades.points(fraction)
    return choice


def _multichoice(source: _Source) -> Body:
    answers = _answers(source)
    choices = [_choice(source, answer) for answer in answers]
    fractions = [answer.get("fraction", "0") for answer in answers]
    if source.value("single", "true") in {"false", "0"}:
        for choice in choices:
            choice["correct"] = choice.pop("points") > 0
        lenient = {} if any(map(grades.is_negative, fractions)) else {"lenient": True}
        return {"type": "multiple_choice", "choices": choices, **lenient}
    if any(map(grades.is_negative, fractions)):
        source.entry.note(_("A choice that takes points away now gives none."))
    for choice in choices:
        given = choice.pop("points")
        choice["correct"] = given == grades.FULL
        if 0 < given < grades.FULL:
            choice["points"] = given
    kind = marks.type_in(source.entry.about)
    return {"type": "true_false" if kind == "true_false" else "single_choice", "choices": choices}


def _truefalse(source: _Source) -> Body:
    by_text: dict[str, Body] = {}
    for answer, usual in zip(_answers(source), ("true", "false"), strict=False):
        text = (answer.findtext("text") or "").strip().lower()
        correct = grades.points(answer.get("fraction", "0")) == grades.FULL
        feedback = source.text(answer.find("feedback"))
        name = text if text in {"true", "false"} else usual  # old files have them translated
        by_text[name] = {"text": name.capitalize(), "correct": correct, "feedback": feedback}
    choices = [by_text[name] for name in ("true", "false") if name in by_text]
    return {"type": "true_false", "choices": choices}


def _shortanswer(source: _Source) -> Body:
    answers = [
        {
            "text": " ".join((answer.findtext("text") or "").split("\n")).strip(),
            "points": grades.points(answer.get("fraction", "0")),
            "feedback": source.text(answer.find("feedback")),
        }
        for answer in _answers(source)
    ]
    exact = {"match_case": True} if source.value("usecase", "0") in {"1", "true"} else {}
    return {"type": "short_text", "answers": answers, **exact}


def _numerical(source: _Source) -> Body:
    answers = []
    for answer in _answers(source):
        value = (answer.findtext("text") or answer.text or "").strip()
        feedback = source.text(answer.find("feedback"))
        if value in {"*", ""}:
            if feedback:
                source.entry.note(decimals.rest_left_out())
            continue
        answers.append(
            {
                "value": decimals.decimal(value),
                "tolerance": decimals.decimal(answer.findtext("tolerance") or "0"),
                "points": grades.points(answer.get("fraction", "0")),
                "feedback": feedback,
            }
        )
    units = [
        {
            "name": (unit.findtext("unit_name") or "").strip(),
            "factor": decimals.decimal(unit.findtext("multiplier") or "1"),
        }
        for unit in source.element.iterfind("units/unit")
    ]
    if source.value("unitgradingtype", "0") != "0":
        source.entry.note(_("A wrong unit makes the answer wrong; it takes no part of the points."))
    return {"type": "number", "answers": answers, "units": units}


def _matching(source: _Source) -> Body:
    rows = [
        {
            "text": source.line(part),
            "answer": " ".join((part.findtext("answer/text") or "").split("\n")).strip(),
            "feedback": source.text(part.find("feedback")),
        }
        for part in source.element.iterfind("subquestion")
    ]
    return marks.matched(rows, source.entry.about)


def _ordering(source: _Source) -> Body:
    items = [{"text": source.line(answer)} for answer in _answers(source)]
    return {"type": "ordering", "items": items}


def _essay(source: _Source) -> Body:
    guide, criteria = rubric.read(source.text(source.element.find("graderinfo")))
    if not criteria:
        grade = grades.whole(source.value("defaultgrade", "1"))
        points = min(max(grade, 1), MOST_POINTS)
        criteria = [{"text": _("Answers the question"), "points": points}]
    if source.value("attachments", "0") != "0":
        source.entry.note(_("No files can be handed in here."))
    if source.text(source.element.find("responsetemplate")):
        source.entry.note(_("The text that the answer began with was left out."))
    return {"type": "free_text", "criteria": criteria} | ({"guide": guide} if guide else {})


def _cloze(source: _Source) -> Body:
    part = source.element.find("questiontext")
    text = part.find("text") if part is not None else None
    if text is None or not text.text:
        raise Misfit(_("The question has no text."))
    text.text, gaps = cloze_text.read(text.text, source.entry)
    return {"type": "cloze", "gaps": gaps}


READERS: dict[str, Callable[[_Source], Body]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
}


def _other() -> str:
    return _("There is no such question type here.")


REFUSED: dict[str, Callable[[], str]] = {
    "description": lambda: _("This is a text without a question; put it into a lesson."),
    "random": lambda: _("A quiz here draws at random by itself; give it a bank to draw from."),
    **dict.fromkeys(
        ("calculated", "calculatedsimple", "calculatedmulti"),
        lambda: _("Questions with calculated numbers are not possible here."),
    ),
    **dict.fromkeys(
        ("ddwtos", "gapselect"), lambda: _("Write it as a text with gaps (cloze) in Moodle first.")
    ),
    **dict.fromkeys(
        ("ddimageortext", "ddmarker"), lambda: _("Dragging onto a picture is not possible here.")
    ),
}
