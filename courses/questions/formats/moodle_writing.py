"""From an entry to a <question> of Moodle XML.

What Moodle does not know and no tag can carry stands in elements that it passes over: <feedback>
of a line to match.
"""

import base64
import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from html import escape
from typing import Any

from . import cloze_text, grades, marks, markup, rubric
from .interface import Entry

NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TRUE_FALSE = ["True", "False"]
NO_FEEDBACK = "".join(
    f'<{name} format="html"><text></text></{name}>'
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
)

type Part = dict[str, Any]


def category(path: str) -> str:
    return (
        f'  <question type="category"><category>{_text(path)}</category>'
        '<info format="html"><text></text></info><idnumber></idnumber></question>'
    )


def question(entry: Entry) -> str:
    kind, write, as_type = _how(entry)
    body = entry.body
    prompt = cloze_text.write(body["prompt"], body["gaps"]) if kind == "cloze" else body["prompt"]
    total = sum(criterion["points"] for criterion in body.get("criteria", [])) or 1
    grade = "" if kind == "cloze" else f"<defaultgrade>{total}</defaultgrade>"
    tags = "".join(f"<tag>{_text(tag)}</tag>" for tag in marks.written(entry, as_type=as_type))
    lines = [
        f'  <question type="{kind}">',
        f"    <name>{_text(entry.name or entry.key)}</name>",
        f'    <questiontext format="html">{_with_picture(prompt, body, entry)}</questiontext>',
        f'    <generalfeedback format="html">{_text(body["feedback"])}</generalfeedback>',
        f"    {grade}<penalty>0</penalty><hidden>0</hidden>",
        f"    <idnumber>{escape(entry.key)}</idnumber>",
        *(f"    {line}" for line in write(entry)),
        f"    <tags>{tags}</tags>",
        "  </question>",
    ]
    return "\n".join(lines)


def _how(entry: Entry) -> tuple[str, Callable[[Entry], Iterable[str]], str]:
    """Moodle's type, what writes the rest of it, and our type where that is another."""
    kind = entry.body["type"]
    if kind == "true_false" and not has_usual_choices(entry.body["choices"]):
        return "multichoice", _single, kind
    name, write = WRITERS[kind]
    return name, write, kind if kind == "categorise" else ""


def has_usual_choices(choices: list[Part]) -> bool:
    """Moodle's true and false have no texts of their own, nor pictures."""
    texts = [choice["text"] for choice in choices]
    one_is_right = sum(choice["correct"] for choice in choices) == 1
    return texts == TRUE_FALSE and one_is_right and not any("image" in c for c in choices)


def _text(text: str) -> str:
    text = NOT_XML.sub("", text)
    if escape(text) != text:
        text = f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
    return f"<text>{text}</text>"


def _plain(name: str, text: str) -> str:
    return f'<{name} format="plain_text">{_text(text)}</{name}>'


def _with_picture(html: str, part: Part, entry: Entry) -> str:
    name = part.get("image", "")
    if name not in entry.pictures:
        return _text(html)
    content = base64.b64encode(entry.pictures[name]).decode()
    picture = f'<img src="@@PLUGINFILE@@/{escape(name)}" alt="{escape(part.get("image_alt", ""))}">'
    file = f'<file name="{escape(name)}" path="/" encoding="base64">{content}</file>'
    return f"{_text(f'{html}<p>{picture}</p>')}{file}"


def _choice(choice: Part, fraction: str, entry: Entry) -> str:
    feedback = _plain("feedback", choice["feedback"])
    if "image" in choice:
        text = _with_picture(f"<p>{markup.plain_to_html(choice['text'])}</p>", choice, entry)
        return f'<answer fraction="{fraction}" format="html">{text}{feedback}</answer>'
    text = _text(choice["text"])
    return f'<answer fraction="{fraction}" format="plain_text">{text}{feedback}</answer>'


def _single(entry: Entry) -> Iterable[str]:
    yield "<single>true</single><shuffleanswers>true</shuffleanswers>"
    yield f"<answernumbering>none</answernumbering>{NO_FEEDBACK}"
    for choice in entry.body["choices"]:
        yield _choice(choice, grades.listed(grades.points_of(choice)), entry)


def _multiple(entry: Entry) -> Iterable[str]:
    """Wrong picks take as much as right ones give, unless the question is lenient."""
    choices = entry.body["choices"]
    share = Fraction(grades.FULL, max(sum(choice["correct"] for choice in choices), 1))
    right, wrong = grades.listed(share), grades.listed(-share)
    yield "<single>false</single><shuffleanswers>true</shuffleanswers>"
    yield f"<answernumbering>none</answernumbering>{NO_FEEDBACK}"
    for choice in choices:
        loss = "0" if entry.body.get("lenient") else wrong
        yield _choice(choice, right if choice["correct"] else loss, entry)


