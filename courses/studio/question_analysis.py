"""What the totals of one question say, and what an author should look at; no queries."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from courses.assessment.counting import BANDS, STEP, Counts, add
from courses.assessment.differences import Band, Difference, difference
from courses.assessment.picks import Offer, offers
from courses.assessment.statistics import (
    FULL,
    Sums,
    discrimination,
    facility,
    median_of,
    standard_error,
)
from courses.assessment.tallies import FEW, QuestionTally
from courses.editions.models import QuestionVersion
from courses.questions.bodies import KINDS

ENOUGH = 30  # answers, before a question is judged
EASY, HARD = 0.95, 0.2
WEAK = 0.2  # Ebel & Frisbie: below it a question is poor
OFTEN_BLANK = 0.1
RARELY_PICKED = 0.02
SURE = 3  # standard errors: with less, one of a hundred good questions would look wrong by chance
TEXT = 90  # characters


@dataclass
class Choice:
    """Something to pick; ``n`` is None where only a few picked it. ``rest`` in per cent."""

    part: str
    text: str
    is_right: bool
    n: int | None
    share: int | None
    rest: int | None


@dataclass
class InLanguage:
    """The question in one language; ``difference`` in points of a hundred, where it is a warning"""

    code: str
    n: int
    facility: int
    difference: int | None

    @property
    def name(self) -> str:
        return language_name(self.code)


@dataclass
class QuestionRow:
    """``facility``, ``error`` (twice the standard error) and shares are in per cent."""

    version: QuestionVersion
    objective: str
    critical: bool
    body: dict[str, Any]
    n: int
    facility: int
    error: int | None
    discrimination: float | None
    blank: int
    seconds: int | None
    choices: list[Choice]
    languages: list[InLanguage]
    findings: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        words = unescape(strip_tags(self.body["prompt"])).split()
        return Truncator(" ".join(words)).chars(TEXT)

    @property
    def kind(self) -> str:
        return str(KINDS[self.body["type"]].label)


def language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:  # a language that was taken away since
        return code


def body_in(version: QuestionVersion, code: str) -> dict[str, Any]:
    return version.bodies.get(code) or version.bodies[_source()]


def _source() -> str:
    return settings.LANGUAGE_CODE


def _language_seen(version: QuestionVersion, code: str) -> str:
    """Where there is no translation, learners saw the source."""
    return code if code in version.bodies else _source()


def merged(counts: Iterable[Counts]) -> Counts:
    found: Counts = {}
    for one in counts:
        for key, values in one.items():
            add(found, key, values)
    return found


def by_language(
    version: QuestionVersion, tallies: Iterable[QuestionTally]
) -> dict[str, list[QuestionTally]]:
    found: dict[str, list[QuestionTally]] = {}
    for tally in tallies:
        found.setdefault(_language_seen(version, tally.locale), []).append(tally)
    return found


def differences(
    version: QuestionVersion, tallies: Iterable[QuestionTally]
) -> dict[str, Difference]:
    """How each translation differs from the other languages, where enough have answered."""
    bands = {
        code: merged(tally.bands for tally in found)
        for code, found in by_language(version, tallies).items()
    }
    found = {}
    for code, own in bands.items():
        if code == _source():  # what the translations are measured by
            continue
        others = merged(other for name, other in bands.items() if name != code)
        none = [0, 0]
        keys = [str(band) for band in range(BANDS)]
        told = difference([Band(*own.get(key, none), *others.get(key, none)) for key in keys])
        if told:
            found[code] = told
    return found


def question_row(
    version: QuestionVersion,
    tallies: list[QuestionTally],
    everywhere: list[QuestionTally],
    suspicious: Mapping[str, Difference],
    **place: Any,
) -> QuestionRow:
    """From the chosen tallies; languages are compared over those from ``everywhere``."""
    strata = [tally.sums for tally in tallies]
    sums = sum(strata, Sums())
    spread = standard_error(sums)
    body = place.pop("body")
    picked = merged(tally.picks for tally in tallies)
    steps = merged(tally.seconds for tally in tallies)
    seconds = median_of({int(step): n for step, [n] in steps.items()})
    enough_timed = sum(n for [n] in steps.values()) >= FEW
    row = QuestionRow(
        version=version,
        body=body,
        n=sums.n,
        facility=per_cent(facility(sums) or 0),
        error=None if spread is None else per_cent(2 * spread),
        discrimination=discrimination(strata),
        blank=per_cent(sum(tally.blank for tally in tallies) / sums.n),
        seconds=int(seconds + STEP / 2) if seconds is not None and enough_timed else None,
        choices=[_choice(offer, picked.get(offer.key), sums.n) for offer in offers(body)],
        languages=list(_languages(version, everywhere, suspicious)),
        **place,
    )
    row.findings = [*_findings(row), *_findings_on_choices(row, picked)] if row.n >= ENOUGH else []
    row.findings += _findings_on_languages(row)
    return row


def per_cent(share: float) -> int:
    return round(100 * share)


def _choice(offer: Offer, picked: list[int] | None, n: int) -> Choice:
    many, y, _yy = picked or [0, 0, 0]
    is_shown = many >= FEW or not many
    return Choice(
        part=offer.part,
        text=offer.text,
        is_right=offer.is_right,
        n=many if is_shown else None,
        share=per_cent(many / n) if is_shown else None,
        rest=per_cent(y / many / FULL) if many >= FEW else None,
    )


def _languages(
    version: QuestionVersion,
    tallies: Iterable[QuestionTally],
    suspicious: Mapping[str, Difference],
) -> Iterator[InLanguage]:
    for code, found in sorted(by_language(version, tallies).items()):
        sums = sum((tally.sums for tally in found), Sums())
        told = suspicious.get(code)
        gap = per_cent(told.size) if told else None
        yield InLanguage(code, sums.n, per_cent(facility(sums) or 0), gap)


def _findings(row: QuestionRow) -> Iterator[str]:
    r = row.discrimination
    if row.facility >= per_cent(EASY):
        yield _("Too easy: nearly everybody is right.")
    elif row.facility <= per_cent(HARD):
        yield _("Very hard: hardly anybody is right.")
    if r is not None and r < -SURE / math.sqrt(row.n):
        yield _("Wrong key? Who does worse elsewhere does better here.")
    elif r is not None and r < WEAK and HARD < row.facility / 100 < EASY:
        yield _("Tells little: who does well elsewhere does hardly better here.")
    if row.blank >= per_cent(OFTEN_BLANK):
        yield _("Often left without an answer.")


def _findings_on_choices(row: QuestionRow, picked: Counts) -> Iterator[str]:
    """Only where one picks among a few: a line or a gap has too many wrong ways to speak of."""
    plain = [offer for offer in offers(row.body) if not offer.part]
    keys = [picked[offer.key] for offer in plain if offer.is_right and offer.key in picked]
    for offer in plain:
        many = picked.get(offer.key, [0])[0]
        if many < RARELY_PICKED * row.n:
            yield _("Hardly anybody picks “%(choice)s”.") % {"choice": _short(offer.text)}
        elif not offer.is_right and any(_is_better(picked[offer.key], key) for key in keys):
            message = _(
                "Wrong key? Who picks “%(choice)s” does better elsewhere than who is right."
            )
            yield message % {"choice": _short(offer.text)}


def _short(text: str) -> str:
    return Truncator(text).chars(TEXT // 2)


def _is_better(one: list[int], other: list[int]) -> bool:
    """Whether those who picked one have a higher rest score, for sure."""
    (n, y, yy), (m, z, zz) = one, other
    if min(n, m) < 2 * FEW:
        return False
    error = math.sqrt(_variance(n, y, yy) / n + _variance(m, z, zz) / m)
    return y / n - z / m > SURE * error


def _variance(n: int, y: int, yy: int) -> float:
    return (n * yy - y * y) / (n * (n - 1))


def _findings_on_languages(row: QuestionRow) -> Iterator[str]:
    for one in row.languages:
        if one.difference is None:
            continue
        named = {"language": language_name(one.code), "points": abs(one.difference)}
        if one.difference < 0:
            message = _(
                "Harder in %(language)s, by %(points)d points, than for equally good learners in "
                "the other languages. Check its translation and its key."
            )
        else:
            message = _(
                "Easier in %(language)s, by %(points)d points, than for equally good learners in "
                "the other languages. Check whether its text gives the answer away."
            )
        yield message % named
