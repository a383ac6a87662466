"""Two records of one person become one: nothing is lost, and either way in leads to it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.models import Certificate
from courses.learning.services import mark_done
from courses.models import (
    Attempt,
    Completion,
    Enrolment,
    Entitlement,
    ItemProgress,
    Membership,
    Organisation,
    PeopleMerged,
    Person,
)
from courses.people import erasure
from courses.people.merging import CannotMerge, merge
from home.privacy.preview import preview
from home.privacy.registry import HELD, counts
from lms.users.models import User
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_person, make_user
from tests.factories.quiz import answer_all, start
from tests.home.listed import come_by_a_list
from tests.home.lives import make_life

pytestmark = pytest.mark.django_db


# Of these a person has one: two become one.
ONE_EACH = ("courses.guardianconsent", "home.termsaccepted")


def merge_them(kept: Person, merged: Person) -> PeopleMerged:
    return merge(kept=kept, merged=merged, by=None, reason="Two lists.", counts=counts(merged))


def roster_person() -> Person:
    """Put on a list by somebody else."""
    return Person.objects.create(given_name="Amara", family_name="Diallo")


def rows_by_model() -> dict[str, int]:
    """All there are; accounts and addresses aside, which merging itself sees to."""
    aside = ("users.user", "account.emailaddress", "courses.peoplemerged")
    models = {held.key: held.model for held in HELD if held.key not in aside}
    return {key: model._default_manager.count() for key, model in models.items()}


def test_two_full_lives_become_one_and_nothing_is_lost():
    kept, merged = (
        come_by_a_list(
            "Amara", "Diallo", number=f"SN-{name}".upper(), user_name=name, ways_in=False
        )
        for name in ("one", "two")
    )
    course = make_course()
    for person in (kept, merged):
        make_life(person, course=course)
    had, mine, theirs = rows_by_model(), counts(kept), counts(merged)
    record = merge_them(kept, merged)
    assert rows_by_model() == had | dict.fromkeys(ONE_EACH, 1)
    assert record.counts == theirs
    left = {key: number for key, number in counts(merged).items() if number}
    assert left == {"courses.person": 1}
    ours = counts(kept)
    aside = ("users.user", "courses.person", "account.emailaddress", "courses.peoplemerged")
    assert {ours[key] for key in ONE_EACH} == {1}
    for key in mine.keys() - {*aside, *ONE_EACH}:
        assert ours[key] == mine[key] + theirs[key], key


def test_what_runs_twice_goes_on_once_with_the_ticks_of_both():
    course = make_course()
    first, second = make_enrolment(course.offering), make_enrolment(course.offering)
    mark_done(enrolment=first, item_uuid=course.lessons[0].translation_key)
    for lesson in course.lessons:
        mark_done(enrolment=second, item_uuid=lesson.translation_key)
    merge_them(first.person, second.person)
    mine = Enrolment.objects.filter(person=first.person).order_by("cycle")
    assert list(mine.values_list("cycle", "state")) == [(1, "withdrawn"), (2, "active")]
    going_on = mine.get(state="active")
    assert going_on == first
    assert going_on.progress.count() == 2
    assert ItemProgress.objects.count() == 3


def test_the_ticks_of_both_together_may_complete_the_course():
    course = make_course(quiz=False, lessons=2)
    first, second = make_enrolment(course.offering), make_enrolment(course.offering)
    mark_done(enrolment=first, item_uuid=course.lessons[0].translation_key)
    mark_done(enrolment=second, item_uuid=course.lessons[1].translation_key)
    merge_them(first.person, second.person)
    assert Completion.objects.get().person == first.person
    assert Certificate.objects.get().holder == first.person


def test_attempts_of_both_count_together_and_each_keeps_its_answers():
    course = make_course()
    first, second = make_enrolment(course.offering), make_enrolment(course.offering)
    for enrolment in (first, second):
        answer_all(start(course, enrolment), right=False)
    Attempt.objects.filter(enrolment=second).update(state="voided")
    answers = sum(attempt.responses.count() for attempt in Attempt.objects.all())
    merge_them(first.person, second.person)
    assert list(first.attempts.order_by("number").values_list("number", "state")) == [
        (1, "in_progress"),
        (2, "voided"),
    ]
    assert sum(attempt.responses.count() for attempt in first.attempts.all()) == answers


def test_of_two_attempts_that_run_at_once_each_stays_where_it_was_begun():
    course = make_course()
    first, second = make_enrolment(course.offering), make_enrolment(course.offering)
    for enrolment in (first, second):
        start(course, enrolment)
    merge_them(first.person, second.person)
    assert list(Attempt.objects.values_list("enrolment", flat=True).order_by("pk")) == [
        first.pk,
        second.pk,
    ]


def test_who_completed_twice_keeps_both_as_cycles():
    course = make_course(quiz=False, lessons=1)
    both = [make_enrolment(course.offering) for _ in range(2)]
    for enrolment in both:
        mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    merge_them(both[1].person, both[0].person)
    mine = Enrolment.objects.filter(person=both[1].person).order_by("cycle")
    assert list(mine) == both
    assert Certificate.objects.for_person(both[1].person).count() == 2


def test_a_right_to_the_same_course_runs_on_once():
    course = make_course()
    people = [make_enrolment(course.offering).person for _ in range(2)]
    merge_them(*people)
    assert Entitlement.objects.count() == 2
    assert Entitlement.objects.running().get().person == people[0]


def test_two_open_memberships_become_an_open_and_an_ended_one():
    unit, kept, merged = Organisation.add_root(name="Unit"), make_person(), roster_person()
    Membership.objects.create(person=kept, organisation=unit)
    Membership.objects.create(person=merged, organisation=unit, service_number="77")
    merge_them(kept, merged)
    mine = Membership.objects.filter(person=kept)
    assert mine.count() == 2
    assert mine.get(ends_on=None).service_number == "77"


def test_the_account_of_the_other_becomes_that_of_the_kept_one(client):
    kept, merged = roster_person(), make_person("two")
    user = merged.user
    merge_them(kept, merged)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.user, merged.user, merged.merged_into) == (user, None, kept)
    client.force_login(user)
    assert client.get(reverse("home:my_learning")).status_code == 200
    assert Person.objects.get(user=user) == kept


def test_confirmed_addresses_move_and_both_lead_to_the_kept_account():
    kept, merged = make_person("one"), make_person("two")
    EmailAddress.objects.create(user=merged.user, email="guess@example.org", verified=False)
    merge_them(kept, merged)
    addresses = EmailAddress.objects.filter(user=kept.user).order_by("email")
    assert list(addresses.values_list("email", "primary")) == [
        ("one@example.org", True),
        ("two@example.org", False),
    ]
    assert not EmailAddress.objects.filter(email="guess@example.org").exists()
    assert not User.objects.filter(username="two").exists()


def test_who_had_no_address_is_written_to_at_the_one_that_moved():
    kept, merged = make_person("one"), make_person("two")
    EmailAddress.objects.filter(user=kept.user).delete()
    User.objects.filter(pk=kept.user.pk).update(email=None)
    merge_them(Person.objects.get(pk=kept.pk), merged)
    assert User.objects.get(username="one").email == "two@example.org"


def only_a_user_name(kept: Person, merged: Person) -> None:
    EmailAddress.objects.filter(user=merged.user).delete()


def staff(kept: Person, merged: Person) -> None:
    merged.user.groups.add(make_user(group="Facilitators").groups.get())


def asked_to_be_erased(kept: Person, merged: Person) -> None:
    erasure.ask(person=merged)


def merged_before(kept: Person, merged: Person) -> None:
    merge_them(make_person(), merged)


@pytest.mark.parametrize(
    ("make_so", "said"),
    [
        (only_a_user_name, "no confirmed e-mail address"),
        (staff, "rights of staff"),
        (asked_to_be_erased, "asked to be erased"),
        (merged_before, "merged already"),
    ],
)
def test_it_is_refused_with_what_to_do_and_nothing_changes(make_so, said):
    kept, merged = make_person(), make_person()
    make_so(kept, merged)
    before, rows = counts(merged), rows_by_model()
    with pytest.raises(CannotMerge, match=said):
        merge_them(kept, merged)
    assert (counts(merged), rows_by_model()) == (before, rows)


def test_nobody_is_merged_into_themselves():
    person = make_person()
    with pytest.raises(CannotMerge):
        merge_them(person, person)


def test_twice_is_once():
    kept, merged = make_person(), roster_person()
    assert merge_them(kept, merged) == merge_them(kept, merged)


def test_after_merging_erasing_takes_both_names():
    kept, merged = make_person(given="Ada", family="Vandermolen"), roster_person()
    Person.objects.filter(pk=merged.pk).update(family_name="Van der Molen")
    merge_them(kept, Person.objects.get(pk=merged.pk))
    erasure.ask(person=kept)
    erasure.erase_due(now=timezone.now() + timedelta(days=15))
    names = Person.objects.filter(pk__in=(kept.pk, merged.pk)).values_list("family_name", flat=True)
    assert list(names) == ["", ""]


@pytest.fixture
def registrar_client() -> Client:
    client = Client()
    client.force_login(make_user(group="Certificate registrars"))
    return client


def test_a_registrar_finds_two_looks_and_merges(registrar_client):
    course = make_course()
    kept, merged = make_enrolment(course.offering).person, make_enrolment(course.offering).person
    assert preview(kept, merged).twice == [course.offering.title]
    found = registrar_client.get(reverse("people_records"), {"q": "diallo amara"}).text
    assert str(kept.uuid) in found
    assert str(merged.uuid) in found
    address = f"{reverse('merge_people')}?keep={kept.uuid}&merge={merged.uuid}"
    assert "cannot be undone" in registrar_client.get(address).text
    assert "This field is required" in registrar_client.post(address, {"reason": " "}).text
    registrar_client.post(address, {"reason": "Came by two lists."})
    record = PeopleMerged.objects.get()
    assert (record.kept, record.merged, record.reason) == (kept, merged, "Came by two lists.")
    assert record.counts["courses.enrolment"] == 1


@pytest.mark.parametrize("query", ["", "?keep=1&merge=2", "?keep=x", "?keep=\x00&merge=\x00"])
def test_a_made_up_choice_is_no_error(registrar_client, query):
    assert registrar_client.get(reverse("merge_people") + query).status_code in (302, 404)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_two_people_did_nothing_is_lost_and_cycles_are_counted_through(data, db):
    course = make_course(quiz=False, lessons=1)
    item = course.lessons[0].translation_key
    people = [make_person(), roster_person()]
    for person in people:
        for state in data.draw(st.lists(st.sampled_from(("completed", "withdrawn")), max_size=3)):
            enrolment = Enrolment.objects.create(
                person=person,
                offering=course.offering,
                edition=course.offering.course.current_edition,
                cycle=Enrolment.objects.filter(person=person).count() + 1,
            )
            if state == "completed":
                mark_done(enrolment=enrolment, item_uuid=item)
            else:
                Enrolment.objects.filter(pk=enrolment.pk).update(state=state)
        if data.draw(st.booleans()):
            last = Enrolment.objects.filter(person=person).count()
            Enrolment.objects.create(
                person=person,
                offering=course.offering,
                edition=course.offering.course.current_edition,
                cycle=last + 1,
            )
    before = rows_by_model()
    running = Enrolment.objects.active().filter(person__in=people).exists()
    merge_them(*people)
    assert rows_by_model() == before
    mine = Enrolment.objects.filter(person=people[0]).order_by("cycle")
    assert [one.cycle for one in mine] == list(range(1, len(mine) + 1))
    assert [one.state == "active" for one in mine].count(True) == int(running)
    assert not running or mine.last().state == "active"
