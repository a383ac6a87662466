"""Learners of 13 to 17: a pseudonym, a card, a guardian's consent, and nothing else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from courses.models import Completion, GuardianConsent, LessonFlag, Membership, Organisation, Person
from courses.rosters.access import people_for_cards
from lms.users.models import User
from tests.courses.rosters.lists import make_manager, make_tree
from tests.factories.courses import make_course
from tests.factories.orders import make_order, make_priced
from tests.factories.people import make_enrolment, make_person

pytestmark = pytest.mark.django_db

FORM = {
    "age": "13-17",
    "pseudonym": "Silver Heron",
    "has_consent": "on",
    "seen_on": "2026-11-02",
    "kept_where": "Safe of the office, folder 3",
}


@pytest.fixture
def organisation():
    """A unit of a ministry that may."""
    ministry, unit, _other = make_tree()
    Organisation.objects.filter(pk=ministry.pk).update(may_enrol_minors=True)
    return unit


@pytest.fixture
def manager(organisation, client):
    user = make_manager(organisation, "chief")
    client.force_login(user)
    return user


@pytest.fixture
def course():
    return make_course(quiz=False, lessons=1)


@pytest.fixture
def minor(course, client):
    """Signed in, as by a card."""
    person = make_person("minor", given="", family="Silver Heron")
    User.objects.filter(pk=person.user_id).update(email=None, password="!")
    person.user.emailaddress_set.all().delete()
    GuardianConsent.objects.create(person=person, kept_where="Safe")
    client.force_login(User.objects.get(pk=person.user_id))
    return person


def add(client, organisation, **fields):
    return client.post(f"/rosters/{organisation.uuid}/minors/", FORM | fields)


@pytest.mark.usefixtures("manager")
def test_into_what_is_paid_for_a_minor_needs_a_free_seat(client, organisation, course):
    order = make_order(make_priced(course.offering), quantity=1, organisation=organisation)
    wanted = {"offering": course.offering.pk}
    assert add(client, organisation, **wanted).status_code == 302
    page = add(client, organisation, **wanted | {"pseudonym": "Blue Crane"})
    assert "1 more seat is needed" in page.text
    assert [seat.person.full_name for seat in order.line.seats.all()] == ["Silver Heron"]
    assert GuardianConsent.objects.count() == 1


def test_a_minor_is_added_with_a_pseudonym_and_what_was_seen(organisation, manager, client, course):
    response = add(client, organisation, offering=course.offering.pk)
    assert response.url == f"/rosters/{organisation.uuid}/cards/"
    person = Person.objects.get(user=None)
    consent = person.guardian_consent
    assert (person.full_name, person.enrolments.count()) == ("Silver Heron", 1)
    assert (consent.seen_by, consent.seen_on) == (manager, date(2026, 11, 2))
    assert consent.kept_where == FORM["kept_where"]
    assert list(people_for_cards(organisation)) == [person]


def test_where_it_is_not_allowed_there_is_no_such_page(client):
    unit = make_tree()[1]
    client.force_login(make_manager(unit))
    assert client.get(f"/rosters/{unit.uuid}/minors/").status_code == 404
    assert add(client, unit).status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"age": "under"}, "Lead a session yourself"),
        ({"age": "over"}, "Adults are added by a list"),
        ({"has_consent": ""}, "required"),
        ({"kept_where": ""}, "required"),
        ({"seen_on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "yet to come"),
        ({"pseudonym": ""}, "required"),
    ],
)
def test_without_it_nobody_is_added(organisation, manager, client, fields, said):
    page = add(client, organisation, **fields)
    assert said in page.content.decode()
    assert not Membership.objects.filter(role="member").exists()


def test_no_age_is_kept():
    fields = {field.name for field in (*GuardianConsent._meta.fields, *Person._meta.fields)}
    assert not {name for name in fields if "birth" in name or "age" in name.split("_")}


def test_a_minor_cannot_add_an_address(minor, client):
    page = client.post("/accounts/email/", {"action_add": "", "email": "heron@example.org"})
    assert "under 18 has no e-mail address" in page.content.decode()
    assert not minor.user.emailaddress_set.exists()


def test_no_free_words_are_asked_of_a_minor(minor, client, course):
    make_enrolment(course.offering, minor)
    lesson = course.lessons[0]
    address = f"/learn/{course.slug}/{lesson.slug}/flag/"
    assert "<textarea" not in client.get(address).content.decode()
    client.post(address, {"reason": "wrong", "note": "My name is …"})
    assert LessonFlag.objects.get().note == ""
    client.post(f"/learn/{course.slug}/{lesson.slug}/done/")
    assert Completion.objects.filter(person=minor).exists()
    assert "<textarea" not in client.get(f"/learn/{course.slug}/evaluation/").content.decode()


def test_a_minor_keeps_the_pseudonym_in_another_course(minor, client, course):
    address = f"/learn/{course.slug}/enrol/"
    assert "family_name" not in client.get(address).content.decode()
    client.post(address, {"time_zone": "UTC", "given_name": "Real", "family_name": "Name"})
    minor.refresh_from_db()
    assert (minor.full_name, minor.enrolments.count()) == ("Silver Heron", 1)
