"""Who is invited by a list may say no for good, and nobody's lists write to thousands."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F

from courses.models import DeclinedAddress, Organisation, Roster, RosterInvitation
from courses.rosters import importing
from tests.courses.rosters.lists import imported, make_manager, make_tree, outcomes, text
from tests.courses.rosters.test_import_list import former
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

ANA = "Ana,Díaz,Ana@Example.org,,"
SAID = "Does not want to be asked by e-mail again. Give them a link or a code."


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def manager(tree):
    return make_manager(tree[0], "chief")


def decline(client) -> str:
    """By the invitation there is; its page."""
    page = f"/rosters/invitations/{RosterInvitation.objects.get().uuid}/no/"
    assert client.post(page).status_code == 200
    return page


def test_the_letter_and_the_page_lead_to_saying_no(
    tree, manager, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        imported(tree[0], text(ANA), manager)
    page = f"/rosters/invitations/{RosterInvitation.objects.get().uuid}/no/"
    [letter] = mail.outbox
    assert f"http://testserver{page}" in letter.body
    assert f'href="http://testserver{page}"' in letter.alternatives[0].content
    client.force_login(make_user("ana"))
    assert f'href="{page}"' in client.get(page.removesuffix("no/")).text


def test_following_the_link_changes_nothing_and_saying_no_needs_no_account(tree, manager, client):
    imported(tree[0], text(ANA), manager)
    page = f"/rosters/invitations/{RosterInvitation.objects.get().uuid}/no/"
    assert "No, and do not ask again" in client.get(page).text
    assert RosterInvitation.objects.exists()
    assert "again" in client.post(page).text
    assert not RosterInvitation.objects.exists()
    assert client.post(page).status_code == 404
    assert "ana" not in str(list(DeclinedAddress.objects.values())).lower()


def test_no_list_of_the_whole_organisation_asks_again(tree, manager, client):
    imported(tree[1], text(ANA), make_manager(tree[1]))
    decline(client)
    for place in tree:
        roster = imported(place, text(ANA.upper()), make_manager(place))
        assert outcomes(roster) == [("refused", SAID)]
    assert not RosterInvitation.objects.exists()
    elsewhere = Organisation.add_root(name="Elsewhere")
    roster = imported(elsewhere, text(ANA), make_manager(elsewhere))
    assert roster.counts == {"invited": 1}


def test_saying_no_takes_back_all_that_the_organisation_asked(tree, manager, client):
    for place in (tree[1], tree[2]):
        imported(place, text(ANA), make_manager(place))
    client.post(f"/rosters/invitations/{RosterInvitation.objects.earliest('pk').uuid}/no/")
    assert not RosterInvitation.objects.exists()


def test_who_said_no_stays_so_with_a_new_secret_of_the_site(tree, manager, client, settings):
    imported(tree[0], text(ANA), manager)
    decline(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" + settings.SECRET_KEY
    assert outcomes(imported(tree[0], text(ANA), manager)) == [("refused", SAID)]


def test_who_has_left_and_said_no_is_not_asked_whether_to_come_back(tree, manager, client):
    former(tree, by_themselves=True)
    row = text("Amina,Yusuf,7,,")
    assert imported(tree[0], row, manager).counts == {"invited": 1}
    decline(client)
    assert outcomes(imported(tree[0], row, manager)) == [("refused", SAID)]


@pytest.mark.parametrize("batch", [1, 1000])
def test_the_lists_of_one_person_invite_only_so_many_a_day(
    tree, manager, settings, monkeypatch, batch
):
    settings.INVITATIONS_PER_DAY = 2
    monkeypatch.setattr(importing, "BATCH", batch)
    rows = text(*(f"Ana,Díaz,ana{at}@example.org,," for at in range(5)))
    first = imported(tree[0], rows, manager)
    assert first.counts == {"invited": 2, "refused": 3}
    assert "2 people a day" in outcomes(first)[4][1]
    RosterInvitation.objects.latest("pk").delete()  # as when it is answered
    assert imported(tree[0], rows, manager).counts == {"known": 1, "refused": 4}
    another = imported(tree[0], rows, make_manager(tree[0]))
    assert another.counts == {"known": 1, "invited": 2, "refused": 2}
    Roster.objects.update(queued_at=F("queued_at") - timedelta(days=1))
    assert imported(tree[0], rows, manager).counts == {"known": 3, "invited": 2}
