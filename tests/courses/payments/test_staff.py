"""The group Finance: gives money back, gives places away, and edits no order."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.learning.services import enrol
from courses.models import Enrolment, Entitlement, Grant, Order, Organisation, Refund
from courses.payments.folding import State
from tests.courses.payments.buyers import begun, session_of
from tests.factories.orders import make_order
from tests.factories.people import make_person, make_user
from tests.stripe.delivery import deliver
from tests.stripe.objects import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(client):
    client.force_login(make_user("finance", group="Finance"))
    return client


@pytest.fixture
def order(stripe, offering):
    found = begun(offering)
    stripe.pay(session_of(stripe, found))
    deliver(stripe, stripe.events)
    return found


def refund(client, order, amount="49.00", key=None):
    data = {"key": key or uuid4(), "amount": amount, "reason": "Wrong course."}
    return client.post(f"/admin/orders/{order.pk}/refund/", data)


def test_a_refund_ends_the_place_and_says_why(finance, stripe, order, offering):
    enrol(person=order.person, offering=offering, locale="en")
    assert refund(finance, order).status_code == 302
    assert order.balance.state == State.REFUNDED
    assert not Entitlement.objects.running().exists()
    assert Enrolment.objects.get().state == "withdrawn"
    asked = Refund.objects.get()
    assert (asked.reason, asked.by.username) == ("Wrong course.", "finance")
    assert "Wrong course." in finance.get(f"/admin/orders/{order.pk}/").text


def test_the_same_form_sent_twice_is_one_refund(finance, stripe, order):
    key = uuid4()
    refund(finance, order, "10.00", key)
    refund(finance, order, "10.00", key)
    assert len(stripe.all("refund")) == 1
    assert order.balance.returned == 1000
    assert Entitlement.objects.running().count() == 1


@pytest.mark.parametrize(
    "amount", ["49.01", "0", "-1", "1.234", "money", "NaN", "1e9", "4,90", "1e999999"]
)
def test_no_more_than_was_paid_is_given_back(finance, stripe, order, amount):
    response = refund(finance, order, amount)
    assert response.status_code == 200
    assert not stripe.all("refund")
    assert not Refund.objects.exists()


def test_when_stripe_does_not_answer_the_form_may_be_sent_again(finance, stripe, order):
    key = uuid4()
    stripe.is_down = True
    response = refund(finance, order, "49.00", key)
    assert "Send the form again" in response.text
    assert str(key) in response.text
    stripe.is_down = False
    assert refund(finance, order, "49.00", key).status_code == 302
    assert len(stripe.all("refund")) == 1


def test_the_form_sent_again_after_all_was_given_back_is_no_mistake(finance, stripe, order):
    key = uuid4()
    for _twice in range(2):
        assert refund(finance, order, "49.00", key).status_code == 302
        deliver(stripe, stripe.events)
    [made] = stripe.all("refund")
    assert Refund.objects.get().answer == made["id"]


def test_what_stripe_refuses_is_listed_as_refused(finance, stripe, order, monkeypatch):
    def refuses(*_arguments):
        raise Refused("Not this.")

    monkeypatch.setattr(stripe, "refund", refuses)
    response = refund(finance, order)
    assert "InvalidRequestError" in finance.get(response.url).text
    assert order.balance.returned == 0


def test_nothing_is_given_back_while_the_bank_asks_for_it(finance, stripe, order):
    page = f"/admin/orders/{order.pk}/"
    assert "Give money back" in finance.get(page).text
    stripe.dispute(stripe.all("payment_intent")[0])
    deliver(stripe, stripe.events)
    assert "Give money back" not in finance.get(page).text
    refund(finance, order)
    assert not Refund.objects.exists()
    assert not stripe.all("refund")


def test_a_refund_sent_again_the_next_day_is_still_one(finance, stripe, order):
    key = uuid4()
    refund(finance, order, "10.00", key)
    stripe.a_day_later()
    refund(finance, order, "10.00", key)
    assert len(stripe.all("refund")) == 1
    assert order.balance.returned == 1000


def test_a_refund_in_stripes_dashboard_does_the_same(stripe, order):
    stripe.refund(session_of(stripe, order)["payment_intent"])
    deliver(stripe, stripe.events)
    assert not Entitlement.objects.running().exists()


def test_a_place_is_given_away_with_a_reason_and_ended(finance, offering):
    person = make_person("given")
    data = {"account": "GIVEN@example.org", "offering": offering.pk, "reason": "Volunteer."}
    for _twice in range(2):
        assert finance.post("/admin/orders/grants/give/", data).status_code == 302
    made = Grant.objects.get()
    assert (made.person, made.reason, made.by.username) == (person, "Volunteer.", "finance")
    enrol(person=person, offering=offering, locale="en")
    assert "Volunteer." in finance.get("/admin/orders/grants/").text
    page = f"/admin/orders/grants/{made.pk}/"
    answer = finance.post(f"{page}end/", {"reason": ""}, follow=True)
    assert "Write why the place ends" in answer.text
    assert Enrolment.objects.get().state == "active"
    finance.post(f"{page}end/", {"reason": "Has left."})
    finance.post(f"{page}end/", {"reason": "Once more."})
    made.refresh_from_db()
    assert (made.end_reason, made.ended_by.username) == ("Has left.", "finance")
    assert "Has left." in finance.get(page).text
    assert Enrolment.objects.get().state == "withdrawn"
    assert not Entitlement.objects.running().exists()


def test_nobody_who_has_no_account_is_given_a_place(finance, offering):
    data = {"account": "nobody@example.org", "offering": offering.pk, "reason": "Volunteer."}
    assert "no such account" in finance.post("/admin/orders/grants/give/", data).text
    assert not Grant.objects.exists()


def test_events_that_failed_are_listed(finance, stripe, offering):
    found = begun(offering)
    stripe.pay(session_of(stripe, found))
    stripe.is_down = True
    deliver(stripe, stripe.events[-1:])
    assert "Events that failed: 1" in finance.get("/admin/orders/").text
    assert "checkout.session.completed" in finance.get("/admin/orders/events/").text


def test_the_list_costs_the_same_for_many(finance, offering):
    def queries_for(number):
        while Order.objects.count() < number:
            make_order(offering, person=make_person())
        with CaptureQueriesContext(connection) as asked:
            assert finance.get("/admin/orders/").text.count("EUR 49.00") == number
        return len(asked)

    finance.get("/admin/orders/")  # what is asked for once
    assert queries_for(2) == queries_for(30)


def test_orders_come_page_by_page(finance, offering):
    for _number in range(51):
        make_order(offering, person=make_person())
    assert finance.get("/admin/orders/").text.count("EUR 49.00") == 50
    assert finance.get("/admin/orders/?p=2").text.count("EUR 49.00") == 1


def test_what_is_longer_than_anything_there_finds_nothing(finance, offering):
    make_order(offering, person=make_person())
    page = finance.get("/admin/orders/results/", {"q": "x" * 60_000})
    assert page.status_code == 200
    assert page.context["object_list"].count() == 0


def test_an_order_is_found_by_its_number_its_buyer_and_their_purchase_order(finance, offering):
    person = make_person(family="Okonkwo")
    organisation = Organisation.add_root(name="Harbour Aid")
    mine = make_order(offering, person=person)
    theirs = make_order(offering, organisation=organisation, quantity=2, purchase_order="PO 99")
    for query, order in (
        (mine.uuid, mine),
        ("okonkwo", mine),
        ("Harbour", theirs),
        ("PO 99", theirs),
    ):
        page = finance.get("/admin/orders/", {"q": query})
        assert list(page.context["object_list"]) == [order]
    Order.objects.filter(pk=theirs.pk).update(way="invoice")
    page = finance.get("/admin/orders/", {"way": "invoice"})
    assert list(page.context["object_list"]) == [theirs]


def test_finance_reads_what_was_paid_and_each_fact_with_its_amount(finance, stripe, offering):
    found = begun(offering)
    stripe.pay(session_of(stripe, found), discount=2450)
    deliver(stripe, stripe.events)
    text = finance.get(f"/admin/orders/{found.pk}/").text
    assert "<dt>Paid</dt><dd><bdi>EUR 24.50</bdi></dd>" in text
    assert "Paid <bdi>EUR 24.50</bdi>" in text
    finance.force_login(found.person.user)
    text = finance.get(f"/pay/orders/{found.uuid}/").text
    assert "<td><bdi>EUR 24.50</bdi></td>" in text
