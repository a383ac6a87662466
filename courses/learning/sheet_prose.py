"""The HTML of our blocks arranged for paper, which can neither unfold nor jump.

A block without a rule here is framed if it is a ``.block``, and printed in its order.
"""

from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from lms.printing.prose import parsed

# What has no use on paper: how to open something, links back, the keys that browsers print.
LEFT_OUT = (
    ".button-quiet, .scenario .print-only, .guided-route, "
    ":is(.knowledge-check, .sorting-plain, .flash-cards) > .help"
)
# Blocks that stand without a frame.
OPEN = ".do-dont, .scenario, .steps, .rich-text, .guided-template, figure"
HOW = {
    LEFT_OUT: "none",
    f".block:not({OPEN}), .do-dont > *, .content-note > .sensitive": "box",
    ".block-label, .step-label": "label",
    ".do-dont": "columns",
    ".scenario-step": "step",
    ".scenario-step > .chosen, .turn-speaker": "lead",
    ".help, .turn-note, .media-facts, .document-facts": "small",
    ".turns, .flash-card-list": "plain",
    ".turn, .flash-card": "group",
    ".reflection-lines": "lines",
}
TONES = {
    ".key-message": "remember",
    ".do-dont > .do": "do",
    ".do-dont > .dont": "dont",
    ".content-note, .content-note > .sensitive": "note",
}


@dataclass
class Checks:
    """The answers to what a module asks, to be printed at its end."""

    count: int = 0
    answers: list[str] = field(default_factory=list)


def arranged(html: str, checks: Checks) -> BeautifulSoup:
    """For ``lms.printing.prose``; the answers it takes out are added to ``checks``."""
    soup = parsed(html)
    _say(soup, "data-print", HOW)
    _say(soup, "data-tone", TONES)
    for note in soup.select(".content-note"):
        _put_the_sensitive_part_last(note)
    for check in soup.select(".knowledge-check, .sorting"):
        _take_answers_out(soup, check, checks)
    return soup


def _say(soup: BeautifulSoup, attribute: str, words: dict[str, str]) -> None:
    """On each element that a selector names, unless its template says something itself."""
    for selector, word in words.items():
        for tag in soup.select(f":is({selector}):not([{attribute}])"):
            tag[attribute] = word


def _put_the_sensitive_part_last(note: Tag) -> None:
    """Who wants to read the text alternative only can stop there."""
    for part in note.find_all("details", class_="sensitive", recursive=False):
        if part.summary:
            part.summary.string = _("The sensitive part. You may leave it out.")
            part.summary["data-print"] = "label"
        note.insert_after(part.extract())


def _take_answers_out(soup: BeautifulSoup, check: Tag, checks: Checks) -> None:
    choices = check.find_all("details", class_="check-choice")
    if not choices:
        return
    checks.count += 1
    label = check.find(class_="block-label")
    if label:
        label.append(f" {checks.count}")
    questions, letters = soup.new_tag("ol"), soup.new_tag("ol")
    questions["data-print"], letters["data-print"] = "choices", "letters"
    choices[0].insert_before(questions)
    groups = [group.get_text() for choice in choices for group in choice.select("p > b:only-child")]
    if groups and "sorting" in check.get_attribute_list("class"):
        questions.insert_before(_groups(soup, groups))
    for choice in choices:
        questions.append(_choice(soup, choice))
        letters.append(_answer(soup, choice.extract()))
    answers = soup.new_tag("div")
    answers["data-print"] = "group"
    more = [tag.extract() for tag in check.find_all("details", class_="check-more")]
    answers.extend([_answer_head(soup, check, checks.count), letters, *more])
    checks.answers.append(str(answers))


def _choice(soup: BeautifulSoup, choice: Tag) -> Tag:
    item = soup.new_tag("li")
    if choice.summary:
        item.extend(list(choice.summary.extract().contents))
    return item


def _groups(soup: BeautifulSoup, names: list[str]) -> Tag:
    """Where the cards belong, which else only the answers would tell."""
    line = soup.new_tag("p")
    line["data-print"] = "lead"
    line.string = " / ".join(sorted(set(names)))
    return line


def _answer_head(soup: BeautifulSoup, check: Tag, number: int) -> Tag:
    """The number and the question again, so that nobody has to leaf back."""
    head = soup.new_tag("p")
    head["data-print"] = "lead"
    prompt = check.find(class_="prompt") or check.find("h2")
    head.string = f"{number}. {prompt.get_text(' ', strip=True) if prompt else ''}"
    return head


def _answer(soup: BeautifulSoup, choice: Tag) -> Tag:
    """The verdict, and what is said about it; what is right stands out."""
    item = soup.new_tag("li")
    verdict = choice.find(class_="verdict") or choice.select_one("p:has(> b:only-child)")
    if verdict:
        is_wrong = "verdict-wrong" in verdict.get_attribute_list("class")
        said = soup.new_tag("span" if is_wrong else "b")
        said.string = f"{verdict.extract().get_text(strip=True)} · "
        item.append(said)
    item.append(choice.get_text(" ", strip=True))
    return item
