"""What organisation administrators do on the page of an organisation."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.models import Membership, Organisation, Person
from courses.people import growing
from courses.people.organisations import Role
from courses.rosters.minors import may_add_minors
from courses.studio.organisation_forms import OrganisationForm
from tests.factories.organisations import make_member, make_role, make_tree
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_user(group="Organisation administrators")
    client.force_login(user)
    return user


def of(organisation: Organisation) -> str:
    return reverse("edit_organisation", args=[organisation.uuid])


def test_adding_minors_is_allowed_and_taken_away_on_the_page(client, administrator):
    tree = make_tree()
    data = {"name": "Ministry", "may_enrol_minors": "on"}
    assert client.post(of(tree.ministry), data).status_code == 302
    assert may_add_minors(Organisation.objects.get(pk=tree.north.pk))
    assert not may_add_minors(Organisation.objects.get(pk=tree.elsewhere.pk))
    shown = client.get(of(tree.ministry)).context["form"]
    assert shown["may_enrol_minors"].value() is True
    [entry] = ModelLogEntry.objects.filter(action="wagtail.edit")
    assert (entry.user, entry.data) == (administrator, {"may_enrol_minors": True})
    client.post(of(tree.ministry), {"name": "Ministry"})
    assert not may_add_minors(Organisation.objects.get(pk=tree.north.pk))


def test_a_new_organisation_may_add_minors_where_it_is_ticked(client, administrator):
    page = reverse("add_organisation")
    client.post(page, {"name": "May", "may_enrol_minors": "on"})
    client.post(page, {"name": "May not"})
    may = Organisation.objects.filter(may_enrol_minors=True).values_list("name", flat=True)
    assert list(may) == ["May"]


def test_a_rename_elsewhere_leaves_the_permission_as_it_is():
    made = growing.add(name="Ministry", may_enrol_minors=True)
    assert growing.change(organisation=made, name="Other", parent=None).may_enrol_minors


def test_who_moves_it_below_what_another_just_moved_reads_so(client, administrator, monkeypatch):
    """Two at once: the form still offers what another has put below it since."""
    tree = make_tree()
    every = Organisation.objects.all()

    class Slow(OrganisationForm):
        def __init__(self, *args, **how) -> None:
            super().__init__(*args, **how)
            self.fields["parent"].queryset = every  # as before the other one's move

    monkeypatch.setattr("courses.studio.organisation_views.OrganisationForm", Slow)
    data = {"name": "Ministry", "parent": tree.north.uuid}
    response = client.post(of(tree.ministry), data)
    assert "This is below it now" in response.text
    assert Organisation.objects.get(pk=tree.ministry.pk).is_root()


def test_a_role_that_would_let_a_funder_subtract_is_refused_in_words(client, administrator):
    tree, other = make_tree(), make_user()
    make_role(tree.north, Role.FUNDER)
    address = reverse("give_role", args=[tree.ministry.uuid])
    answer = client.post(address, {"email": other.email, "role": "funder"})
    assert "tell of a few people" in answer.text
    assert "Centre North" in answer.text
    make_role(tree.elsewhere, Role.FUNDER)
    data = {"name": "North", "parent": tree.elsewhere.uuid}
    assert "tell of a few people" in client.post(of(tree.north), data).text
    assert Organisation.objects.get(pk=tree.north.pk).name == "Centre North"
    assert Membership.objects.filter(role=Role.FUNDER).count() == 2


def test_who_was_erased_is_not_counted_in_the_tree(client, administrator):
    tree = make_tree()
    person = make_member(tree.north).person
    page = reverse("organisation_tree")

    def people() -> int:
        return sum(one.people for one in client.get(page).context["organisations"])

    assert people() == 1
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())
    assert people() == 0
