"""Who pays for an organisation sees its orders and gives its seats, and nobody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.models import (
    ItemProgress,
    Membership,
    Order,
    Organisation,
    RecordView,
    Seat,
    StripeCustomer,
)
from courses.payments import billing_views
from courses.payments.granting import grant
from courses.payments.seats import NotOfTheOrganisation, end_what_is_not_paid, give_seat
from courses.people.organisations import Role
from tests.courses.payments.buyers import member, session_of
from tests.factories.orders import make_order, make_seat
from tests.factories.people import make_enrolment
from tests.stripe.delivery import deliver
from tests.stripe.objects import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(db):
    return Organisation.add_root(name="Example Aid")


@pytest.fixture
def payer(client, organisation):
    client.force_login(member(organisation, role=Role.BILLING).user)
    return client


def order_seats(client, organisation, offering, **changes):
    data = {
        "key": uuid4(),
        "price": offering.prices.get().pk,
        "quantity": 3,
        "way": "checkout",
        "email": "office@example.org",
        "purchase_order": "PO 7",
        **changes,
    }
    return client.post(f"/organisations/{organisation.uuid}/billing/seats/buy/", data)


def test_seats_are_ordered_once_however_often_the_form_is_sent(
    payer, organisation, stripe, offering
):
    key = uuid4()
    pages = {order_seats(payer, organisation, offering, key=key).url for _twice in range(2)}
    order = Order.objects.get()
    session = session_of(stripe, order)
    assert pages == {session["url"]}
    for way_back in ("success_url", "cancel_url"):
        here = session[way_back].removeprefix("http://testserver")
        assert "still confirming the payment" in payer.get(here).text
    assert (order.line.quantity, order.purchase_order) == (3, "PO 7")


@pytest.mark.parametrize(
    "changes", [{"quantity": 30}, {"way": "invoice"}, {"purchase_order": "PO 8"}]
)
def test_a_form_that_was_changed_on_the_way_back_is_another_order(
    payer, organisation, stripe, offering, changes
):
    key = uuid4()
    order_seats(payer, organisation, offering, key=key)
    for _twice in range(2):
        order_seats(payer, organisation, offering, key=key, **changes)
    order, first = Order.objects.all()
    made = {"quantity": order.line.quantity, "way": order.way}
    made["purchase_order"] = order.purchase_order
    assert made == {"quantity": 3, "way": "checkout", "purchase_order": "PO 7"} | changes
    assert first.line.quantity == 3


def test_stripe_is_asked_for_what_the_books_of_an_organisation_need(
    payer, organisation, stripe, offering
):
    order_seats(payer, organisation, offering)
    asked = session_of(stripe, Order.objects.get())["asked"]
    assert asked["tax_id_collection"] == {"enabled": "true"}
    assert asked["billing_address_collection"] == "required"
    [field] = asked["invoice_creation"]["invoice_data"]["custom_fields"]
    assert field["value"] == "PO 7"
    [customer] = stripe.all("customer")
    assert (customer["name"], customer["email"]) == ("Example Aid", "office@example.org")


def test_the_invoice_goes_to_the_last_address_that_was_typed(payer, organisation, stripe, offering):
    order_seats(payer, organisation, offering, email="left@example.org")
    order_seats(payer, organisation, offering, email="office@example.org")
    order = Order.objects.first()
    payer.post(f"/organisations/{organisation.uuid}/billing/orders/{order.uuid}/pay/")
    [customer] = stripe.all("customer")
    assert customer["email"] == "office@example.org"


@pytest.mark.parametrize("way", ["checkout", "invoice"])
def test_a_customer_that_stripe_has_no_more_is_made_anew(
    payer, organisation, stripe, offering, way
):
    order_seats(payer, organisation, offering)
    [customer] = stripe.all("customer")
    del stripe.things[customer["id"]]
    order_seats(payer, organisation, offering, way=way)
    [anew] = stripe.all("customer")
    assert StripeCustomer.objects.get().customer_id == anew["id"] != customer["id"]
    assert anew["email"] == "office@example.org"


def test_what_stripe_does_not_take_is_not_said_to_be_for_later(
    payer, organisation, stripe, offering, monkeypatch, caplog
):
    def refuses(*_arguments):
        raise Refused("Not this.")

    monkeypatch.setattr(stripe, "make_session", refuses)
    response = order_seats(payer, organisation, offering)
    assert "checkout.sessions.create: InvalidRequestError" in caplog.text
    assert "does not take this order" in payer.get(response.url).text


@pytest.mark.parametrize("billed_to", ["", "Hospital Road 7\nNairobi\nP051234567Z"])
def test_an_invoice_bears_the_address_and_tax_number_of_who_pays(
    payer, organisation, stripe, offering, billed_to
):
    order_seats(payer, organisation, offering, way="invoice", billed_to=billed_to)
    [invoice] = stripe.all("invoice")
    assert invoice["asked"].get("description", "") == billed_to


def test_an_invoice_is_sent_and_the_page_says_so(payer, organisation, stripe, offering):
    response = order_seats(payer, organisation, offering, way="invoice", quantity=30)
    assert "The invoice was sent" in payer.get(response.url).text
    [invoice] = stripe.all("invoice")
    assert (invoice["status"], invoice["asked"]["days_until_due"]) == ("open", "30")
    stripe.pay_invoice(invoice)
    deliver(stripe, stripe.events)
    text = payer.get(response.url).text
    assert "30 seats are free" in text
    papers = payer.get(f"{response.url}invoice/")
    assert papers.url == invoice["hosted_invoice_url"]


def test_an_invoice_of_which_stripe_said_nothing_is_sent_again_and_is_one(
    payer, organisation, stripe, offering, monkeypatch
):
    """Stripe has sent it, its answer was lost, and its keys are forgotten."""
    page = order_seats(payer, organisation, offering, way="invoice").url
    Order.objects.update(stripe_invoice="")
    stripe.a_day_later()
    assert "whether the invoice was sent" in payer.get(page).text
    assert "Write the e-mail" in payer.post(f"{page}pay/", {"email": "x"}, follow=True).text
    text = payer.post(f"{page}pay/", {"email": "office@example.org"}, follow=True).text
    assert "The invoice was sent" in text
    [invoice] = stripe.all("invoice")
    assert Order.objects.get().stripe_invoice == invoice["id"]
    assert (invoice["status"], invoice["amount_due"]) == ("open", 3 * 4900)
    assert "not paid here" in payer.post(f"{page}pay/", {"email": "x@y.org"}, follow=True).text


@pytest.mark.parametrize("is_forgotten", [False, True])
@pytest.mark.parametrize("steps_before_it_breaks", range(1, 8))
def test_an_invoice_that_stripe_half_made_is_made_once(
    payer, organisation, stripe, offering, steps_before_it_breaks, is_forgotten
):
    key, answer, asked = uuid4(), stripe.answer, []

    def breaks(*arguments):
        asked.append(arguments)
        stripe.is_down = len(asked) == steps_before_it_breaks
        return answer(*arguments)

    stripe.answer = breaks
    try:
        order_seats(payer, organisation, offering, way="invoice", key=key)
        stripe.is_down = False
        if is_forgotten:
            stripe.a_day_later()
        order_seats(payer, organisation, offering, way="invoice", key=key)
    finally:
        del stripe.answer
    [invoice] = stripe.all("invoice")
    assert (invoice["status"], invoice["amount_due"]) == ("open", 3 * 4900)


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": 0},
        {"quantity": "many"},
        {"price": 0},
        {"way": "cash"},
        {"email": "x"},
    ],
)
def test_a_wrong_order_is_refused_in_words(payer, organisation, stripe, offering, changes):
    response = order_seats(payer, organisation, offering, **changes)
    assert response.status_code == 200
    assert "Please mend this" in response.text
    assert not Order.objects.exists()


def test_more_than_stripe_takes_at_once_is_refused_in_words(payer, organisation, stripe, offering):
    offering.prices.update(amount=120_000)
    response = order_seats(payer, organisation, offering, quantity=1000)
    assert "more than EUR 999,999.99" in response.text
    assert not Order.objects.exists()


def test_a_seat_is_given_to_who_is_looked_up_and_taken_back(payer, organisation, offering):
    make_order(offering, organisation=organisation)  # an older one, whose seats stay
    order = make_order(offering, organisation=organisation, quantity=2)
    person = member(organisation)
    Membership.objects.filter(person=person).update(service_number="KE-204")
    page = f"/organisations/{organisation.uuid}/billing/orders/{order.uuid}/"
    assert str(person.uuid) in payer.get(f"{page}?q=KE-204").text
    given = payer.post(f"{page}give/", {"person": person.uuid}, follow=True).text
    assert "1 seat is free" in given
    seat = Seat.objects.get()
    back = f"/organisations/{organisation.uuid}/billing/seats/{seat.uuid}/take-back/"
    assert "2 seats are free" in payer.post(back, follow=True).text


def test_no_seat_is_spent_on_who_may_take_the_course_already(payer, organisation, offering):
    order = make_order(offering, organisation=organisation, quantity=2)
    person = member(organisation)
    grant(person=person, offering=offering, reason="Lost.", by=person.user)
    page = f"/organisations/{organisation.uuid}/billing/orders/{order.uuid}/"
    answer = payer.post(f"{page}give/", {"person": person.uuid}, follow=True).text
    assert "no seat was used" in answer
    assert "2 seats are free" in answer
    assert not Seat.objects.exists()


@pytest.mark.parametrize("way", ["checkout", "invoice"])
def test_an_order_that_ended_unpaid_says_so_and_leads_to_another(
    payer, organisation, stripe, offering, way
):
    order_seats(payer, organisation, offering, way=way)
    order = Order.objects.get()
    if way == "invoice":
        stripe.void(stripe.all("invoice")[0])
    else:
        stripe.expire(session_of(stripe, order))
    deliver(stripe, stripe.events)
    text = payer.get(f"/organisations/{organisation.uuid}/billing/orders/{order.uuid}/").text
    assert "was not paid, and nothing was charged" in text
    assert f"/organisations/{organisation.uuid}/billing/seats/buy/" in text


def test_people_of_other_organisations_are_not_found_nor_given_a_seat(
    payer, organisation, offering
):
    order = make_order(offering, organisation=organisation, quantity=2)
    stranger = member(Organisation.add_root(name="Elsewhere"))
    page = f"/organisations/{organisation.uuid}/billing/orders/{order.uuid}/"
    for query in (stranger.user.email, stranger.user.username, stranger.family_name, "\0", "%"):
        assert str(stranger.uuid) not in payer.get(page, {"q": query}).text
    answer = payer.post(f"{page}give/", {"person": stranger.uuid}, follow=True).text
    assert "does not belong to your organisation" in answer
    assert not Seat.objects.exists()


def test_a_manager_who_does_no_billing_sees_nothing_of_it(client, organisation, offering):
    order = make_order(offering, organisation=organisation)
    client.force_login(member(organisation, role=Role.MANAGER).user)
    billing = f"/organisations/{organisation.uuid}/billing/"
    for page in (billing, f"{billing}seats/buy/", f"{billing}orders/{order.uuid}/"):
        assert client.get(page).status_code == 404


def test_who_lost_a_seat_as_money_was_given_back_is_named(payer, organisation, stripe, offering):
    order_seats(payer, organisation, offering, quantity=2)
    order = Order.objects.get()
    stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events)
    make_seat(order, member(organisation))
    last = make_seat(order, member(organisation))
    stripe.refund(session_of(stripe, order)["payment_intent"], 4900)
    deliver(stripe, stripe.events)
    text = payer.get(f"/organisations/{organisation.uuid}/billing/orders/{order.uuid}/").text
    assert "These people lost their seats" in text
    assert Seat.objects.get(ended_at__isnull=False) == last


def test_of_many_who_lost_a_seat_the_page_says_how_many_it_does_not_name(
    payer, organisation, offering, monkeypatch
):
    monkeypatch.setattr(billing_views, "PAGE_SIZE", 2)
    order = make_order(offering, organisation=organisation, quantity=5)
    page = f"/organisations/{organisation.uuid}/billing/orders/{order.uuid}/"
    for number in range(5):
        make_seat(order, member(organisation))
        if number in (1, 4):
            end_what_is_not_paid(line=order.line, left=0)
            text = payer.get(page).text
            assert "These people lost their seats" in text
            assert ("And 3 more people." in text) == (number == 4)
            assert ("more people" in text) == (number == 4)


def test_the_pages_cost_the_same_for_many(
    payer, organisation, offering, django_assert_max_num_queries
):
    orders = [make_order(offering, organisation=organisation, quantity=9) for _n in range(6)]
    for _number in range(6):
        make_seat(orders[0], member(organisation))
    with django_assert_max_num_queries(14):
        payer.get(f"/organisations/{organisation.uuid}/billing/")
    with django_assert_max_num_queries(18):
        payer.get(f"/organisations/{organisation.uuid}/billing/orders/{orders[0].uuid}/?q=A")


def test_of_who_left_billing_reads_no_name_nor_what_they_did_since(payer, organisation, offering):
    today = timezone.localdate()
    order = make_order(offering, quantity=3, organisation=organisation)
    here, gone = member(organisation), member(organisation)
    gone.given_name, gone.family_name = "Zoë", "Quillfeather"
    gone.save()
    for person in (here, gone):
        make_seat(order, person)
    page = f"/organisations/{organisation.uuid}/billing/orders/{order.uuid}/"
    theirs = Membership.objects.filter(person=gone)
    theirs.update(starts_on=today - timedelta(9), ends_on=today - timedelta(1))
    text = payer.get(page).text
    assert gone.full_name not in text
    assert "A former member" in text
    assert here.full_name in text
    enrolment = make_enrolment(offering, gone)
    tick = ItemProgress.objects.create(enrolment=enrolment, item_uuid=uuid4())
    assert payer.get(page).text.count("Has begun the course") == 0
    ItemProgress.objects.filter(pk=tick.pk).update(completed_at=timezone.now() - timedelta(2))
    Seat.objects.update(given_at=timezone.now() - timedelta(3))
    text = payer.get(page).text
    assert gone.full_name in text
    assert text.count("Has begun the course") == 1


def test_who_is_named_to_billing_can_read_that_they_were(payer, organisation, offering):
    order = make_order(offering, quantity=3, organisation=organisation)
    seated, found, other = (member(organisation) for _ in range(3))
    make_seat(order, seated)
    page = f"/organisations/{organisation.uuid}/billing/orders/{order.uuid}/"
    Membership.objects.filter(person=found).update(service_number="KE-7")
    payer.get(page, {"q": "KE-7"})
    looked = set(RecordView.objects.filter(what="seats").values_list("person", flat=True))
    assert looked == {seated.pk, found.pk}
    assert other.pk not in looked


def test_no_address_and_no_role_finds_a_person(payer, organisation, offering):
    order = make_order(offering, quantity=3, organisation=organisation)
    mine, funder = member(organisation), member(organisation, role=Role.FUNDER)
    page = f"/organisations/{organisation.uuid}/billing/orders/{order.uuid}/"
    for query in (mine.user.email, mine.user.username, funder.family_name):
        found = [person.pk for person in payer.get(page, {"q": query}).context["found"]]
        assert funder.pk not in found
        if query != funder.family_name:
            assert found == []
    with pytest.raises(NotOfTheOrganisation):
        give_seat(offering=offering, organisation=organisation, person=funder, by=None)
