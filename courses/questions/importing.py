"""Import questions from a file, all or nothing; whoever asks for it."""

from collections.abc import Callable, Iterable
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.log_actions import log
from wagtail.models import Locale

from . import import_places as places
from . import import_plan
from .bodies import stream_of
from .formats import Unreadable
from .import_plan import LONGEST_TAG, NEW, Plan, Progress, Step, Wishes
from .import_report import Outcome, Report
from .indexing import BATCH, index_new
from .models import Question, QuestionBank, QuestionTag

LOG_ACTION = "courses.import_questions"


def _silent(_done: int, _total: int) -> None:
    pass


def import_questions(
    *,
    bank: str,
    content: bytes,
    filename: str,
    by: Any = None,
    objective: str = "1",
    replace: bool = False,
    publish: bool = True,
    dry_run: bool = False,
    progress: Progress = _silent,
    with_it: Callable[[Report], None] | None = None,
) -> Report:
    """The questions of a file in the bank of that name or short name, which is made where needed.

    ``filename`` says the format, by its end or by the name of the format. What is not fit to be
    published, or all without ``publish``, becomes a draft. ``with_it`` is called first in the
    transaction of the import, and what it raises leaves nothing imported. Raises
    formats.Unreadable.
    """
    wishes = Wishes(objective, replace, publish, settings.LANGUAGE_CODE)
    plan = import_plan.make(
        bank=bank, content=content, filename=filename, wishes=wishes, progress=progress
    )
    if not dry_run:
        try:
            with transaction.atomic():
                if with_it:
                    with_it(plan.report)
                _carry_out(plan, by)
        except IntegrityError as error:
            plan.pictures.forget()
            message = _("Somebody changed this bank at the same moment. Import it once more.")
            raise Unreadable(message) from error
        except BaseException:
            plan.pictures.forget()
            raise
    return plan.report


def _carry_out(plan: Plan, by: Any) -> None:
    for name in plan.report.banks:
        plan.banks[name] = places.new_bank(name)
        plan.banks[name].save()
        log(instance=plan.banks[name], action="wagtail.create", user=by)
    plan.pictures.store(by)
    new, replaced = plan.steps_to(*NEW), plan.steps_to(Outcome.REPLACED)
    tags = _tags([*new, *replaced])
    _create(plan, new, tags)
    for step in replaced:
        _replace(plan, step, tags, by)
    for name in dict.fromkeys(step.bank for step in (*new, *replaced)):
        count = sum(step.bank == name for step in (*new, *replaced))
        log(instance=plan.banks[name], action=LOG_ACTION, user=by, data={"count": count})


def _tags(steps: Iterable[Step]) -> dict[str, Tag]:
    names = {tag[:LONGEST_TAG] for step in steps for tag in step.entry.tags}
    found = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    for name in sorted(names - found.keys()):
        found[name] = Tag.objects.create(name=name)
    return found


def _create(plan: Plan, steps: list[Step], tags: dict[str, Tag]) -> None:
    locale, now = Locale.get_default(), timezone.now()
    questions = [_new(plan, step, tags, locale, now) for step in steps]
    for batch in batched(questions, BATCH):
        Question.objects.bulk_create(batch)
    items = []
    for question in questions:
        for item in question.tagged_items.all():
            item.content_object = question
            items.append(item)
    QuestionTag.objects.bulk_create(items, batch_size=BATCH)
    index_new(questions)


def _new(plan: Plan, step: Step, tags: dict[str, Tag], locale: Locale, now: Any) -> Question:
    is_live = step.row.outcome == Outcome.IMPORTED
    return Question(
        bank=plan.banks[step.bank],
        key=step.key,
        locale=locale,
        live=is_live,
        has_unpublished_changes=not is_live,
        first_published_at=now if is_live else None,
        last_published_at=now if is_live else None,
        tagged_items=[QuestionTag(tag=tag) for tag in _tags_of(step, tags)],
        **_fields(plan, step),
    )


def _fields(plan: Plan, step: Step) -> dict[str, Any]:
    entry = step.entry
    return {
        "objective": entry.objective,
        "difficulty": entry.difficulty,
        "critical": entry.critical,
        "practice_only": entry.practice_only,
        "body": stream_of(step.body, plan.pictures.id_of),
    }


def _tags_of(step: Step, tags: dict[str, Tag]) -> list[Tag]:
    return [tags[name] for name in dict.fromkeys(tag[:LONGEST_TAG] for tag in step.entry.tags)]


def _replace(plan: Plan, step: Step, tags: dict[str, Tag], by: Any) -> None:
    """As a new draft of the question; what is published stays until somebody publishes it."""
    question = step.existing
    if question is None:
        return
    for name, value in _fields(plan, step).items():
        setattr(question, name, value)
    question.tags.set(_tags_of(step, tags))
    question.save_revision(user=by, log_action=True)


def all_banks_below(bank: QuestionBank) -> list[QuestionBank]:
    """A bank, and those that an import made for the categories below it."""
    below = QuestionBank.objects.filter(name__startswith=f"{bank.name}{places.SEPARATOR}")
    return [bank, *below.order_by("name")]
