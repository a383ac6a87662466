"""My data: everything that is held, on the page and in both files, for nobody but its owner."""

import json
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from certificates.models import Certificate
from courses.models import Enrolment, ItemProgress, Person
from home.privacy.registry import HELD, SHOWN, counts
from home.privacy.showing import MOST
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_person, make_user
from tests.home.listed import come_by_a_list
from tests.home.lives import make_life
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    person = come_by_a_list("Amara", "Diallo", number="SN-1", user_name="amara")
    make_life(person)
    return person


@pytest.fixture
def own(person, client) -> Client:
    client.force_login(person.user)
    return client


def test_the_page_shows_each_kind_there_is(own, person):
    page = own.get(reverse("home:my_data")).text
    for held in HELD:
        if held.path and held.rows(person).exists():
            assert f">{held.title}</h2>".replace("’", "’") in page, held.key
    for words in ("SN-4711-QX", "amara@example.org", "Well done, Amara.", "We talked."):
        assert words in page


def test_the_page_says_who_looked_by_role_and_never_by_name(own, person):
    page = own.get(reverse("home:my_data")).text
    assert "A facilitator of your course saw how far you are." in page
    look = person.record_views.first()
    assert str(look.by_user) not in page


def test_codes_stand_there_in_words(own):
    page = own.get(reverse("home:my_data")).text
    assert "Marked as done by the learner" in page
    assert '<dd dir="auto">marked</dd>' not in page


def test_the_json_file_has_every_row_of_every_kind(own, person):
    answer = own.get(reverse("home:my_data_json"))
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    found = json.loads(answer.getvalue())
    assert found["format"] == 1
    assert found["person"] == str(person.uuid)
    by_model = {kind["model"]: kind for kind in found["held"]}
    assert {key: len(kind["rows"]) for key, kind in by_model.items()} == counts(person)
    for held in HELD:
        for row in by_model.get(held.key, {"rows": []})["rows"]:
            assert set(row) == set(held.fields)


def test_the_file_to_read_has_all_of_it_and_needs_nothing_else(own, person):
    html = own.get(reverse("home:my_data_html")).getvalue().decode()
    needs = Needs()
    needs.feed(html)
    assert needs.found == []
    for words in ("My name is Amara Diallo.", "SN-4711-QX", "amara@example.org"):
        assert words in html


class Needs(HTMLParser):
    """What a page fetches from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.found += [f"{tag} {name}" for name, _value in attrs if name in ("src", "href")]


def test_what_somebody_wrote_is_text_and_never_markup(client):
    person = make_person(given="<b>Amara</b>")
    client.force_login(person.user)
    for name in ("my_data", "my_data_html"):
        html = client.get(reverse(f"home:{name}")).getvalue().decode()
        assert "&lt;b&gt;Amara" in html
        assert "<b>Amara" not in html


def test_the_page_costs_the_same_whatever_the_history(own, person):
    address = reverse("home:my_data")
    own.get(address)
    with counted_queries() as first:
        own.get(address)
    enrolment = Enrolment.objects.filter(person=person).first()
    ItemProgress.objects.bulk_create(
        ItemProgress(
            enrolment=enrolment, item_uuid=f"00000000-0000-0000-0000-{n:012}", evidence="marked"
        )
        for n in range(200)
    )
    with counted_queries() as later:
        page = own.get(address).text
    kinds = sum(held.rows(person).exists() for held in SHOWN)  # one query each
    assert len(later) == len(first) <= kinds + 8
    assert page.count("Marked as done") <= MOST
    assert "All of them are in the files." in page
    rows = json.loads(own.get(reverse("home:my_data_json")).getvalue())["held"]
    [ticks] = [kind["rows"] for kind in rows if kind["model"] == "courses.itemprogress"]
    assert len(ticks) >= 200


def test_who_has_just_begun_costs_no_query_for_what_there_is_not(client):
    client.force_login(make_enrolment(make_course().offering).person.user)
    address = reverse("home:my_data")
    client.get(address)
    with counted_queries() as queries:
        client.get(address)
    assert len(queries) <= 16


def test_another_account_sees_nothing_of_it(person, client):
    client.force_login(make_user("other"))
    for name in ("my_data", "my_data_json", "my_data_html"):
        found = client.get(reverse(f"home:{name}")).getvalue().decode()
        assert "SN-4711-QX" not in found
        assert "amara@example.org" not in found


def test_an_account_that_never_learned_sees_its_own_and_nobody_elses(client):
    user, other = make_user("mine"), make_user("theirs")
    client.force_login(user)
    for name in ("my_data", "my_data_json", "my_data_html"):
        found = client.get(reverse(f"home:{name}")).getvalue().decode()
        assert user.email in found
        assert other.email not in found


def test_looking_and_downloading_makes_no_record_where_there_is_none(client):
    client.force_login(make_user("mine"))
    found = [client.get(reverse(f"home:{name}")) for name in ("my_data", "my_data_json")]
    assert [answer.status_code for answer in found] == [200, 200]
    assert json.loads(found[1].getvalue())["person"] is None
    assert client.get(reverse("home:my_data_html")).status_code == 200
    assert not Person.objects.filter(user__username="mine").exists()


@pytest.mark.parametrize("held", HELD, ids=lambda held: held.key)
def test_nobody_has_nothing(person, held):
    erased = Person.objects.create()
    Certificate.objects.update(holder=None)
    make_user()
    assert not held.rows(Person()).exists()
    assert held.model is Person or not held.rows(erased).exists()
