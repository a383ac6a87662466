"""Who is not looking any more is told by a letter, once, as text and as a page."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from courses.learning.services import enrol
from courses.models import Membership, Order, Person
from courses.payments.seats import give_seat, take_back_seat
from courses.rosters import enrolling
from tests.courses.payments.buyers import begun, member, seats_begun, session_of
from tests.factories.letters import words_of
from tests.stripe.delivery import deliver
from tests.stripe.objects import LATER

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(mailoutbox, django_capture_on_commit_callbacks):
    """What was written since, after an act and its commit: to whom and about what."""

    def _post(act):
        del mailoutbox[:]
        with django_capture_on_commit_callbacks(execute=True):
            act()
        for letter in mailoutbox:
            ((page, kind),) = letter.alternatives
            assert kind == "text/html"
            assert words_of(page) == words_of(letter.body)
        return [(letter.to[0], letter.subject) for letter in mailoutbox]

    return _post


def subject(said, order):
    return f"{said}: {order.line.title}"


def bring(stripe):
    """All that happened, in this order and twice."""
    deliver(stripe, stripe.events * 2)


def test_who_pays_at_once_reads_it_on_the_page(stripe, offering, post):
    stripe.pay(session_of(stripe, begun(offering)))
    assert post(lambda: bring(stripe)) == []


@pytest.mark.parametrize("promise_is_heard_of", [True, False])
def test_who_paid_by_transfer_is_told_that_it_came(
    stripe, offering, post, mailoutbox, promise_is_heard_of
):
    order = begun(offering)
    session = session_of(stripe, order)
    stripe.pay(session, status=LATER)
    if promise_is_heard_of:
        assert post(lambda: bring(stripe)) == []
    else:
        Order.objects.update(created_at=timezone.now() - timedelta(days=3))
    stripe.arrive(session)
    assert post(lambda: bring(stripe)) == [(order.person.user.email, subject("Paid", order))]
    assert f"/learn/{offering.course.slug}/" in mailoutbox[0].body


def test_a_letter_is_in_the_language_it_was_ordered_in(stripe, offering, post, mailoutbox):
    with translation.override("fr"):
        order = begun(offering)
    session = session_of(stripe, order)
    stripe.pay(session, status=LATER)
    bring(stripe)
    stripe.arrive(session)
    post(lambda: bring(stripe))
    assert '<html lang="fr"' in mailoutbox[0].alternatives[0][0]


def test_who_promised_a_transfer_that_failed_is_told(stripe, offering, post, mailoutbox):
    order = begun(offering)
    session = session_of(stripe, order)
    stripe.pay(session, status=LATER)
    stripe.fail(session)
    assert post(lambda: bring(stripe)) == [(order.person.user.email, subject("Not paid", order))]
    assert f"/pay/orders/{order.uuid}/" in mailoutbox[0].body


def test_a_refund_that_ends_the_place_is_told_and_one_that_failed(
    stripe, offering, post, mailoutbox
):
    order = begun(offering)
    payment = stripe.pay(session_of(stripe, order))
    bring(stripe)
    stripe.refund(payment["id"], 900)
    assert post(lambda: bring(stripe)) == []  # a part: the place stays
    refund = stripe.refund(payment["id"])
    learner = order.person.user.email
    assert post(lambda: bring(stripe)) == [(learner, subject("Your place has ended", order))]
    assert "was given back" in mailoutbox[0].body
    stripe.refund_fails(refund)
    assert post(lambda: bring(stripe)) == [(learner, subject("Paid", order))]


def test_who_may_go_on_by_another_right_is_not_told_that_it_ended(stripe, offering, post):
    order = begun(offering)
    payment = stripe.pay(session_of(stripe, order))
    bring(stripe)
    make_seat_of_somebody_else(stripe, offering, order.person)
    stripe.refund(payment["id"])
    assert post(lambda: bring(stripe)) == []


def make_seat_of_somebody_else(stripe, offering, person: Person):
    order = paid_seats(stripe, offering)
    Membership.objects.create(person=person, organisation=order.organisation)
    return give(order, person)


def paid_seats(stripe, offering, quantity=2):
    order = seats_begun(offering, quantity)
    stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events)
    return order


def give(order, person):
    return give_seat(
        offering=order.line.offering, organisation=order.organisation, person=person, by=None
    )


def test_who_ordered_seats_on_account_is_told_as_long_as_they_do_the_billing(
    stripe, offering, post, mailoutbox
):
    for is_still_theirs in (True, False):
        order = seats_begun(offering, 3, way="invoice")
        Order.objects.filter(pk=order.pk).update(created_at=timezone.now() - timedelta(days=9))
        if not is_still_theirs:
            Membership.objects.filter(organisation=order.organisation).delete()
        stripe.pay_invoice(stripe.all("invoice")[0])
        told = [(order.ordered_by.email, subject("Paid", order))] * is_still_theirs
        assert post(lambda: bring(stripe)) == told
        if told:
            page = f"/organisations/{order.organisation.uuid}/billing/orders/{order.uuid}/"
            assert page in mailoutbox[0].body


def test_a_seat_that_is_given_and_taken_back_is_told(stripe, offering, post, mailoutbox):
    order = paid_seats(stripe, offering)
    learner = member(order.organisation)
    seats = []
    for _twice in range(2):
        told = post(lambda: seats.append(give(order, learner)))
        assert told == [(learner.user.email, subject("Your place", order))] * (len(seats) == 1)
    told = post(lambda: take_back_seat(seat=seats[0], by=None))
    assert told == [(learner.user.email, subject("Your place has ended", order))]
    assert order.organisation.name in mailoutbox[0].body


def test_a_seat_lost_to_a_refund_is_told_and_when_it_is_there_again(
    stripe, offering, post, mailoutbox
):
    order = paid_seats(stripe, offering)
    learner = member(order.organisation)
    give(order, learner)
    with translation.override("en"):
        enrol(person=learner, offering=offering, locale="fr")
    refund = stripe.refund(session_of(stripe, order)["payment_intent"])
    assert [to for to, _about in post(lambda: bring(stripe))] == [learner.user.email]
    assert '<html lang="fr"' in mailoutbox[0].alternatives[0][0]
    stripe.refund_fails(refund)
    told = [to for to, _about in post(lambda: bring(stripe))]
    assert sorted(told) == sorted([learner.user.email, order.ordered_by.email])


def test_who_is_enrolled_with_the_seat_gets_one_letter_and_who_has_no_address_none(
    stripe, offering, post
):
    order = paid_seats(stripe, offering, 3)
    learner, nameless, offline = (member(order.organisation) for _number in range(3))
    Person.objects.filter(pk=nameless.pk).update(given_name="", family_name="")
    Person.objects.filter(pk=offline.pk).update(user=None)
    people = Person.objects.filter(pk__in=[learner.pk, nameless.pk, offline.pk])
    giver = enrolling.Giver(order.organisation, None, "list")
    told = post(
        lambda: enrolling.enrol_people(people=people, offering=offering, giver=giver, locale="en")
    )
    assert {to for to, _about in told} == {learner.user.email, nameless.user.email}
    assert (nameless.user.email, subject("Your place", order)) in told
    assert (learner.user.email, subject("Your place", order)) not in told
    assert len(told) == 2
