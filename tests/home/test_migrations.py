"""An upgrade leaves alone what whoever runs the site has changed."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import GroupCollectionPermission

from home.models import Helpline

pytestmark = pytest.mark.django_db(transaction=True)


def upgrade_from(name: str) -> None:
    """Forget what home has filled in since that migration, and do it again; tables stay."""
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes("home")
    later = [key[1] for key in executor.loader.applied_migrations if key[0] == "home"]
    for migration in sorted(later):
        operations = executor.loader.get_migration("home", migration).operations
        if migration > name and all(isinstance(one, RunPython) for one in operations):
            executor.recorder.record_unapplied("home", migration)
    MigrationExecutor(connection).migrate(latest)


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
