"""A worker dies in the middle of a list or of cards: it is taken up again, but not for ever."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from courses.models import CardSheet, Enrolment, Membership, Roster
from courses.rosters import card_files, importing, printing_cards, rosters
from courses.rosters.access import people_for_cards
from courses.rosters.models import RosterState
from tests.courses.rosters.lists import checked, imported, make_manager, make_tree, names, text
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db
by_a_worker = pytest.mark.django_db(transaction=True)  # which opens its own connection

LIST = text("Amina,Yusuf,KE-1,,en", "Jean,Mukendi,,contingent b,", "Zoë,N’Diaye,KE-2,,fr")
LATER = rosters.LONGEST_STEP + timedelta(minutes=1)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def manager(tree):
    return make_manager(tree[0], "chief")


@pytest.fixture
def run_due(queued_tasks):
    """What it says; what it queues, a worker has done before it returns."""

    def run() -> str:
        out = StringIO()
        call_command("run_due", stdout=out)
        Worker(
            queue_names=[rosters.QUEUE],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
        ).run()
        return out.getvalue()

    return run


def die_at_work() -> None:
    """What is queued was taken by a worker that is no more."""
    taken = {"status": TaskResultStatus.RUNNING, "started_at": timezone.now()}
    assert DBTaskResult.objects.update(**taken, worker_ids=["dead"])


@by_a_worker
def test_an_import_whose_worker_died_comes_to_the_same_end(tree, manager, monkeypatch, run_due):
    offering = make_course(quiz=False, lessons=1).offering
    monkeypatch.setattr(importing, "BATCH", 1)
    roster = checked(tree[0], LIST, manager, offering)
    rosters.confirm(roster=roster)
    die_at_work()
    importing.import_batch(roster)  # and it did not come to queue the rest
    assert names() == ["Amina Yusuf"]
    assert "Lists of people taken up again: 0" in run_due()
    Roster.objects.update(queued_at=timezone.now() - LATER)
    assert "Lists of people taken up again: 1" in run_due()
    roster.refresh_from_db()
    assert (roster.state, roster.counts) == (RosterState.DONE, {"new": 3})
    assert names() == ["Amina Yusuf", "Jean Mukendi", "Zoë N’Diaye"]
    assert Membership.objects.members().count() == Enrolment.objects.count() == 3
    assert "Lists of people taken up again: 0" in run_due()


@by_a_worker
def test_a_check_whose_worker_died_is_made_again(tree, manager, run_due):
    Roster.objects.create(
        by=manager,
        organisation=tree[0],
        content=LIST,
        queued_at=timezone.now() - LATER,
        tries=1,
    )
    run_due()
    roster = Roster.objects.get()
    assert (roster.state, roster.counts) == (RosterState.CHECKED, {"new": 3})


@pytest.mark.parametrize("state", [RosterState.CHECKING, RosterState.RUNNING])
def test_what_its_worker_died_of_three_times_has_failed(
    tree, manager, monkeypatch, django_capture_on_commit_callbacks, state
):
    roster = checked(tree[0], LIST, manager)
    Roster.objects.update(state=state, tries=0)
    died = []

    def die(*args, **kwargs) -> None:
        died.append(state)
        raise SystemExit

    for name in ("read", "import_batch"):
        monkeypatch.setattr(rosters, name, die)
    taken_up = []
    for number in range(1, 6):
        with django_capture_on_commit_callbacks(execute=True):
            taken_up.append(rosters.resume(now=timezone.now() + number * LATER))
        roster.refresh_from_db()
        assert roster.state == (state if number <= rosters.MOST_TRIES else RosterState.FAILED)
    assert taken_up == [1, 1, 1, 1, 0]
    assert len(died) == 3
    assert "cut off three times" in roster.problem
    assert names() == []


@by_a_worker
def test_cards_whose_worker_died_are_made_again(tree, manager, run_due):
    imported(tree[0], text("Amina,Yusuf,1,,"), manager)
    people = people_for_cards(tree[0])
    sheet = printing_cards.begin(by=manager, organisation=tree[0], people=people)
    die_at_work()
    assert "Sheets of cards made again: 0" in run_due()
    long_ago = timezone.now() - printing_cards.LONGEST_WORK - timedelta(minutes=1)
    CardSheet.objects.update(created_at=long_ago)
    assert "Sheets of cards made again: 1" in run_due()
    sheet.refresh_from_db()
    assert (sheet.state, card_files.file_of(sheet).exists()) == ("ready", True)
