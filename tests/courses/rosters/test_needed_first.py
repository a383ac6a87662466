"""What is needed before a course, where an organisation brings its people in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.learning.enrol_many import who_lack
from courses.models import (
    Completion,
    CompletionVoided,
    Enrolment,
    Entitlement,
    Membership,
    Offering,
    Organisation,
    Person,
    RosterInvitation,
    Seat,
)
from courses.people import inviting, placing
from courses.rosters import enrolling, minor_views
from courses.rosters.models import RosterState
from tests.courses.learning.test_prerequisites import complete, make_second
from tests.courses.rosters.lists import checked, imported, make_manager, make_tree, outcomes, text
from tests.factories.courses import SmallCourse, make_course
from tests.factories.orders import make_order, make_priced
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db

ASKED = "“The first course” with 90% or more"


@pytest.fixture
def first() -> SmallCourse:
    return make_course(title="The first course")


@pytest.fixture
def offering(first):
    return make_second(first).offering


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def manager(tree, client):
    user = make_manager(tree[0], "chief")
    client.force_login(user)
    return user


def member(organisation, given: str, number: str, *, completed_of: SmallCourse | None = None):
    person = Person.objects.create(given_name=given, family_name="Yusuf")
    placing.join(person=person, organisation=organisation, service_number=number)
    if completed_of:
        complete(completed_of, person)
    return person


def minor(offering) -> dict:
    return {
        "age": "13-17",
        "pseudonym": "Silver Heron",
        "has_consent": "on",
        "seen_on": "2026-11-02",
        "kept_where": "Safe of the office, folder 3",
        "offering": offering.pk,
    }


LIST = text("Amina,Yusuf,KE-1", "Bisi,Yusuf,KE-2", "New,Person,KE-3", "Ana,Díaz,ana@example.org")


def test_a_list_says_of_each_row_what_is_missing_before_anything_is_done(
    tree, manager, first, offering
) -> None:
    member(tree[0], "Amina", "KE-1", completed_of=first)
    member(tree[0], "Bisi", "KE-2")
    roster = checked(tree[0], LIST, manager, offering)
    (able, said), (lacking, why), (new, same), (invited, note) = outcomes(roster)
    assert (able, said) == ("enrolled", "")
    assert lacking == new == "refused"
    assert why == same
    assert why.startswith(f"Has to complete first, and it must be valid today: {ASKED}.")
    assert (invited, note) == ("invited", f"Can enrol once they have completed: {ASKED}.")


def test_an_import_enrols_those_who_have_it_and_leaves_the_others(
    tree, manager, first, offering
) -> None:
    amina = member(tree[0], "Amina", "KE-1", completed_of=first)
    member(tree[0], "Bisi", "KE-2")
    roster = imported(tree[0], LIST, manager, offering)
    assert roster.state == RosterState.DONE
    assert [e.person for e in Enrolment.objects.filter(offering=offering)] == [amina]
    assert not Person.objects.filter(given_name="New").exists()
    bisi = roster.rows.get(given_name="Bisi")
    assert (bisi.outcome, bisi.is_done) == ("refused", False)


def test_a_list_into_what_is_paid_takes_seats_only_for_those_who_have_it(
    tree, manager, first, offering
) -> None:
    make_order(make_priced(offering), quantity=1, organisation=tree[0])
    amina = member(tree[0], "Amina", "KE-1", completed_of=first)
    member(tree[0], "Bisi", "KE-2")
    assert imported(tree[0], LIST, manager, offering).state == RosterState.DONE
    assert [seat.person for seat in Seat.objects.all()] == [amina]


def test_a_list_without_a_course_asks_nothing(tree, manager) -> None:
    assert {outcome for outcome, _note in outcomes(checked(tree[0], LIST, manager))} == {
        "new",
        "invited",
    }


def test_of_those_ticked_who_lacks_it_is_named_and_gets_no_seat(
    client, tree, manager, first, offering
) -> None:
    make_order(make_priced(offering), quantity=1, organisation=tree[0])
    able = member(tree[0], "Amina", "KE-1", completed_of=first)
    lacking = member(tree[0], "Bisi", "KE-2")
    data = {"person": [able.uuid, lacking.uuid], "offering": offering.uuid}
    address = reverse("organisations:enrol", args=[tree[0].uuid])
    page = client.post(address, data, follow=True).content.decode()
    assert "1 person was enrolled" in page
    assert f"Not enrolled: Bisi Yusuf. They have to complete first: {ASKED}." in page
    assert [seat.person for seat in Seat.objects.all()] == [able]
    assert not Entitlement.objects.filter(person=lacking).exists()


@pytest.fixture
def taken_back(monkeypatch):
    """A completion is recorded as an error right after it was looked at whether it is there."""

    def look(**kwargs):
        found = who_lack(**kwargs)
        for completion in Completion.objects.filter(voided=None):
            CompletionVoided.objects.create(completion=completion, reason="Somebody else's.")
        return found

    monkeypatch.setattr(enrolling, "who_lack", look)


def test_what_is_taken_back_while_people_are_ticked_is_said_and_changes_nothing(
    client, tree, manager, first, offering, taken_back
) -> None:
    able = member(tree[0], "Amina", "KE-1", completed_of=first)
    data = {"person": [able.uuid], "offering": offering.uuid}
    address = reverse("organisations:enrol", args=[tree[0].uuid])
    page = client.post(address, data, follow=True).content.decode()
    assert "Nothing was changed: somebody you ticked lacks what the course asks for first." in page
    assert not Entitlement.objects.filter(offering=offering).exists()


def test_what_is_taken_back_while_somebody_says_yes_is_no_error(
    client, tree, manager, first, offering, taken_back
) -> None:
    ana = make_person("ana")
    complete(first, ana)
    imported(tree[0], LIST, manager, offering)
    client.force_login(ana.user)
    invitation = RosterInvitation.objects.get()
    client.post(reverse("rosters:invitation", args=[invitation.uuid]), follow=True)
    assert Membership.objects.filter(person=ana).exists()


def test_what_is_needed_since_the_form_was_read_is_said_there(
    client, tree, manager, offering, monkeypatch
) -> None:
    monkeypatch.setattr(minor_views, "asked_first", lambda _offering: "")  # as it was then
    Organisation.objects.filter(pk=tree[0].pk).update(may_enrol_minors=True)
    page = client.post(f"/rosters/{tree[0].uuid}/minors/", minor(offering)).content.decode()
    assert f"Before this course they have to complete: {ASKED}." in page
    assert not Person.objects.filter(family_name="Silver Heron").exists()


@pytest.mark.parametrize("has_it", [True, False])
def test_who_says_yes_to_an_e_mail_is_enrolled_or_told_what_is_missing(
    client, tree, manager, first, offering, has_it
) -> None:
    offering.admission = "organisation"
    offering.save()
    ana = make_person("ana")
    imported(tree[0], LIST, manager, offering)
    if has_it:
        complete(first, ana)
    client.force_login(ana.user)
    invitation = RosterInvitation.objects.get()
    page = client.post(reverse("rosters:invitation", args=[invitation.uuid]), follow=True)
    shown = page.content.decode()
    assert Membership.objects.filter(person=ana).exists()
    assert Entitlement.objects.filter(person=ana, offering=offering).exists()
    assert Enrolment.objects.filter(person=ana, offering=offering).exists() is has_it
    assert ("What you need first" in shown) is not has_it
    assert ("You have not completed it yet." in shown) is not has_it


def test_who_says_yes_to_what_is_paid_takes_no_seat_before_they_have_it(
    client, tree, manager, offering, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    make_order(make_priced(offering), quantity=1, organisation=tree[0])
    ana = make_person("ana")
    with django_capture_on_commit_callbacks(execute=True):
        imported(tree[0], LIST, manager, offering)
    [letter] = mailoutbox
    said = f"Whoever takes part must have completed first: {ASKED}."
    assert said in letter.body
    assert said in letter.alternatives[0].content
    client.force_login(ana.user)
    invitation = RosterInvitation.objects.get()
    page = client.post(reverse("rosters:invitation", args=[invitation.uuid]), follow=True)
    assert f"Complete first: {ASKED}. Then ask your organisation" in page.content.decode()
    assert Membership.objects.filter(person=ana).exists()
    assert not Seat.objects.exists()
    assert not Entitlement.objects.filter(person=ana).exists()


@pytest.mark.parametrize("admission", ["paid", "organisation"])
def test_a_link_to_what_is_paid_takes_a_seat_only_for_who_has_it(
    client, tree, first, offering, admission
) -> None:
    make_order(make_priced(offering), quantity=1, organisation=tree[0])
    Offering.objects.filter(pk=offering.pk).update(admission=admission)
    invitation = inviting.invite(
        organisation=tree[0],
        max_uses=2,
        expires_at=timezone.now() + timedelta(days=1),
        offering_id=offering.pk,
    )
    join = reverse("joining:join", args=[invitation.token])
    person = make_person()
    client.force_login(person.user)
    page = client.get(join).content.decode()
    assert "You need first, valid on the day you enrol:" in page
    assert f'<a href="{first.page.get_url()}">The first course</a>' in page
    page = client.post(join, follow=True).content.decode()
    assert f"Complete first: {ASKED}. Then come back by the same link." in page
    assert Membership.objects.filter(person=person).exists()
    assert not Seat.objects.exists()
    complete(first, person)
    assert client.post(join).url == reverse("learning:enrol", args=[offering.course.slug])
    assert Seat.objects.get().person == person


def test_a_link_to_what_costs_no_seat_gives_the_right_at_once(client, tree, offering) -> None:
    Offering.objects.filter(pk=offering.pk).update(admission="organisation")
    invitation = inviting.invite(
        organisation=tree[0],
        max_uses=2,
        expires_at=timezone.now() + timedelta(days=1),
        offering_id=offering.pk,
    )
    client.force_login(make_person().user)
    page = client.post(reverse("joining:join", args=[invitation.token]), follow=True)
    assert "You have not completed it yet." in page.content.decode()
    assert Entitlement.objects.get().source == "roster"


def test_a_minor_is_not_added_to_a_course_that_needs_another_first(
    client, tree, manager, offering
) -> None:
    Organisation.objects.filter(pk=tree[0].pk).update(may_enrol_minors=True)
    page = client.post(f"/rosters/{tree[0].uuid}/minors/", minor(offering)).content.decode()
    assert f"Before this course they have to complete: {ASKED}." in page
    assert not Person.objects.filter(family_name="Silver Heron").exists()
