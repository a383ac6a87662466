"""Who forgot the password and has no confirmed address chooses a new one with a card."""

import re
from datetime import timedelta

import pypdfium2
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.models import CardSheet, ClaimCard, GuardianConsent, Membership, Person, RecordView
from courses.people.organisations import Role
from courses.rosters import card_files, claiming, printing_cards
from courses.rosters.password_cards import people_for_passwords
from lms.users.models import User
from tests.courses.rosters.holding import PIN, make_card, make_holder
from tests.courses.rosters.lists import make_manager, make_tree
from tests.courses.rosters.test_cards import CODE, words
from tests.factories.courses import make_course
from tests.factories.people import PASSWORD, make_user
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db
NEW = "three quiet lanterns"


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def manager(tree):
    return make_manager(tree[0], "chief")


@pytest.fixture
def amina(tree):
    return make_member(tree[1], "amina")


def make_member(organisation, user_name: str) -> Person:
    """As after a claim: a user name, a password and no address."""
    person = make_holder(organisation, number=user_name).person
    ClaimCard.objects.filter(person=person).delete()
    person.user = User.objects.create_user(username=user_name, email=None, password=PASSWORD)
    person.save()
    return person


def ask(client, manager, tree, person):
    client.force_login(manager)
    return client.post(f"/rosters/{tree[0].uuid}/passwords/", {"person": person.uuid}, follow=True)


def on_paper(client, manager, tree, person) -> tuple[str, str]:
    """Code and PIN of a card that was printed now."""
    before = CardSheet.objects.count()
    page = ask(client, manager, tree, person)
    assert CardSheet.objects.count() == before + 1, page.text
    sheet = CardSheet.objects.latest("pk")
    printing_cards.work.func(str(sheet.uuid))
    said = words(pypdfium2.PdfDocument(card_files.file_of(sheet)))
    assert "Choose a new password." in said
    [code], [pin] = CODE.findall(said), re.findall(r"\b[0-9]{6}\b", said)
    return code, pin


def carded(person) -> tuple[str, str]:
    """The same without the paper."""
    return make_card(person, is_for_password=True).shown_code, PIN


def type_card(visitor, code, pin):
    return visitor.post("/claim/", {"code": code, "pin": pin})


def sign_in(visitor, name, password):
    data = {"login": name, "password": password}
    return visitor.post("/accounts/login/", data, follow=True)


def is_signed_in(visitor) -> bool:
    return visitor.get("/my-learning/").status_code == 200


def test_from_the_card_to_a_new_password_and_out_of_every_session(client, manager, tree, amina):
    at_home = Client()
    sign_in(at_home, "amina", PASSWORD)
    assert is_signed_in(at_home)
    code, pin = on_paper(client, manager, tree, amina)
    visitor = Client()
    assert type_card(visitor, code, pin).url == "/claim/password/"
    assert "amina" in visitor.get("/claim/password/").text
    answer = visitor.post("/claim/password/", {"password": NEW}, follow=True)
    assert "Sign in as amina." in answer.text
    assert not is_signed_in(visitor)
    assert not is_signed_in(at_home)
    assert not UserSession.objects.filter(user=amina.user).exists()
    sign_in(visitor, "amina", NEW)
    assert is_signed_in(visitor)
    stranger = Client()
    sign_in(stranger, "amina", PASSWORD)
    assert not is_signed_in(stranger)


def test_it_works_once_for_two_weeks_and_a_newer_one_ends_it(client, manager, tree, amina):
    old = on_paper(client, manager, tree, amina)
    new = on_paper(client, manager, tree, amina)
    visitor = Client()
    assert "do not open anything" in type_card(visitor, *old).text
    card = ClaimCard.objects.open().get()
    assert card.expires_at < timezone.now() + timedelta(days=15)
    type_card(visitor, *new)
    visitor.post("/claim/password/", {"password": NEW})
    assert visitor.post("/claim/password/", {"password": "another-long-one"}).url == "/claim/"
    assert "do not open anything" in type_card(visitor, *new).text
    assert User.objects.get(username="amina").check_password(NEW)


def test_it_makes_no_account_and_is_linked_to_none(amina):
    visitor = Client()
    type_card(visitor, *carded(amina))
    assert visitor.get("/claim/account/").url == "/claim/"
    visitor.force_login(make_user("thief"))
    assert visitor.post("/claim/link/").url == "/claim/"
    with pytest.raises(claiming.NotThisCard):
        claiming.link_account(card=ClaimCard.objects.open().get().uuid, user=make_user())


def test_a_card_for_an_account_chooses_no_password(tree):
    card = make_holder(tree[1])
    visitor = Client()
    type_card(visitor, card.shown_code, "024680")
    assert visitor.get("/claim/password/").url == "/claim/"


