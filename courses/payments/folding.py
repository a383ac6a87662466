"""What the facts of an order come to: the same, in whatever order and how often they came."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What happened to the money of an order; a fact is never taken back, only answered."""

    AWAITED = "awaited"  # a transfer was promised
    GIVEN_UP = "given_up"  # who promised it told us that it will not come
    FAILED = "failed"  # it never came
    EXPIRED = "expired"  # the page to pay was left
    VOIDED = "voided"  # the invoice was cancelled
    PAID = "paid"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"  # the bank sent it back to us
    DISPUTED = "disputed"  # the bank of who paid asks for it back
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"


class State(StrEnum):
    OPEN = "open"
    AWAITED = "awaited"
    GIVEN_UP = "given_up"
    FAILED = "failed"
    EXPIRED = "expired"
    VOIDED = "voided"
    PAID = "paid"
    DISPUTED = "disputed"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    DISPUTE_LOST = "dispute_lost"


@dataclass(frozen=True)
class Fact:
    """``key``: the id at Stripe of the payment, refund or dispute; ``amount`` in minor units."""

    kind: Kind
    key: str
    amount: int = 0


@dataclass(frozen=True)
class Balance:
    """``paid`` and ``returned`` in minor units; something may be paid with nothing (a voucher)."""

    state: State
    paid: int = 0
    returned: int = 0

    @property
    def is_paid(self) -> bool:
        """Whether there is still something that was paid for."""
        return self.state in (State.PAID, State.DISPUTED, State.PARTLY_REFUNDED)

    def units(self, bought: int) -> int:
        """How many of the places bought are still paid for, to the nearest whole one.

        While any money is left there is one: a part given back to who bought one place is a
        kindness, and takes nothing away.
        """
        if not self.is_paid:
            return 0
        if not self.paid:
            return bought
        kept = self.paid - self.returned
        return max(1, (2 * bought * kept + self.paid) // (2 * self.paid))


UNPAID = (
    (Kind.VOIDED, State.VOIDED),
    (Kind.EXPIRED, State.EXPIRED),
    (Kind.GIVEN_UP, State.GIVEN_UP),
    (Kind.FAILED, State.FAILED),
    (Kind.AWAITED, State.AWAITED),
)


def fold(facts: Iterable[Fact]) -> Balance:
    by_kind: dict[Kind, dict[str, int]] = {kind: {} for kind in Kind}
    for fact in facts:
        by_kind[fact.kind][fact.key] = fact.amount
    if not by_kind[Kind.PAID]:
        return Balance(next((state for kind, state in UNPAID if by_kind[kind]), State.OPEN))
    paid = sum(by_kind[Kind.PAID].values())
    refunded = _without(by_kind[Kind.REFUNDED], by_kind[Kind.REFUND_FAILED])
    lost = _without(by_kind[Kind.DISPUTE_LOST], by_kind[Kind.DISPUTE_WON])
    returned = min(paid, sum(refunded.values()) + sum(lost.values()))
    settled = {**by_kind[Kind.DISPUTE_WON], **lost}
    state = State.PAID
    if returned:
        state = State.PARTLY_REFUNDED
    elif _without(by_kind[Kind.DISPUTED], settled):
        state = State.DISPUTED
    if paid and returned == paid:
        state = State.DISPUTE_LOST if lost else State.REFUNDED
    return Balance(state, paid, returned)


def _without(facts: dict[str, int], answered: dict[str, int]) -> dict[str, int]:
    return {key: amount for key, amount in facts.items() if key not in answered}