def _true_false(entry: Entry) -> Iterable[str]:
    for choice, text in zip(entry.body["choices"], ("true", "false"), strict=True):
        fraction = "100" if choice["correct"] else "0"
        feedback = _plain("feedback", choice["feedback"])
        yield (
            f'<answer fraction="{fraction}" format="moodle_auto_format">{_text(text)}'
            f"{feedback}</answer>"
        )


def _accepted(answer: Part, text: str, more: str = "") -> str:
    fraction, feedback = grades.listed(answer["points"]), _plain("feedback", answer["feedback"])
    start = f'<answer fraction="{fraction}" format="moodle_auto_format">'
    return f"{start}{_text(text)}{feedback}{more}</answer>"


def _short_text(entry: Entry) -> Iterable[str]:
    yield f"<usecase>{int(entry.body.get('match_case', False))}</usecase>"
    for answer in entry.body["answers"]:
        yield _accepted(answer, answer["text"])


def _number(entry: Entry) -> Iterable[str]:
    for answer in entry.body["answers"]:
        tolerance = f"<tolerance>{answer['tolerance']}</tolerance>"
        yield _accepted(answer, answer["value"], tolerance)
    units = entry.body["units"]
    if units:
        rows = (
            f"<unit><multiplier>{unit['factor']}</multiplier>"
            f"<unit_name>{escape(unit['name'])}</unit_name></unit>"
            for unit in units
        )
        yield f"<units>{''.join(rows)}</units>"
    yield "<unitgradingtype>0</unitgradingtype><unitpenalty>0</unitpenalty>"
    yield f"<showunits>{0 if units else 3}</showunits><unitsleft>0</unitsleft>"


def _row(text: str, answer: str, feedback: str = "") -> str:
    extra = _plain("feedback", feedback) if feedback else ""
    return (
        f'<subquestion format="plain_text">{_text(text)}<answer>{_text(answer)}</answer>'
        f"{extra}</subquestion>"
    )


def _matching(entry: Entry) -> Iterable[str]:
    yield f"<shuffleanswers>true</shuffleanswers>{NO_FEEDBACK}"
    for pair in entry.body["pairs"]:
        yield _row(pair["text"], pair["answer"], pair["feedback"])
    for extra in entry.body["extras"]:
        yield _row("", extra["text"])


def _categorise(entry: Entry) -> Iterable[str]:
    """Cards as lines, groups as their answers; an empty group has no line."""
    yield f"<shuffleanswers>true</shuffleanswers>{NO_FEEDBACK}"
    for group in entry.body["groups"]:
        for card in group["cards"] or [{"text": "", "feedback": ""}]:
            yield _row(card["text"], group["text"], card["feedback"])


def _ordering(entry: Entry) -> Iterable[str]:
    items = entry.body["items"]
    yield "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype>"
    yield f"<selectcount>{len(items)}</selectcount>"
    yield "<gradingtype>LONGEST_ORDERED_SUBSET</gradingtype><showgrading>SHOW</showgrading>"
    yield f"<numberingstyle>none</numberingstyle>{NO_FEEDBACK}<shownumcorrect>1</shownumcorrect>"
    for place, item in enumerate(items, start=1):
        yield f'<answer fraction="{place}" format="plain_text">{_text(item["text"])}</answer>'


def _essay(entry: Entry) -> Iterable[str]:
    yield "<responseformat>plain</responseformat><responserequired>1</responserequired>"
    yield "<responsefieldlines>10</responsefieldlines><attachments>0</attachments>"
    yield "<attachmentsrequired>0</attachmentsrequired>"
    yield _plain("graderinfo", rubric.written(entry.body))
    yield '<responsetemplate format="html"><text></text></responsetemplate>'


def _cloze(entry: Entry) -> Iterable[str]:
    """All of it stands in the text."""
    return ()


WRITERS: dict[str, tuple[str, Callable[[Entry], Iterable[str]]]] = {
    "single_choice": ("multichoice", _single),
    "multiple_choice": ("multichoice", _multiple),
    "true_false": ("truefalse", _true_false),
    "matching": ("matching", _matching),
    "ordering": ("ordering", _ordering),
    "categorise": ("matching", _categorise),
    "short_text": ("shortanswer", _short_text),
    "number": ("numerical", _number),
    "cloze": ("cloze", _cloze),
    "free_text": ("essay", _essay),
}
