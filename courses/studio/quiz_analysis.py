"""How a quiz and its questions perform, from the totals; a few queries whatever was taken."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.differences import Difference, suspicious
from courses.assessment.models import Attempt
from courses.assessment.statistics import deviation_of, mean_of, median_of
from courses.assessment.tallies import FEW, QuestionTally, QuizTally, TallyState
from courses.editions.models import EditionItem, EditionQuestion, ItemKind, QuestionVersion

from .access import courses_of
from .question_analysis import (
    QuestionRow,
    body_in,
    differences,
    language_name,
    merged,
    question_row,
)

MOST_WAITING = 1000  # are counted for a page; beyond it, "more than"
LATE = 6  # from this attempt on, they share a line
LEFT_AFTER = timedelta(days=14)


@dataclass
class Quiz:
    """As last released; ``editions`` are the numbers of all that have it, the latest first."""

    uuid: UUID
    title: str
    course: str
    pass_mark: int
    editions: list[int]
    n: int = 0
    mean: float | None = None


@dataclass
class Passed:
    """Of the attempts with this number, by learner the first, second ..."""

    number: int
    handed_in: int
    passed: int


@dataclass
class Analysis:
    """``edition`` and ``locale`` are what it is narrowed to, None for all."""

    quiz: Quiz
    edition: int | None
    locale: str | None
    state: TallyState | None
    waiting: int
    n: int = 0
    scores: dict[int, int] = field(default_factory=dict)
    attempts: list[Passed] = field(default_factory=list)
    still_open: int = 0  # first attempts that were begun and not handed in
    left_open: int = 0  # those of them that were begun two weeks ago or earlier
    questions: list[QuestionRow] = field(default_factory=list)

    @property
    def mean(self) -> float | None:
        return mean_of(self.scores)

    @property
    def median(self) -> float | None:
        return median_of(self.scores)

    @property
    def deviation(self) -> float | None:
        return deviation_of(self.scores)

    @property
    def warned(self) -> list[QuestionRow]:
        return [row for row in self.questions if row.findings]

    @property
    def waits_for_more(self) -> bool:
        return self.waiting > MOST_WAITING


def quizzes_for(user) -> dict[UUID, Quiz]:
    """Every quiz that was released in the courses somebody may edit; one query."""
    mine = courses_of(user).values("translation_key")
    rows = EditionItem.objects.filter(kind=ItemKind.QUIZ, edition__course__uuid__in=mine)
    names = ("item_uuid", "title", "edition__policy__title", "settings__pass_mark")
    found: dict[UUID, Quiz] = {}
    ordered = rows.order_by("edition__number", "position")
    for uuid, title, course, mark, number in ordered.values_list(*names, "edition__number"):
        editions = found[uuid].editions if uuid in found else []
        found[uuid] = Quiz(uuid, title, course, mark, [number, *editions])
    return found


def with_results(quizzes: dict[UUID, Quiz]) -> list[Quiz]:
    """By course and title, with how often each was taken; one query."""
    scores: dict[UUID, list[Any]] = {}
    rows = QuizTally.objects.filter(item_uuid__in=quizzes, n__gte=FEW)
    for uuid, counted in rows.values_list("item_uuid", "scores"):
        scores.setdefault(uuid, []).append(counted)
    for uuid, counts in scores.items():
        together = _numbers(merged(counts))
        quizzes[uuid].n, quizzes[uuid].mean = sum(together.values()), mean_of(together)
    return sorted(quizzes.values(), key=lambda quiz: (quiz.course, quiz.title))


def _numbers(counts: dict[str, list[int]]) -> dict[int, int]:
    return {int(value): n for value, [n] in counts.items()}


def analyse(quiz: Quiz, *, edition: int | None = None, locale: str | None = None) -> Analysis:
    """Seven queries. Groups of a few are in no sum, so that nothing can be subtracted from it."""
    tallies = list(QuizTally.objects.filter(item_uuid=quiz.uuid, n__gte=FEW))
    chosen = [t for t in tallies if edition in (None, t.edition) and locale in (None, t.locale)]
    waiting = Attempt.objects.scored().filter(item_uuid=quiz.uuid, is_tallied=False)
    numbers = merged(tally.numbers for tally in chosen)
    still_open, left_open = _open(quiz, edition, locale)
    return Analysis(
        quiz=quiz,
        edition=edition,
        locale=locale,
        state=TallyState.objects.filter(item_uuid=quiz.uuid).first(),
        waiting=waiting.order_by()[: MOST_WAITING + 1].count(),
        n=sum(tally.n for tally in chosen),
        scores=_numbers(merged(tally.scores for tally in chosen)),
        attempts=[Passed(int(key), *numbers[key]) for key in sorted(numbers, key=int)],
        still_open=still_open,
        left_open=left_open,
        questions=list(_questions(quiz, edition, locale)),
    )


def _open(quiz: Quiz, edition: int | None, locale: str | None) -> tuple[int, int]:
    """First attempts that were begun and not handed in; of them, those left for two weeks."""
    rows = Attempt.objects.running().filter(item_uuid=quiz.uuid, is_tallied=False, number=1)
    if edition is not None:
        rows = rows.filter(paper__edition=edition)
    if locale is not None:
        rows = rows.filter(locale=locale)
    is_old = Q(started_at__lte=timezone.now() - LEFT_AFTER)
    found = rows.aggregate(n=Count("pk"), old=Count("pk", filter=is_old))
    return found["n"], found["old"]


def _questions(quiz: Quiz, edition: int | None, locale: str | None) -> Iterator[QuestionRow]:
    """By objective, the latest version of a question first."""
    everywhere: dict[int, list[QuestionTally]] = {}
    for tally in QuestionTally.objects.filter(item_uuid=quiz.uuid, n__gte=FEW):
        everywhere.setdefault(tally.version_id, []).append(tally)
    versions = QuestionVersion.objects.in_bulk(everywhere)
    places = _places(quiz, list(versions))
    warned = _warned(everywhere, versions)
    order = sorted(
        versions.values(),
        key=lambda v: (places[v.pk]["objective"], str(v.question_uuid), -v.number),
    )
    for version in order:
        found = everywhere[version.pk]
        chosen = [t for t in found if edition in (None, t.edition) and locale in (None, t.locale)]
        if chosen:
            body = body_in(version, locale or "")
            place = {**places[version.pk], "body": body}
            yield question_row(version, chosen, found, warned.get(version.pk, {}), **place)


def _places(quiz: Quiz, versions: list[int]) -> dict[int, dict[str, Any]]:
    """What each was last released as."""
    asked = EditionQuestion.objects.filter(
        version__in=versions, edition__items__item_uuid=quiz.uuid
    ).order_by("edition__number")
    found = {pk: {"objective": "", "critical": False} for pk in versions}
    for version, objective, critical in asked.values_list("version_id", "objective", "critical"):
        found[version] = {"objective": objective, "critical": critical}
    return found


def _warned(
    everywhere: dict[int, list[QuestionTally]], versions: dict[int, QuestionVersion]
) -> dict[int, dict[str, Difference]]:
    """The languages that differ by more than chance, corrected for all that were compared."""
    compared = {
        (pk, code): one
        for pk, tallies in everywhere.items()
        for code, one in differences(versions[pk], tallies).items()
    }
    found: dict[int, dict[str, Difference]] = {}
    for (pk, code), one in suspicious(compared).items():
        found.setdefault(pk, {})[code] = one
    return found


def locales_of(quiz: Quiz) -> dict[str, str]:
    """The languages it was taken in, with their names; one query."""
    rows = QuizTally.objects.filter(item_uuid=quiz.uuid, n__gte=FEW).order_by()
    codes = rows.values_list("locale", flat=True).distinct()
    return {code: language_name(code) for code in sorted(codes)}


def steps(analysis: Analysis) -> dict[str, int]:
    """From beginning to passing: each step with how many learners have come to it."""
    handed_in = sum(one.handed_in for one in analysis.attempts if one.number == 1)
    found = {
        _("Began the first attempt"): handed_in + analysis.still_open,
        _("Handed it in"): handed_in,
    }
    for one in analysis.attempts:
        label = _("Passed at attempt %(number)d") % {"number": one.number}
        if one.number >= LATE:
            label = _("Passed at attempt %(number)d or later") % {"number": LATE}
        found[label] = found.get(label, 0) + one.passed
    found[_("Passed in all")] = sum(one.passed for one in analysis.attempts)
    found[_("Left the first attempt open for two weeks")] = analysis.left_open
    return found
