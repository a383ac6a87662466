"""What every test may use."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests import migrated
from tests.running_site import RunningSite, demo_to_copy, running_site


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin with a copy of the migrated database."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        test["TEMPLATE"] = migrated.postgres_template(os.environ["DATABASE_URL"])
    else:
        shutil.copy(migrated.sqlite_file(), test["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Django is to find the copy and migrate what it lacks, which is nothing."""
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Give the migrated database back after a test that really commits (``transaction=True``).

    Django's own way, emptying every table, loses the groups, locales and pages that migrations
    made, and is slower; so it is left out.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
        yield
    marker = item.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        connection.close()
        name = str(connection.settings_dict["NAME"])
        migrated.restore(os.environ.get("DATABASE_URL"), name)


# How long an example takes says more about the machine than about the rule.
hypothesis_settings.register_profile("ours", deadline=None)
hypothesis_settings.load_profile("ours")


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    """No test sees the cache or the language that another one left."""
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def queued_tasks(settings) -> None:
    """As in real life: what a request leaves to the worker is a row, not work done at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A site to copy; none on a server of DATABASE_URL, where each site is filled by itself."""
    if "DATABASE_URL" in os.environ:
        return None
    base = tmp_path_factory.getbasetemp()
    of_this_run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return demo_to_copy(of_this_run / "demo")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, demo: Path | None) -> Iterator[RunningSite]:
    """The running site with the demo data, one for all tests of a process.

    It has a database of its own on the server of DATABASE_URL, or SQLite; tests share it, so a
    test that changes a demo person's course brings a new person instead.
    """
    folder = tmp_path_factory.mktemp("site")
    with running_site(folder, os.environ.get("DATABASE_URL"), copied=demo) as running:
        yield running
        assert "Internal Server Error" not in running.log(), running.log()