def test_who_printed_it_is_kept_and_the_owner_is_told(
    client, manager, tree, amina, mailoutbox, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=amina.user_id).update(email="amina@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        on_paper(client, manager, tree, amina)
    look = RecordView.objects.get(person=amina, what="password")
    assert look.by_user == manager
    entry = ModelLogEntry.objects.for_instance(tree[0]).get(action="courses.print_password_card")
    assert (entry.user, entry.data) == (manager, {"person": str(amina.uuid)})
    assert [letter.to for letter in mailoutbox] == [["amina@example.org"]]
    assert "If you did not ask for it" in mailoutbox[0].body


def test_who_signs_in_with_the_old_password_hears_of_an_open_card(client, manager, tree, amina):
    visitor = Client()
    assert "If you did not ask" not in sign_in(visitor, "amina", PASSWORD).text
    on_paper(client, manager, tree, amina)
    assert "If you did not ask for it" in sign_in(Client(), "amina", PASSWORD).text
    assert "choose a new password with" in visitor.get("/my-data/").text


def test_an_address_that_nobody_confirmed_goes(amina):
    User.objects.filter(pk=amina.user_id).update(email="typo@example.org")
    EmailAddress.objects.create(user=amina.user, email="typo@example.org", primary=True)
    visitor = Client()
    type_card(visitor, *carded(amina))
    assert "typo@example.org" in visitor.get("/claim/password/").text
    visitor.post("/claim/password/", {"password": NEW})
    sign_in(visitor, "amina", NEW)
    assert is_signed_in(visitor)
    assert not EmailAddress.objects.filter(user=amina.user).exists()


def test_a_second_step_is_asked_for_as_ever(amina):
    Authenticator.objects.create(user=amina.user, type="totp", data={})
    visitor = Client()
    type_card(visitor, *carded(amina))
    visitor.post("/claim/password/", {"password": NEW})
    assert sign_in(visitor, "amina", NEW).redirect_chain == [("/accounts/2fa/authenticate/", 302)]
    assert not is_signed_in(visitor)


def confirms_an_address(person):
    EmailAddress.objects.create(user=person.user, email="amina@example.org", verified=True)


def becomes_manager(person):
    place = person.memberships.get().organisation
    Membership.objects.create(person=person, organisation=place, role=Role.MANAGER)


def becomes_focal_point_elsewhere(person):
    place = person.memberships.get().organisation.get_parent()
    Membership.objects.create(person=person, organisation=place, role=Role.FOCAL_POINT)


def joins_the_authors(person):
    person.user.groups.add(Group.objects.get(name="Course authors"))


def gets_a_permission(person):
    person.user.user_permissions.add(Permission.objects.get(codename="access_admin"))


def becomes_superuser(person):
    User.objects.filter(pk=person.user_id).update(is_superuser=True)


def facilitates(person):
    make_course(quiz=False, lessons=1).offering.facilitators.add(person)


def is_closed(person):
    User.objects.filter(pk=person.user_id).update(is_active=False)


def is_a_minor(person):
    GuardianConsent.objects.create(person=person, kept_where="Safe")


def has_a_random_name(person):
    User.objects.filter(pk=person.user_id).update(username="abcdefghjkmn")


def learns_by_card(person):
    person.user.set_unusable_password()
    person.user.save()


@pytest.mark.parametrize(
    "happens",
    [
        confirms_an_address,
        becomes_manager,
        becomes_focal_point_elsewhere,
        joins_the_authors,
        gets_a_permission,
        becomes_superuser,
        facilitates,
        is_closed,
        is_a_minor,
        has_a_random_name,
        learns_by_card,
    ],
)
def test_who_may_more_or_has_another_way_gets_none_and_an_earlier_one_does_nothing(
    client, manager, tree, amina, happens
):
    code, pin = carded(amina)
    opened = Client()
    type_card(opened, code, pin)
    happens(amina)
    assert amina not in people_for_passwords(tree[0])
    page = ask(client, manager, tree, amina)
    assert "gets no such card" in page.text
    assert not CardSheet.objects.exists()
    assert type_card(Client(), code, pin).status_code == 200
    before = User.objects.get(pk=amina.user_id).password
    assert opened.post("/claim/password/", {"password": NEW}).url == "/claim/"
    assert User.objects.get(pk=amina.user_id).password == before


def test_only_a_manager_of_the_place_prints_one(client, manager, tree, amina):
    for user in (make_manager(tree[2]), make_manager(tree[0], role=Role.REGISTRAR)):
        assert ask(client, user, tree, amina).status_code == 404
    other = make_manager(tree[2])
    client.force_login(other)
    page = client.post(f"/rosters/{tree[2].uuid}/passwords/", {"person": amina.uuid}, follow=True)
    assert "gets no such card" in page.text
    client.post(f"/rosters/{tree[2].uuid}/passwords/", {"person": "x"})
    assert not CardSheet.objects.exists()


def test_the_list_is_found_by_name_and_asks_no_more_for_more(client, manager, tree, amina):
    client.force_login(manager)
    address = f"/rosters/{tree[0].uuid}/passwords/"
    client.get(address)
    with counted_queries() as few:
        assert str(amina.uuid) in client.get(address).text
    for number in range(4):
        make_member(tree[1], f"member-{number}")
    with counted_queries() as many:
        page = client.get(address).text
    assert len(few) == len(many)
    assert len(re.findall('name="person"', page)) == 5
    assert 'name="person"' not in client.get(address, {"q": "Nobody"}).text


@pytest.mark.parametrize(("password", "said"), [("", "required"), ("short", "too short")])
def test_a_bad_password_is_refused_and_the_card_stays(amina, password, said):
    visitor = Client()
    type_card(visitor, *carded(amina))
    assert said in visitor.post("/claim/password/", {"password": password}).text
    assert ClaimCard.objects.open().exists()
