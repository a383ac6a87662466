"""What is needed before a course that has to be paid for."""

import pytest
from django.urls import reverse

from courses.models import Grant, Membership, Order, Seat
from courses.people.organisations import Role
from tests.courses.learning.test_prerequisites import complete, make_second
from tests.factories.courses import SmallCourse, make_course
from tests.factories.orders import make_order, make_payer, make_priced, make_seat
from tests.factories.people import make_person, make_user

pytestmark = pytest.mark.django_db

ASKED = "“The first course” with 90% or more"


@pytest.fixture
def first() -> SmallCourse:
    return make_course(title="The first course")


@pytest.fixture
def paid(first):
    return make_priced(make_second(first).offering)


@pytest.mark.parametrize("posts", [False, True])
def test_nobody_is_sold_a_course_that_they_could_not_begin(client, first, paid, posts) -> None:
    person = make_person()
    client.force_login(person.user)
    address = reverse("payments:buy", args=[paid.uuid])
    price = {"price": paid.prices.get().pk}
    page = client.post(address, price) if posts else client.get(address)
    assert "You have not completed it yet." in page.content.decode()
    assert f'lang="en" dir="auto">{paid.course.current_edition.title}</p>' in page.content.decode()
    assert not Order.objects.exists()
    complete(first, person)
    assert "What you need first" not in client.get(address).content.decode()


def test_who_gives_a_seat_reads_what_is_asked_and_not_what_others_have(client, first, paid) -> None:
    payer = make_person()
    organisation = make_payer(payer)
    order = make_order(paid, quantity=2, organisation=organisation)
    client.force_login(payer.user)
    for has_it in (True, False):
        person = make_person()
        Membership.objects.create(person=person, organisation=organisation, role=Role.MEMBER)
        if has_it:
            complete(first, person)
        address = reverse("payments:give_seat", args=[organisation.uuid, order.uuid])
        page = client.post(address, {"person": person.uuid}, follow=True).content.decode()
        assert f"The seat is given: they can enrol once they have completed {ASKED}." in page
    assert Seat.objects.count() == 2


@pytest.mark.parametrize("has_it", [True, False])
def test_the_letter_of_a_seat_says_what_they_still_have_to_complete(
    first, paid, mailoutbox, django_capture_on_commit_callbacks, has_it
) -> None:
    person = make_person()
    if has_it:
        complete(first, person)
    order = make_order(paid, organisation=make_payer(make_person()))
    with django_capture_on_commit_callbacks(execute=True):
        make_seat(order, person)
    [letter] = mailoutbox
    for text in (letter.body, letter.alternatives[0].content):
        assert ("You begin when you like" in text) is has_it
        assert (f"You can begin as soon as you have completed: {ASKED}." in text) is not has_it


def test_who_gives_a_place_away_reads_what_is_asked(client, paid) -> None:
    client.force_login(make_user(group="Finance"))
    person = make_person()
    form = {"account": person.user.email, "offering": paid.pk, "reason": "A trial"}
    page = client.post(reverse("finance:give"), form, follow=True).content.decode()
    assert f"they can enrol once they have completed {ASKED}." in page
    assert Grant.objects.get().person == person
    client.force_login(person.user)
    page = client.get(reverse("learning:enrol", args=[paid.course.slug])).content.decode()
    assert "A place that you were given here stays yours." in page
