"""Killed again and again: what was acknowledged is there, and nothing is half done, or twice."""

import json
import os
import random
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.learner import Learner
from tests.running_site import RunningSite, running_site, serve
from tests.rush import LEARNERS

pytestmark = pytest.mark.soak
READ = ("shell", "--no-imports", "-c", "from tests.rush import outcome; outcome()")
PREPARE = (
    "shell",
    "--no-imports",
    "-c",
    "from datetime import timedelta; from django.utils import timezone; "
    "from certificates.models import Certificate; "
    "from certificates.services import prepare_overdue; "
    "prepare_overdue(now=timezone.now() + timedelta(hours=1)); "
    "print(Certificate.objects.unprepared().count())",
)
KILLS = 20
SEED = 20
THINKING = 3  # seconds from one answer to the next
PATIENCE = 400  # seconds for one step of a learner, whose browser tries again


def test_killing_the_site_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Two hundred at once; after each kill some hand in, the others go on answering."""
    fill = ("shell", "--no-imports", "-c", f"from tests.rush import prepare; prepare('{tmp_path}')")
    with running_site(tmp_path, os.environ.get("DATABASE_URL"), data=fill) as first:
        data = json.loads((tmp_path / "rush.json").read_text())
        learners = [Learner("", session) for session in data["sessions"]]
        killed: list[str] = []
        with ThreadPoolExecutor(LEARNERS + 1) as threads:
            killing = threads.submit(_kill_again_and_again, first, learners, killed)
            quizzes = [
                threads.submit(_take, one, data, lambda n=number: _is_time(n, killed, killing))
                for number, one in enumerate(learners)
            ]
            last = killing.result()
            for quiz in quizzes:
                quiz.result()
        last.stop()
        assert len(killed) == KILLS
        assert first.manage(*PREPARE).split()[-1] == "0"
        rows = json.loads(first.manage(*READ))
    outcome = {f"/attempts/{row.pop('attempt')}/": row for row in rows}
    assert len(outcome) == len(rows) == LEARNERS
    for one in learners:
        assert outcome[one.attempt] == one.outcome()


def _is_time(number: int, killed: list[str], killing: Future) -> bool:
    """Whether this learner hands in: as many after each kill as before the next."""
    return killing.done() or len(killed) > number * KILLS // LEARNERS


def _take(learner: Learner, data: dict, is_time: Callable[[], bool]) -> None:
    """The whole quiz, changing one's mind until it is time; then everything right."""
    thinking = random.Random(learner.session)
    _until_it_works(lambda: learner.start(data["quiz"], set(data["right"])))
    while not is_time():
        slot, right = thinking.choice(list(learner.answers)), thinking.random() < 0.5
        _until_it_works(lambda s=slot, r=right: learner.save(s, right=r))
        time.sleep(thinking.uniform(0, 2 * THINKING))
    for slot in learner.answers:
        _until_it_works(lambda s=slot: learner.save(s))
    _until_it_works(learner.hand_in)


def _until_it_works(step: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            step()
        except (OSError, HTTPException, AssertionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
        else:
            return


def _kill_again_and_again(
    site: RunningSite, learners: list[Learner], killed: list[str]
) -> RunningSite:
    """Something dies every few seconds; all is looked at, and started again. The last site."""
    chance = random.Random(SEED)
    _lead(learners, site)
    for way in islice(cycle(_ways(site, chance)), KILLS):
        time.sleep(chance.uniform(1, 4))
        way(site)
        killed.append(way.__name__)
        if site.process.poll() is not None:
            _nothing_is_lost(site, learners)
            site = serve(site.folder, site.environment)
            _lead(learners, site)
    return site


def _lead(learners: list[Learner], site: RunningSite) -> None:
    for learner in learners:
        learner.host = urlsplit(site.url).netloc


def _ways(site: RunningSite, chance: random.Random) -> list[Callable[[RunningSite], None]]:
    address = site.environment.get("DATABASE_URL")
    kill_site = RunningSite.kill
    if not address:
        return [kill_site]

    def kill_database(_site: RunningSite) -> None:
        """One backend; then PostgreSQL ends them all, and recovers from its log."""
        with suppress(psycopg.OperationalError), psycopg.connect(address) as connection:
            query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            pids = [pid for (pid,) in connection.execute(f"{query} AND pid != pg_backend_pid()")]
            os.kill(chance.choice(pids), signal.SIGKILL)

    return [kill_site, kill_database]


def _nothing_is_lost(site: RunningSite, learners: list[Learner]) -> None:
    """As the database stands with everything dead: each fact with all that belongs to it."""
    known = {one.attempt: dict(one.sequences) for one in learners}
    found: list[str] = []
    _until_it_works(lambda: found.append(site.manage(*READ)))  # PostgreSQL may be recovering
    for row in json.loads(found[0]):
        is_done = row["state"] == "graded"
        assert row["ticks"] == row["certificates"] == int(is_done), row
        assert row["enrolment"] == ("completed" if is_done else "active"), row
        acknowledged = known.get(f"/attempts/{row['attempt']}/", {})
        stored = row["sequences"]
        assert all(stored[str(slot)] >= number for slot, number in acknowledged.items()), row
