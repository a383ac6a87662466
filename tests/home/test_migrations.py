"""An upgrade leaves alone what whoever runs the site has changed."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import GroupCollectionPermission, Page, Site

from home import standard_pages
from home.models import Helpline, HomePage, StandardPage
from home.standard_pages import Purpose
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def upgrade_from(name: str) -> None:
    """Forget what home has filled in since that migration, and do it again; tables stay."""
    executor = MigrationExecutor(connection)
    again = []
    later = [key[1] for key in executor.loader.applied_migrations if key[0] == "home"]
    for migration in sorted(later):
        operations = executor.loader.get_migration("home", migration).operations
        if migration > name and all(isinstance(one, RunPython) for one in operations):
            executor.recorder.record_unapplied("home", migration)
            again.append(("home", migration))
    assert again
    MigrationExecutor(connection).migrate(again)


def rights_of(group: Group) -> set:
    collections = GroupCollectionPermission.objects.filter(group=group)
    return {
        *group.permissions.values_list("pk", flat=True),
        *collections.values_list("collection", "permission"),
    }


def test_a_renamed_group_keeps_its_rights_and_gets_no_double():
    names = {"Course authors": "Writers", "Course reviewers": "Editors"}
    for old, new in names.items():
        Group.objects.filter(name=old).update(name=new)
    before = {group.name: rights_of(group) for group in Group.objects.all()}
    upgrade_from("0003_home_page_and_contacts")
    assert {group.name: rights_of(group) for group in Group.objects.all()} == before
    assert set(names.values()) < set(before)


def test_the_police_of_guatemala_have_an_entry_of_their_own():
    entries = Helpline.objects.filter(country="Guatemala").values_list("name", "number", "note")
    assert list(entries) == [
        ("Alba-Keneth alert (missing child)", "1546", ""),
        ("Police", "110", ""),
    ]


def test_a_changed_entry_stays_as_it_is():
    Helpline.objects.filter(name="Police").delete()
    Helpline.objects.filter(number="1546").update(note="Police: 110, by day")
    upgrade_from("0005_authors_upload_media")
    assert Helpline.objects.get(country="Guatemala").note == "Police: 110, by day"


def without_pages_of_text() -> Page:
    """The home page of the site as it was before those pages came."""
    for page in StandardPage.objects.all():
        page.delete()
    return Site.objects.get(is_default_site=True).root_page


def test_pages_of_text_come_as_drafts_where_there_are_accounts_and_ask_nobody():
    home = without_pages_of_text()
    make_user()
    upgrade_from("0010_standard_pages")
    cache.clear()
    drafts = home.get_children().type(StandardPage)
    assert drafts.count() == len(Purpose.values)
    assert not drafts.live().exists()
    assert standard_pages.links() == {}
    assert standard_pages.terms_version() is None


def test_a_page_at_the_same_address_stays_as_it_is():
    home = without_pages_of_text()
    theirs = home.add_child(instance=StandardPage(title="Our terms", slug="terms"))
    upgrade_from("0010_standard_pages")
    cache.clear()
    theirs.refresh_from_db()
    assert (theirs.title, theirs.purpose) == ("Our terms", "")
    assert set(standard_pages.links()) == set(Purpose.values) - {"terms"}


def test_pages_of_text_come_below_the_home_page_that_the_site_has(client):
    without_pages_of_text()
    second = Page.get_first_root_node().add_child(instance=HomePage(title="Ours", slug="ours"))
    Site.objects.update(root_page=second)
    Site.clear_site_root_paths_cache()
    upgrade_from("0010_standard_pages")
    cache.clear()
    second.refresh_from_db()  # a page that it took for a leaf has no children
    assert second.get_children().live().count() == len(Purpose.values)
    assert not any(Page.find_problems())
    for link in standard_pages.links().values():
        assert client.get(link.url).status_code == 200
