"""What an import would do: reads, compares and validates, and changes nothing."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import import_places as places
from .bodies import KINDS, stream_of, with_ids
from .formats import FORMATS, Entry, format_of
from .formats.cloze_text import in_order
from .import_report import Outcome, Report, Row
from .models import Question, QuestionBank, objective_code
from .pictures import Pictures, unsaid
from .types import TYPES, Body

OBJECTIVE = objective_code.regex
LONGEST_OBJECTIVE = Question._meta.get_field("objective").max_length
LONGEST_TAG = 100
NEW = (Outcome.IMPORTED, Outcome.DRAFT)

type Progress = Callable[[int, int], None]


@dataclass
class Step:
    """One entry: what becomes of it."""

    entry: Entry
    bank: str
    key: str
    row: Row
    existing: Question | None = None
    body: Body = field(default_factory=dict)  # with ids


@dataclass
class Plan:
    report: Report
    steps: list[Step]
    banks: dict[str, QuestionBank]  # that are there, by name
    pictures: Pictures

    def steps_to(self, *outcomes: Outcome) -> list[Step]:
        return [step for step in self.steps if step.row.outcome in outcomes]


@dataclass(frozen=True)
class Wishes:
    """What whoever imports chose."""

    objective: str = "1"
    replace: bool = False
    publish: bool = True
    language: str = "en"


def make(*, bank: str, content: bytes, filename: str, wishes: Wishes, progress: Progress) -> Plan:
    """Raises formats.Unreadable. ``filename`` may be the name of a format."""
    found = FORMATS.get(filename) or format_of(filename, content)
    reading = found.read(content, wishes.language)
    target = places.find_bank(bank)
    names = places.bank_names(reading.entries, target.name if target else bank)
    keys = places.keys(reading.entries, names)
    banks = {row.name: row for row in QuestionBank.objects.filter(name__in=set(names))}
    if target:
        banks[target.name] = target
    plan = Plan(Report(notes=reading.notes), [], banks, Pictures())
    existing = _existing(banks.values())
    for entry, name, key in zip(reading.entries, names, keys, strict=True):
        row = Row(entry.line, entry.name or key, entry.type)
        step = Step(entry, name, key, row, existing.get((name, key)))
        _decide(step, plan.pictures, wishes)
        plan.steps.append(step)
        plan.report.rows.append(row)
        progress(len(plan.steps), len(reading.entries))
    new = (step.bank for step in plan.steps if step.row.outcome in NEW)
    plan.report.banks = [name for name in dict.fromkeys(new) if name not in banks]
    return plan


def _existing(banks: Iterable[QuestionBank]) -> dict[tuple[str, str], Question]:
    rows = Question.objects.in_source_locale().filter(bank__in=list(banks))
    rows = rows.select_related("bank", "latest_revision")
    return {(row.bank.name, row.key): row for row in rows}


def _decide(step: Step, pictures: Pictures, wishes: Wishes) -> None:
    entry, row = step.entry, step.row
    if entry.refusal:
        row.skip(entry.refusal)
        return
    entry.objective, given = entry.objective or wishes.objective, bool(entry.objective)
    if not _is_objective(entry.objective):
        row.skip(
            _("“%(code)s” is no code of an objective, such as 4.1.")
            % {"code": entry.objective[:20]}
        )
        return
    if entry.critical and entry.practice_only:
        entry.critical = False
        entry.note(_("A practice question cannot be critical."))
    row.reasons += [*entry.notes, *pictures.take(entry.body, entry.pictures)]
    if step.existing:
        _meet(step, given, wishes)
    if not step.existing or row.outcome == Outcome.REPLACED:
        step.body = with_ids(KINDS[entry.body["type"]], entry.body)
        problems = _problems(step.body)
        row.reasons += problems
    if not step.existing:
        is_fit = wishes.publish and not problems
        row.outcome = Outcome.IMPORTED if is_fit else Outcome.DRAFT


def _is_objective(code: str) -> bool:
    return len(code) <= LONGEST_OBJECTIVE and bool(re.match(OBJECTIVE, code))


def _meet(step: Step, objective_is_given: bool, wishes: Wishes) -> None:
    """There is a question with this key already."""
    question, entry = _latest(step.existing), step.entry
    same = (
        in_order(without_ids(question.to_body())) == in_order(entry.body)
        and (not objective_is_given or question.objective == entry.objective)
        and (not entry.critical or question.critical)
        and (not entry.practice_only or question.practice_only)
    )
    if same:
        step.row.outcome = Outcome.UNCHANGED
    elif wishes.replace:
        step.row.outcome = Outcome.REPLACED
        if not objective_is_given:
            entry.objective = question.objective
    else:
        message = _(
            "The bank has another question “%(key)s”. Import with “replace”, or give it another"
            " id in the file."
        )
        step.row.skip(message % {"key": step.key})


def _latest(question: Question | None) -> Any:
    if question and question.has_unpublished_changes and question.latest_revision:
        return question.latest_revision.as_object()
    return question


def without_ids(part: Any) -> Any:
    match part:
        case dict():
            return {name: without_ids(value) for name, value in part.items() if name != "id"}
        case list():
            return [without_ids(value) for value in part]
        case _:
            return part


def _problems(body: Body) -> list[str]:
    """What an author has to mend before it can be published, as sentences."""
    kind = body["type"]
    found = [_(problem) for problem in TYPES[kind].problems(body)]
    if unsaid(body):
        found.append(_("Say what the image tells."))
    [stored] = stream_of(body, lambda _model, _name: 0)
    try:
        KINDS[kind].clean(KINDS[kind].to_python(_without_pictures(stored["value"])))
    except ValidationError as error:
        found += [message for message in _messages(error) if message not in found]
    return list(dict.fromkeys(found))


def _without_pictures(value: Any) -> Any:
    match value:
        case dict():
            rest = {name: part for name, part in value.items() if name not in ("image", "audio")}
            return {name: _without_pictures(part) for name, part in rest.items()}
        case list():
            return [_without_pictures(part) for part in value]
        case _:
            return value


def _messages(error: ValidationError) -> Iterable[str]:
    """Of all fields of a block."""
    inner = getattr(error, "block_errors", None)
    if not inner:
        yield from error.messages
        return
    for part in inner.values() if isinstance(inner, dict) else filter(None, inner):
        yield from _messages(part)
