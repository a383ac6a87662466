"""Whether the banks hold what a quiz asks for.

Rows of one bank and objective share its questions, so each kind must suffice, and the sum. Only
published questions of the source language count, as a release takes no other. The number of
queries is the same for one quiz and for all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from courses.catalogue.blueprint import Draw, Fixed, Row
from courses.questions.models import Question


class Place(NamedTuple):
    """Where a row draws from: the primary key of a bank, and an objective."""

    bank: int
    objective: str


@dataclass
class Pool:
    """The questions of one place; ``wanted`` is how many of each kind the rows draw together."""

    place: Place
    wanted: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    critical: int = 0
    other: int = 0
    waiting: int = 0  # until they are published

    def add(self, row: Draw) -> None:
        self.wanted[row.critical] += row.number
        self.rows += 1

    def has(self, kind: str) -> int:
        kinds = {"critical": self.critical, "not_critical": self.other}
        return kinds.get(kind, self.critical + self.other)

    @property
    def total(self) -> int:
        return self.has("any")

    @property
    def wanted_in_all(self) -> int:
        return self.wanted.total()

    @property
    def short(self) -> dict[str, tuple[int, int]]:
        """The kinds that do not suffice: how many there are, and how many are wanted."""
        needs = {**self.wanted, "any": self.wanted_in_all}
        return {k: (self.has(k), need) for k, need in needs.items() if self.has(k) < need}

    @property
    def lacks(self) -> int:
        """How many questions to write, at least."""
        missing = Counter({kind: need - has for kind, (has, need) in self.short.items()})
        return max(missing["any"], missing["critical"] + missing["not_critical"])


@dataclass
class RowSupply:
    """A row with what there is for it: ``pool`` of one that draws, ``question`` of another.

    Both are None while something is not chosen yet; a question also when it was deleted.
    """

    row: Row
    pool: Pool | None = None
    question: Question | None = None

    @property
    def has(self) -> int:
        if isinstance(self.row, Draw):
            return self.pool.has(self.row.critical) if self.pool else 0
        return int(bool(self.question and self.question.live and not self.question.practice_only))

    @property
    def draws(self) -> int:
        return self.row.number if isinstance(self.row, Draw) else 1

    @property
    def lacks(self) -> int:
        return max(0, self.draws - self.has)


@dataclass
class Supply:
    rows: list[RowSupply]
    pools: list[Pool]

    @property
    def asked(self) -> int:
        """How many questions a learner gets."""
        return sum(row.draws for row in self.rows)

    @property
    def lacks(self) -> int:
        alone = sum(row.lacks for row in self.rows if row.pool is None)
        return alone + sum(pool.lacks for pool in self.pools)

    @property
    def shared(self) -> list[Pool]:
        """The pools that several rows draw from."""
        return [pool for pool in self.pools if pool.rows > 1]


class _Held(NamedTuple):
    key: UUID
    critical: bool
    live: bool


def supplies(blueprints: Iterable[list[Row]], without: Collection[UUID] = ()) -> list[Supply]:
    """Of each blueprint, as if the questions ``without`` (translation keys) left their banks."""
    blueprints = list(blueprints)
    rows = [row for blueprint in blueprints for row in blueprint]
    named = _named([row.question for row in rows if isinstance(row, Fixed) and row.question])
    places = {place_of(row) for row in rows if isinstance(row, Draw)} - {None}
    held = _held([place for place in places if place], without)
    return [_supply(blueprint, named, held) for blueprint in blueprints]


def place_of(row: Draw) -> Place | None:
    return Place(row.bank, row.objective) if row.bank and row.objective else None


def _named(pks: Collection[int]) -> dict[int, Question]:
    """The questions that rows name, in the source language, by the keys that name them."""
    keys = dict(Question.objects.filter(pk__in=pks).values_list("pk", "translation_key"))
    source = Question.objects.in_source_locale().filter(translation_key__in=keys.values())
    found = {question.translation_key: question for question in source.defer("body")}
    return {pk: found[key] for pk, key in keys.items() if key in found}


def _held(places: Collection[Place], without: Collection[UUID]) -> dict[Place, list[_Held]]:
    questions = Question.objects.in_source_locale().drawable().order_by()
    rows = questions.filter(
        bank__in={place.bank for place in places},
        objective__in={place.objective for place in places},
    ).values_list("bank", "objective", "translation_key", "critical", "live")
    held: dict[Place, list[_Held]] = defaultdict(list)
    for bank, objective, *question in rows:
        if question[0] not in without:
            held[Place(bank, objective)].append(_Held(*question))
    return held


def _supply(
    blueprint: list[Row], named: dict[int, Question], held: dict[Place, list[_Held]]
) -> Supply:
    fixed = [row for row in blueprint if isinstance(row, Fixed)]
    asked = {q.translation_key for row in fixed if (q := named.get(row.question or 0))}
    pools: dict[Place, Pool] = {}
    rows = []
    for row in blueprint:
        if isinstance(row, Fixed):
            rows.append(RowSupply(row, question=named.get(row.question or 0)))
        elif place := place_of(row):
            pool = pools.setdefault(place, _pool(place, held.get(place, []), asked))
            pool.add(row)
            rows.append(RowSupply(row, pool=pool))
        else:
            rows.append(RowSupply(row))
    return Supply(rows, list(pools.values()))


def _pool(place: Place, held: list[_Held], asked: Collection[UUID]) -> Pool:
    """What everybody gets anyway is not drawn once more."""
    free = [question for question in held if question.key not in asked]
    live = [question for question in free if question.live]
    critical = sum(question.critical for question in live)
    return Pool(place, critical=critical, other=len(live) - critical, waiting=len(free) - len(live))
