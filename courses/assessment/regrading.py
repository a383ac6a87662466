"""Grading a released question otherwise: what it would change, and the decision itself."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.editions import content
from courses.editions.models import Course, Edition, EditionItem, ItemKind, QuestionVersion
from lms.users.models import User

from .codes import attempt_code
from .grading import Result
from .marks import Mark, Regrade, RegradeRun, Treatment
from .models import Attempt, AttemptState, Response
from .outcome import decisions, graded_with
from .paper import NotEnoughQuestions, draw
from .regrade_run import batches, holds, may_hold, run_regrade
from .rekeying import REKEYABLE, Bodies, has_key, kind_of

MOST_IMAGINED = 5000  # attempts, within a request: two seconds


class CannotRegrade(ValueError):
    """The decision is refused; ``args[0]`` says why, and what to do."""


@dataclass(frozen=True)
class Change:
    """What becomes of an attempt, named by a code that tells nobody whose it is."""

    attempt: UUID
    score_before: int
    passed_before: bool
    score_after: int
    passed_after: bool

    @property
    def code(self) -> str:
        return attempt_code(self.attempt)


@dataclass
class Preview:
    """What a decision would change.

    ``graded``: the graded attempts that hold the question; ``settled``: those that waited for a
    mark of it alone, and would be graded. ``newest``: of how many attempts these are, None for all.
    """

    graded: int = 0
    settled: int = 0
    changes: list[Change] = field(default_factory=list)
    newest: int | None = None

    @property
    def passes(self) -> int:
        """How many become a pass."""
        return sum(not change.passed_before and change.passed_after for change in self.changes)

    @property
    def higher(self) -> int:
        return sum(change.score_after > change.score_before for change in self.changes)

    @property
    def lower(self) -> int:
        return sum(change.score_after < change.score_before for change in self.changes)


def latest_of(version: QuestionVersion) -> Regrade | None:
    """How a version is graded now, None for as it was released."""
    return decisions([version.pk]).get(version.pk)


def key_of(version: QuestionVersion) -> Bodies:
    """The bodies with the key that was last said to be right."""
    rekeys = Regrade.objects.filter(version=version, treatment=Treatment.REKEY).order_by("pk")
    last = rekeys.last()
    return last.bodies if last else version.bodies


def treatments_of(version: QuestionVersion) -> list[Treatment]:
    """What is possible for a question of this type."""
    may_rekey = kind_of(version.bodies) in REKEYABLE
    return [each for each in Treatment if each != Treatment.REKEY or may_rekey]


def preview(*, version: QuestionVersion, treatment: str, bodies: Bodies) -> Preview:
    """Who changes and how, without writing anything. Raises CannotRegrade."""
    check(version, treatment, bodies)
    imagined = Regrade(version=version, treatment=treatment, bodies=bodies)
    older = may_hold(version).order_by("-pk").values_list("pk", flat=True)[MOST_IMAGINED:]
    after = older.first() or 0
    found = Preview(newest=MOST_IMAGINED if after else None)
    for attempt, result in _imagine(version, imagined, after=after):
        if attempt.state == AttemptState.SUBMITTED:
            found.settled += not result.waiting
            continue
        found.graded += 1
        passed = bool(attempt.passed) or result.passed
        if (result.score, passed) != (attempt.score, attempt.passed):
            found.changes.append(
                Change(attempt.uuid, attempt.score or 0, bool(attempt.passed), result.score, passed)
            )
    return found


def _imagine(
    version: QuestionVersion, imagined: Regrade, *, after: int
) -> Iterator[tuple[Attempt, Result]]:
    """Each attempt that waits or is graded, with the result it would have; 4 queries a batch."""
    handed_in = (AttemptState.SUBMITTED, AttemptState.GRADED)
    for batch in batches(version, after=after):
        ours = [a for a in batch if a.state in handed_in and holds(a, version)]
        ids = [attempt.pk for attempt in ours]
        answers = _by_attempt(Response.objects.filter(attempt__in=ids), "body")
        given = _by_attempt(Mark.objects.filter(attempt__in=ids).order_by("pk"), "points")
        versions = {slot["version"] for attempt in ours for slot in attempt.paper["slots"]}
        decided = decisions(list(versions)) | {version.pk: imagined}
        for attempt in ours:
            held = [slot["version"] for slot in attempt.paper["slots"]]
            yield (
                attempt,
                graded_with(
                    attempt,
                    content.question_bodies(held, attempt.locale),
                    answers=answers.get(attempt.pk, {}),
                    given=given.get(attempt.pk, {}),
                    decided={v: regrade for v, regrade in decided.items() if v in held},
                ),
            )


def _by_attempt(rows: Any, name: str) -> dict[int, dict[int, Any]]:
    """{attempt: {slot: value}}, the last of several."""
    found: dict[int, dict[int, Any]] = {}
    for attempt, slot, value in rows.values_list("attempt", "slot", name):
        found.setdefault(attempt, {})[slot] = value
    return found


@transaction.atomic
def regrade(
    *, version: QuestionVersion, treatment: str, bodies: Bodies, reason: str, by: User | None
) -> Regrade:
    """Decide, and begin to grade every attempt anew that holds the version. Raises CannotRegrade.

    The courses are held, so that two decisions follow each other. The attempts come after the
    commit, in batches: whatever is handed in from then on is graded by the decision anyway.
    """
    using = Edition.objects.filter(questions__version=version).values("course")
    list(Course.objects.select_for_update().filter(pk__in=using).order_by("pk").values("pk"))
    check(version, treatment, bodies)
    decided = Regrade.objects.create(
        version=version, treatment=treatment, bodies=bodies, reason=reason, decided_by=by
    )
    RegradeRun.objects.create(regrade=decided, total=may_hold(version).count())
    transaction.on_commit(lambda: run_regrade.enqueue(decided.pk), robust=True)
    return decided


def check(version: QuestionVersion, treatment: str, bodies: Bodies) -> None:
    """Raises CannotRegrade for what makes no sense, with a sentence for who decides."""
    if treatment not in treatments_of(version):
        message = _("For this type of question, count it for nobody or give everybody full points.")
        raise CannotRegrade(message)
    if treatment == Treatment.REKEY:
        _check_key(version, bodies)
    elif bodies:
        raise CannotRegrade(_("A key belongs to “another answer is right” only."))
    now = latest_of(version)
    if now and (now.treatment, now.bodies) == (treatment, bodies):
        raise CannotRegrade(_("The question is graded like this already."))
    if treatment == Treatment.VOID and _leaves_nothing(version):
        message = _(
            "A quiz would have no question left that counts: some attempts hold no other one. "
            "Give full points for everybody instead."
        )
        raise CannotRegrade(message)


def _check_key(version: QuestionVersion, bodies: Bodies) -> None:
    """Another key for the same question: only what is right may differ."""
    if bodies.keys() != version.bodies.keys():
        raise CannotRegrade(_("The key must be there in every language of the question."))
    for locale, body in bodies.items():
        if _without_key(body) != _without_key(version.bodies[locale]):
            raise CannotRegrade(_("Only what is right can change, not what was asked."))
        if not has_key(body):
            raise CannotRegrade(_("Say what is right."))
    if latest_of(version) is None and bodies == version.bodies:
        raise CannotRegrade(_("The question is graded like this already."))


def _without_key(body: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in body.items() if name != "answers"}
    if "choices" in kept:
        kept["choices"] = [{**choice, "correct": None} for choice in kept["choices"]]
    return kept


def _leaves_nothing(version: QuestionVersion) -> bool:
    """Whether a quiz could be drawn from questions alone that then count for nobody."""
    editions = list(Edition.objects.filter(questions__version=version))
    quizzes = EditionItem.objects.filter(edition__in=editions, kind=ItemKind.QUIZ)
    pools = {edition.pk: content.question_pool(edition) for edition in editions}
    asked = {candidate["version"] for pool in pools.values() for candidate in pool}
    decided = decisions(list(asked))
    void = {v for v, row in decided.items() if row.treatment == Treatment.VOID} | {version.pk}
    return any(
        _can_be_drawn(quiz.settings, [c for c in pools[quiz.edition_id] if c["version"] in void])
        for quiz in quizzes
    )


def _can_be_drawn(settings: Mapping[str, Any], pool: list[dict[str, Any]]) -> bool:
    try:
        return bool(draw(settings["blueprint"], pool, seen=(), rng=random.Random(0)))  # noqa: S311
    except NotEnoughQuestions:
        return False
