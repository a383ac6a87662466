"""Whatever events come, in whatever order and how often: the end is what the payments say."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.learning.services import enrol
from courses.models import Enrolment, Entitlement, Order, Payment, Seat, StripeEvent
from courses.payments import buying, gateway
from courses.payments.seats import NoSeatLeft, give_seat
from tests.courses.payments.buyers import begun, member, seats_begun, session_of
from tests.stripe.delivery import deliver
from tests.stripe.objects import LATER, Refused

pytestmark = pytest.mark.django_db

# What may happen to a payment, as Stripe would have it; a step that makes no sense is refused.
STEPS = (
    "pay",
    "transfer",
    "arrive",
    "fail",
    "give up",
    "expire",
    "refund a bit",
    "refund",
    "refund fails",
    "dispute",
    "lose",
    "win",
)
# What chance alone rarely finds.
STORIES = (
    ("pay", "refund"),
    ("pay", "refund a bit", "refund"),
    ("pay", "refund", "refund fails"),
    ("pay", "dispute", "lose"),
    ("pay", "dispute", "win"),
    ("pay", "refund a bit", "refund fails", "refund"),
    ("transfer", "arrive", "refund"),
    ("transfer", "fail"),
)
steps_of_chance = st.lists(st.sampled_from(STEPS), min_size=1, max_size=6)
stories = st.builds(
    lambda told, more: [*told, *more[:2]], st.sampled_from(STORIES), steps_of_chance
)
lives = stories | steps_of_chance
ours = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def live(stripe, session, steps):
    """Do to a session what can be done to it."""
    for step in steps:
        intent = stripe.things.get(session["payment_intent"] or "")
        try:
            _do(stripe, session, intent, step)
        except Refused:
            continue


def _do(stripe, session, intent, step):
    """Raises where it cannot be done."""
    arrived = intent and intent["latest_charge"]
    waits = intent and intent["status"] == LATER
    refunds = stripe.all("refund", status="succeeded")
    disputes = stripe.all("dispute")
    undecided = stripe.all("dispute", status="needs_response")
    sensible = {
        "arrive": waits,
        "fail": waits,
        "give up": waits,
        "expire": session["status"] == "open",
        "refund a bit": arrived,
        "refund": arrived,
        "refund fails": refunds,
        "dispute": arrived and not disputes,
        "lose": undecided,
        "win": undecided,
    }
    if not sensible.get(step, True):
        raise Refused(step)
    {
        "pay": lambda: stripe.pay(session),
        "transfer": lambda: stripe.pay(session, status=LATER),
        "arrive": lambda: stripe.arrive(session),
        "fail": lambda: stripe.fail(session),
        "give up": lambda: stripe.cancel(intent),
        "expire": lambda: stripe.expire(session),
        "refund a bit": lambda: stripe.refund(intent["id"], max(1, intent["amount"] // 4)),
        "refund": lambda: stripe.refund(intent["id"]),
        "refund fails": lambda: stripe.refund_fails(refunds[0]),
        "dispute": lambda: stripe.dispute(intent),
        "lose": lambda: stripe.decide(undecided[0], "lost"),
        "win": lambda: stripe.decide(undecided[0], "won"),
    }[step]()


def left_over(stripe, session):
    """What was paid and not given back, read off the books of the stand-in itself."""
    intent = stripe.things.get(session["payment_intent"] or "")
    if intent is None or intent["status"] != "succeeded":
        return 0, 0
    back = sum(refund["amount"] for refund in stripe.all("refund", status="succeeded"))
    back += sum(dispute["amount"] for dispute in stripe.all("dispute", status="lost"))
    return max(0, intent["amount"] - back), intent["amount"]


def bring(stripe, data):
    """Every event at least once, shuffled, some of them twice; on the way Stripe may not answer,
    and then sends again.
    """
    events = list(stripe.events) + data.draw(st.lists(st.sampled_from(stripe.events), max_size=4))
    random.Random(data.draw(st.integers(0, 10_000))).shuffle(events)
    for event in events:
        stripe.is_down = data.draw(st.booleans())
        assert deliver(stripe, [event]) in ([200], [503])
    stripe.is_down = False
    again = [
        e
        for e in events
        if not StripeEvent.objects.filter(event_id=e["id"], handled_at__isnull=False)
    ]
    assert set(deliver(stripe, again)) <= {200}


@pytest.mark.timeout(600)
@ours
@given(st.data(), lives)
def test_a_place_is_there_exactly_while_it_is_paid(stripe, offering, data, steps):
    stripe.clear()
    order = begun(offering)
    session = session_of(stripe, order)
    took_part = False
    early = data.draw(st.integers(0, len(steps)))
    live(stripe, session, steps[:early])
    if stripe.events and data.draw(st.booleans()):
        bring(stripe, data)
        if Entitlement.objects.running().filter(person=order.person).exists():
            enrol(person=order.person, offering=offering, locale="en")
            took_part = True
    live(stripe, session, steps[early:])
    if stripe.events:
        bring(stripe, data)
    left, _paid = left_over(stripe, session)
    entitled = Entitlement.objects.running().filter(person=order.person).exists()
    assert entitled == (left > 0)
    states = list(Enrolment.objects.filter(person=order.person).values_list("state", flat=True))
    assert states == ["active" if left else "withdrawn"] * took_part


@pytest.mark.timeout(600)
@ours
@given(st.data(), lives, st.integers(1, 5))
def test_there_are_never_more_seats_than_are_paid_for(stripe, offering, data, steps, quantity):
    stripe.clear()
    order = seats_begun(offering, quantity)
    session = session_of(stripe, order)
    early = data.draw(st.integers(0, len(steps)))
    live(stripe, session, steps[:early])
    if stripe.events:
        bring(stripe, data)
    learners = []
    for _number in range(data.draw(st.integers(0, quantity + 1))):
        person = member(order.organisation)
        try:
            give_seat(offering=offering, organisation=order.organisation, person=person, by=None)
        except NoSeatLeft:
            break
        enrol(person=person, offering=offering, locale="en")
        learners.append(person)
    live(stripe, session, steps[early:])
    if stripe.events:
        bring(stripe, data)
    left, paid = left_over(stripe, session)
    running = Seat.objects.running().filter(line__order=order)
    assert running.count() <= quantity * left / max(paid, 1) + 0.5 or running.count() == 1
    assert left or not running.exists()
    assert running.count() == min(len(learners), order.balance.units(quantity))
    learning = Enrolment.objects.active().filter(person__in=learners)
    assert set(learning.values_list("person", flat=True)) == set(
        running.values_list("person", flat=True)
    )
    rights = Entitlement.objects.running().filter(source=Entitlement.Source.SEAT)
    seats = {str(uuid) for uuid in Seat.objects.running().values_list("uuid", flat=True)}
    assert set(rights.values_list("reference", flat=True)) == seats


def test_an_event_brought_twice_counts_once(stripe, offering):
    order = begun(offering)
    stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events * 2)
    assert Payment.objects.count() == 1
    assert StripeEvent.objects.count() == len(stripe.events)
    assert Entitlement.objects.count() == 1


def test_a_refund_that_is_told_before_its_payment_opens_nothing(stripe, offering):
    order = begun(offering)
    payment = stripe.pay(session_of(stripe, order))
    stripe.refund(payment["id"])
    deliver(stripe, reversed(stripe.events))
    assert not Entitlement.objects.running().exists()
    assert Order.objects.get().balance.returned == 4900


@pytest.mark.parametrize("undecided", [None, "a word of tomorrow"])
def test_a_refund_that_stripe_has_not_decided_is_written_down_once_it_is(
    stripe, offering, undecided
):
    order = begun(offering)
    payment = stripe.pay(session_of(stripe, order))
    refund = stripe.refund(payment["id"])
    refund["status"] = undecided
    deliver(stripe, stripe.events)
    assert order.balance.is_paid
    refund["status"] = "succeeded"
    stripe.tell("refund.updated", refund)
    deliver(stripe, stripe.events[-1:])
    assert not Entitlement.objects.running().exists()


def test_where_the_server_died_after_stripe_answered_the_event_leads_to_the_order(stripe, offering):
    order = begun(offering)
    Order.objects.update(stripe_session="")
    stripe.pay(session_of(stripe, order))
    deliver(stripe, [stripe.events[-1]])
    assert Order.objects.get().stripe_session == session_of(stripe, order)["id"]
    assert Entitlement.objects.running().count() == 1


def test_two_pages_asked_for_at_once_are_one(stripe, offering):
    order = begun(offering)
    order.stripe_session = ""
    page = buying.page_to_pay(order=order, email="")
    assert page == gateway.session(Order.objects.get().stripe_session)["url"]
