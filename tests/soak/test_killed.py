"""Killed again and again: what was acknowledged is there, and nothing is half done."""

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
KILLS = 6
CLIENTS = 6
PATIENCE = 240  # seconds for one learner, who tries again like a browser whose page does not load


def test_killing_the_site_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    fill = ("shell", "--no-imports", "-c", f"from tests.rush import prepare; prepare('{tmp_path}')")
    with running_site(tmp_path, os.environ.get("DATABASE_URL"), data=fill) as first:
        data = json.loads((tmp_path / "rush.json").read_text())
        learners = [Learner("", session) for session in data["sessions"]]
        with ThreadPoolExecutor(CLIENTS + 1) as threads:
            killing = threads.submit(_kill_again_and_again, first, learners)
            quizzes = [threads.submit(_take, one, data, killing) for one in learners]
            last = killing.result()
            for quiz in quizzes:
                quiz.result()
        last.stop()
        assert first.manage(*PREPARE).split()[-1] == "0"
        rows = json.loads(first.manage(*READ))
    outcome = {f"/attempts/{row.pop('attempt')}/": row for row in rows}
    assert len(outcome) == LEARNERS
    for one in learners:
        assert outcome[one.attempt] == one.outcome()


def _take(learner: Learner, data: dict, killing: Future) -> None:
    """The whole quiz; slowly while things are being killed, so that there is something to kill."""
    _until_it_works(lambda: learner.start(data["quiz"], set(data["right"])))
    for slot in learner.answers:
        _until_it_works(lambda s=slot: learner.save(s))
        if not killing.done():
            time.sleep(0.1)
    _until_it_works(learner.hand_in)


def _until_it_works(step: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            step()
        except (OSError, HTTPException, AssertionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def _kill_again_and_again(site: RunningSite, learners: list[Learner]) -> RunningSite:
    """Something dies every few seconds; all is looked at, and started again. The last site."""
    _lead(learners, site)
    for way in islice(cycle(_ways(site)), KILLS):
        time.sleep(random.uniform(1, 4))
        way(site)
        if site.process.poll() is not None:
            _nothing_is_half_done(site)
            site = serve(site.folder, site.environment)
            _lead(learners, site)
    return site


def _lead(learners: list[Learner], site: RunningSite) -> None:
    for learner in learners:
        learner.host = urlsplit(site.url).netloc


def _ways(site: RunningSite) -> list[Callable[[RunningSite], None]]:
    address = site.environment.get("DATABASE_URL")
    kill_site = RunningSite.kill
    if not address:
        return [kill_site]

    def kill_database(_site: RunningSite) -> None:
        """One backend; then PostgreSQL ends them all, and recovers from its log."""
        with suppress(psycopg.OperationalError), psycopg.connect(address) as connection:
            query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            pids = [pid for (pid,) in connection.execute(f"{query} AND pid != pg_backend_pid()")]
            os.kill(random.choice(pids), signal.SIGKILL)

    return [kill_site, kill_database]


def _nothing_is_half_done(site: RunningSite) -> None:
    """As the database stands with everything dead: each fact with all that belongs to it."""
    for row in json.loads(site.manage(*READ)):
        is_done = row["state"] == "graded"
        assert row["ticks"] == row["certificates"] == int(is_done), row
        assert row["enrolment"] == ("completed" if is_done else "active"), row
