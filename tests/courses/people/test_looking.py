"""Who of the staff looked at whose record, for that person to read."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import OrganisationJob, Person, RecordView
from courses.people import looking
from courses.people.organisations import Role
from courses.people.services import person_for
from lms.users.models import User
from tests.certificates.builders import make_certificate
from tests.factories.courses import make_course
from tests.factories.organisations import (
    make_member,
    make_role,
    make_tree,
    make_without_account,
)
from tests.factories.people import make_enrolment, make_person, make_user
from tests.factories.written import hand_in, make_written_course, written_slots
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def looks() -> list[tuple[str, Person]]:
    return [(look.what, look.person) for look in RecordView.objects.order_by("pk")]


def test_the_list_of_learners_is_a_look_at_each_on_the_page():
    course, facilitator = make_course(), make_user(group="Facilitators")
    course.offering.facilitators.add(person_for(user=facilitator))
    people = [make_enrolment(course.offering).person for _ in range(3)]
    client = signed_in(facilitator)
    for _ in range(2):
        client.get(reverse("reports:offering", args=[course.offering.uuid]))
    assert sorted(looks(), key=lambda look: look[1].pk) == [("progress", p) for p in people]
    assert {look.by_user for look in RecordView.objects.all()} == {facilitator}


@pytest.mark.parametrize("is_blind", [True, False])
def test_marking_is_a_look_only_where_the_name_is_seen(is_blind):
    course, facilitator = make_written_course(), make_user(group="Facilitators")
    course.offering.facilitators.add(person_for(user=facilitator))
    type(course.offering).objects.update(marking_is_blind=is_blind)
    attempt = hand_in(course, make_enrolment(course.offering))
    [slot] = written_slots(attempt)
    address = reverse("reports:mark_one", args=[course.offering.uuid, attempt.uuid, slot])
    signed_in(facilitator).get(address)
    assert looks() == ([] if is_blind else [("answer", attempt.enrolment.person)])


def test_a_registrar_who_opens_a_certificate_looks_at_its_holder():
    certificate = make_certificate()
    client = signed_in(make_user(group="Certificate registrars"))
    for name in ("index", "inspect", "revoke"):
        args = [] if name == "index" else [certificate.pk]
        RecordView.objects.all().delete()
        client.get(reverse(f"certificates_registrar:{name}", args=args))
        assert looks() == [("certificate", certificate.holder)], name


def test_a_search_for_people_is_a_look_at_those_found():
    found, _other = make_person(family="Quillfeather"), make_person()
    client = signed_in(make_user(group="Certificate registrars"))
    client.get(reverse("people_records"), {"q": "quillf"})
    assert looks() == [("record", found)]


def test_noting_costs_one_query_for_many_and_none_for_nobody():
    user, people = make_user(), [make_person().pk for _ in range(25)]
    for wanted, cost in ((people, 1), (people, 1), ([], 0)):
        with counted_queries() as queries:
            looking.note(by=user, people=wanted, what=looking.What.PROGRESS)
        assert len(queries) == cost
    assert RecordView.objects.count() == 25


def test_the_list_of_an_organisation_is_a_look_and_so_is_who_is_moved_or_ended():
    tree = make_tree()
    member, beside = make_member(tree.north), make_member(tree.elsewhere)
    client = signed_in(make_role(tree.ministry, Role.MANAGER).user)
    addresses = [reverse("organisations:people", args=[tree.ministry.uuid])]
    for name in ("move", "end"):
        addresses.append(reverse(f"organisations:{name}", args=[tree.ministry.uuid, member.uuid]))
    for address in addresses:
        RecordView.objects.all().delete()
        client.get(address)
        assert looks() == [("people", member.person)], address
    assert not beside.person.record_views.exists()


def test_who_is_named_as_without_an_email_can_read_it():
    tree, person = make_tree(), make_without_account("Ama", "Owusu")
    make_member(tree.north, person)
    manager = make_role(tree.ministry, Role.MANAGER)
    job = OrganisationJob.objects.create(
        organisation=tree.ministry,
        by=manager.user,
        kind="remind",
        state="done",
        result={"sent": 0, "no_email": [str(person.uuid)]},
    )
    signed_in(manager.user).get(reverse("organisations:job", args=[tree.ministry.uuid, job.uuid]))
    assert looks() == [("people", person)]
