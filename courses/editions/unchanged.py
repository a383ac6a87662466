"""Which lessons and quizzes two editions of a course have alike: what a graduate need not redo."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from . import freshness
from .models import Edition, ItemKind
from .snapshot import Snapshot

ITEM = ("item_uuid", "kind", "title", "required", "source", "settings")
TEXTS = ("title", "summary", "content_note", "body")
QUESTION = ("question_uuid", "bank_uuid", "objective", "critical")


class _Item(NamedTuple):
    uuid: UUID
    kind: str
    title: str
    required: bool
    source: dict[str, Any]
    settings: dict[str, Any]


class _Question(NamedTuple):
    uuid: UUID
    bank: UUID
    objective: str
    critical: bool
    body_hash: str


@dataclass
class Refresher:
    """What graduates of an edition meet in the next one: titles, and how many count as done."""

    new: list[str]
    same: int
    is_new_to_do: bool  # something new is required


def unchanged(before: Edition, now: Edition) -> frozenset[UUID]:
    """The items that are the same in both: a lesson by its text, a quiz by what it may ask.

    A lesson names its knowledge checks and figures: a correction of these makes it no other one.
    """
    key = f"unchanged-{before.pk}-{before.checksum}-{now.pk}-{now.checksum}"
    return freshness.kept(key, lambda: _same(_of_edition(before), _of_edition(now)))


def refresher(before: Edition, snapshot: Snapshot) -> Refresher:
    """What would be new to the graduates of an edition, were this released."""
    now = _of_snapshot(snapshot)
    same = _same(_of_edition(before), now)
    new = [item for item in now[0] if item.kind != ItemKind.MODULE and item.uuid not in same]
    titles = [item.title for item in new]
    return Refresher(titles, len(same), is_new_to_do=any(item.required for item in new))


type _Content = tuple[list[_Item], list[_Question]]


def _of_edition(edition: Edition) -> _Content:
    items = edition.items.values_list(*ITEM)
    questions = edition.questions.values_list(*QUESTION, "version__body_hash")
    return [_Item(*row) for row in items], [_Question(*row) for row in questions]


def _of_snapshot(snapshot: Snapshot) -> _Content:
    items = [_Item(*(getattr(item, name) for name in ITEM)) for item in snapshot.items]
    names = (*QUESTION, "body_hash")
    return items, [_Question(*(getattr(one, name) for name in names)) for one in snapshot.questions]


def _same(before: _Content, now: _Content) -> frozenset[UUID]:
    old, new = dict(_signatures(*before)), dict(_signatures(*now))
    return frozenset(key for key in new if key in old and old[key] == new[key])


def _signatures(
    items: Iterable[_Item], questions: list[_Question]
) -> Iterator[tuple[UUID, tuple[Any, ...]]]:
    for item in items:
        if item.kind == ItemKind.LESSON:
            yield item.uuid, (item.kind, *(item.source.get(name) for name in TEXTS))
        elif item.kind == ItemKind.QUIZ:
            rows = item.settings.get("blueprint", [])
            asked = {question for question in questions if _may_ask(rows, question)}
            yield item.uuid, (item.kind, item.settings, asked)


def _may_ask(rows: list[dict[str, Any]], question: _Question) -> bool:
    return any(
        row["question"] == str(question.uuid)
        if "question" in row
        else (row["bank"], row["objective"]) == (str(question.bank), question.objective)
        and row["critical"] in ("any", "critical" if question.critical else "not_critical")
        for row in rows
    )
