"""The state of an order is a fold of facts: plain Python."""

from hypothesis import given
from hypothesis import strategies as st

from courses.payments.currencies import CURRENCIES, read, written
from courses.payments.folding import Balance, Fact, Kind, State, fold

keys = st.sampled_from(["a", "b", "c"])
amounts = {"a": 100, "b": 250, "c": 4900}  # one id, one amount
facts = st.builds(lambda kind, key: Fact(kind, key, amounts[key]), st.sampled_from(Kind), keys)


@given(st.lists(facts), st.data())
def test_order_and_repetition_of_facts_change_nothing(found, data):
    again = data.draw(st.permutations(found + found[:3]))
    assert fold(again) == fold(found)


@given(st.lists(facts), st.integers(1, 10_000))
def test_places_are_never_more_than_were_bought_nor_left_without_money(found, bought):
    balance = fold(found)
    assert 0 <= balance.returned <= balance.paid
    assert 0 <= balance.units(bought) <= bought
    if balance.paid:
        assert (balance.units(bought) > 0) == (balance.paid > balance.returned)


@given(st.integers(1, 30), st.integers(0, 30), st.integers(50, 100_000))
def test_giving_back_the_price_of_some_seats_leaves_the_others(bought, back, price):
    back = min(back, bought)
    balance = Balance(State.PARTLY_REFUNDED, bought * price, back * price)
    assert balance.units(bought) == max(1, bought - back)


def test_a_late_transfer_still_pays_an_order_that_had_expired():
    facts = [Fact(Kind.PAID, "pi", 4900), Fact(Kind.EXPIRED, "cs")]
    assert fold(facts).state == State.PAID


def test_a_dispute_changes_nothing_until_it_is_lost():
    paid, asked = Fact(Kind.PAID, "pi", 4900), Fact(Kind.DISPUTED, "dp", 4900)
    assert fold([paid, asked]).is_paid
    assert fold([paid, asked, Fact(Kind.DISPUTE_WON, "dp", 4900)]).state == State.PAID
    assert fold([paid, asked, Fact(Kind.DISPUTE_LOST, "dp", 4900)]).state == State.DISPUTE_LOST


def test_a_refund_that_the_bank_sent_back_is_none():
    facts = [Fact(Kind.PAID, "pi", 4900), Fact(Kind.REFUNDED, "re", 4900)]
    assert fold(facts).state == State.REFUNDED
    assert fold([*facts, Fact(Kind.REFUND_FAILED, "re", 4900)]).state == State.PAID


@given(st.sampled_from(CURRENCIES), st.integers(0, 99_999_999))
def test_an_amount_is_read_as_it_was_written(currency, amount):
    assert read(written(amount, currency).split(" ")[1], currency) == amount
