"""What is done to many questions at once; each call is one transaction.

A question that is published changes for the next release at once, so only who may publish moves it
or makes it a practice question. Tags tell learners nothing: whoever may edit may tag. A draft that
waits on top of what is published changes with it, or it would take the change back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from courses.questions.models import Question, QuestionBank
from courses.questions.types import TYPES

from .usage import uses_of


@dataclass
class Outcome:
    """``refused``: each question that stays as it was, with a sentence that says why."""

    done: list[Question] = field(default_factory=list)
    refused: list[tuple[Question, str]] = field(default_factory=list)


type Fault = Callable[[Question], str]


def may(user, action: str) -> bool:
    return policy_registry.get_by_type(Question).user_has_permission(user, action)


@transaction.atomic
def move(*, questions: Sequence[Question], bank: QuestionBank, by) -> Outcome:
    """To another bank, but for those whose short name it has already."""
    there = bank.questions.values_list("key", "locale")
    taken = Counter((question.key, question.locale_id) for question in questions)
    taken.update(there)

    def fault(question: Question) -> str:
        if question.bank_id == bank.pk:
            return _("It is in this bank already.")
        if taken[question.key, question.locale_id] > 1:
            return _("Another question has the same short name there; change one of them.")
        return _only_by_publishers(question, by)

    def change(question: Question) -> None:
        question.bank = bank

    return _each(questions, fault, change, by, is_for_learners=True)


@transaction.atomic
def tag(*, questions: Sequence[Question], names: Iterable[str], by) -> Outcome:
    """Add these tags to those that the questions have."""
    names = list(names)

    def change(question: Question) -> None:
        question.tags.add(*names)

    return _each(questions, lambda question: "", change, by)


@transaction.atomic
def mark_practice(*, questions: Sequence[Question], by) -> Outcome:
    """For lessons only from now on; no quiz draws them any more."""
    uses = uses_of(questions)

    def fault(question: Question) -> str:
        if question.practice_only:
            return _("It is a practice question already.")
        if question.critical or question.get_latest_revision_as_object().critical:
            return _("It is critical, which a practice question cannot be.")
        if uses[question.translation_key].naming:
            return _("A quiz names it; take it out of the quiz first.")
        return _only_by_publishers(question, by)

    def change(question: Question) -> None:
        question.practice_only = True

    return _each(questions, fault, change, by, is_for_learners=True)


@transaction.atomic
def publish(*, questions: Sequence[Question], by) -> Outcome:
    """What waits as a draft, where nothing is left to mend in it."""
    outcome = Outcome()
    for question in questions:
        draft = question.get_latest_revision_as_object()
        if reason := _unfit(question, draft):
            outcome.refused.append((question, reason))
            continue
        revision = question.latest_revision or question.save_revision(user=by)
        revision.publish(user=by)
        outcome.done.append(question)
    return outcome


def _unfit(question: Question, draft: Question) -> str:
    if question.live and not question.has_unpublished_changes:
        return _("It is published already.")
    try:
        draft.full_clean()
        draft.body.stream_block.clean(draft.body)
    except ValidationError:
        return _("It is not finished; open it, save it, and mend what is marked.")
    body = draft.to_body()
    problems = TYPES[body["type"]].problems(body)
    return _(problems[0]) if problems else ""


def _only_by_publishers(question: Question, by) -> str:
    if question.live and not may(by, "publish"):
        return _("It is published; ask somebody who may publish.")
    return ""


def _each(
    questions: Sequence[Question],
    fault: Fault,
    change: Callable[[Question], None],
    by,
    *,
    is_for_learners: bool = False,
) -> Outcome:
    outcome = Outcome()
    for question in questions:
        if reason := fault(question):
            outcome.refused.append((question, reason))
            continue
        _write(question, change, by, is_for_learners=is_for_learners)
        outcome.done.append(question)
    return outcome


def _write(
    question: Question, change: Callable[[Question], None], by, *, is_for_learners: bool
) -> None:
    """To what the row holds and to the draft on top of it, so that the history has it too."""
    draft = question.get_latest_revision_as_object()
    change(question)
    if is_for_learners and question.live:
        question.last_published_at = timezone.now()  # so that its courses say: may wait
    question.save()
    if draft is not question:
        change(draft)
        draft.save_revision(user=by, clean=False, log_action=True)
        return
    revision = question.save_revision(user=by, changed=False, clean=False, log_action=True)
    if question.live:
        question.live_revision = revision
        question.save(update_fields=["live_revision"])
