"""Whether a translation says the same things in the same places as the course itself."""

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from wagtail_localize.strings import extract_strings

from courses.catalogue.models import Figure
from courses.questions.models import QuestionBank

from . import identity, leaves
from .content import BankEntry, Content, PageEntry, QuestionEntry
from .leaves import Kind, Leaf
from .report import Place

GAP = re.compile(r"\[\[\d+\]\]")


def compare(source: Content, translated: Content) -> None:
    """Refuse whatever is not the translation of its counterpart; the files have the same names."""
    for ours, theirs in source.pairs(translated):
        _page(ours, theirs)
    for bank, other in zip(source.banks, translated.banks, strict=True):
        _bank(bank, other)
    course = translated.course.place
    file = Place(course.report, (course.path[0].replace("course.yaml", "figures.yaml"),))
    if _same_keys(source.figures, translated.figures, file):
        for figure, found in zip(source.figures, translated.figures, strict=True):
            wanted = leaves.of_row(Figure, figure.plain)
            _compare(wanted, leaves.of_row(Figure, found.plain), found.place)


def _page(ours: PageEntry, theirs: PageEntry) -> None:
    model = ours.model
    if model is not theirs.model:
        _refuse_another(theirs.place / "kind", ours.plain["kind"])
        return
    wanted, found = leaves.of_page(model, ours.plain), leaves.of_page(model, theirs.plain)
    _compare(wanted, found, theirs.place)
    _same_uuid(ours, theirs)


def _bank(ours: BankEntry, theirs: BankEntry) -> None:
    """Its name is for authors, who have one bank for all languages; questions are translated."""
    wanted = leaves.of_row(QuestionBank, ours.plain)
    _compare(wanted, leaves.of_row(QuestionBank, theirs.plain), theirs.place)
    _same_uuid(ours, theirs)
    if _same_keys(ours.questions, theirs.questions, theirs.place):
        for question, other in zip(ours.questions, theirs.questions, strict=True):
            _question(question, other)


def _question(ours: QuestionEntry, theirs: QuestionEntry) -> None:
    if ours.plain["type"] != theirs.plain["type"]:
        _refuse_another(theirs.place / "type", ours.plain["type"])
    elif _same_uuid(ours, theirs):
        wanted, found = leaves.of_question(ours.plain), leaves.of_question(theirs.plain)
        _compare(wanted, found, theirs.place, written=identity.Labels(ours.uuid).of)


def _same_uuid(ours: Any, theirs: Any) -> bool:
    if ours.uuid != theirs.uuid:
        message = _("Write the same uuid as the course itself, or none if it has none.")
        (theirs.place / "uuid").refuse(message)
    return ours.uuid == theirs.uuid


def _same_keys(ours: list, theirs: list, place: Place) -> bool:
    """Whether there are the same questions or figures, in the same order."""
    pairs = zip_longest((e.plain["key"] for e in ours), (e.plain["key"] for e in theirs))
    for wanted, found in pairs:
        if wanted != found:
            _refuse_another_order(place / (found or wanted), wanted)
            return False
    return True


def _refuse_another(place: Place, wanted: Any) -> None:
    text = str(wanted).lower() if isinstance(wanted, bool) else wanted
    place.refuse(_("This must be “%(value)s”, as in the course itself.") % {"value": text})


def _refuse_another_order(place: Place, wanted: str | None) -> None:
    if wanted is None:
        place.refuse(_("The course itself has nothing here; remove it."))
    else:
        message = _("The course itself has “%(name)s” here. A translation has the same, in order.")
        place.refuse(message % {"name": wanted})


def _compare(
    ours: Iterable[Leaf], theirs: Iterable[Leaf], place: Place, written: Any = str
) -> None:
    """Value by value; where one is missing or too many, what follows says nothing more."""
    theirs = list(theirs)
    for wanted, found in zip_longest(ours, theirs):
        if wanted is None or found is None or wanted.path != found.path:
            _refuse_first_difference(wanted, found, theirs, place)
            return
        _leaf(wanted, found, place / " > ".join(found.path), written)


def _refuse_first_difference(
    wanted: Leaf | None, found: Leaf | None, theirs: list[Leaf], place: Place
) -> None:
    """Something is missing if it comes nowhere, else what stands in its place is too much."""
    if wanted and not any(leaf.path == wanted.path for leaf in theirs):
        path = " > ".join(wanted.path)
        _refuse_another_order(place / path, path)
    elif found:
        _refuse_another_order(place / " > ".join(found.path), None)


def _leaf(wanted: Leaf, found: Leaf, place: Place, written: Any) -> None:
    if wanted.kind is Kind.SAME:
        if wanted.value != found.value:
            is_id = wanted.path[-1] == "id"
            _refuse_another(place, written(wanted.value) if is_id else wanted.value)
    elif bool(wanted.value) != bool(found.value):
        no_text = _("The course itself has no text here; leave it empty.")
        place.refuse(_("This text is missing; translate it.") if wanted.value else no_text)
    elif sorted(GAP.findall(wanted.value)) != sorted(GAP.findall(found.value)):
        place.refuse(_("Each gap of the course itself, such as [[1]], stands here once."))
    elif wanted.kind is Kind.HTML:
        _html(wanted.value, found.value, place)


def _html(wanted: str, found: str, place: Place) -> None:
    (template, strings), (other_template, others) = map(extract_strings, (wanted, found))
    if template != other_template:
        message = _("Keep the paragraphs, lists and line breaks of the course itself, in order.")
        place.refuse(message)
    elif [attrs for _text, attrs in strings] != [attrs for _text, attrs in others]:
        place.refuse(_("Keep the links of the course itself, in order, and where they lead."))
    elif len(dict(pairs := list(_texts(strings, others)))) != len(set(pairs)):
        message = _("What is said twice in the same words is translated in the same words.")
        place.refuse(message)


def _texts(strings: list, others: list) -> Iterable[tuple[str, str]]:
    for (text, _attrs), (other, _other_attrs) in zip(strings, others, strict=True):
        yield text.data, other.data
