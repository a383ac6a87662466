"""20,000 people by one list: checked, imported, killed in the middle, and uploaded again."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests import migrated
from tests.courses.rosters import large
from tests.running_site import environment_for, new_database

PATIENCE = 240  # seconds for the worker to come to the next kill, or to the end
SEED = 6
CHECK_SECONDS, IMPORT_SECONDS = 20, 60


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_twenty_thousand_people_in_a_minute(kind: str) -> None:
    took = large.measure(20_000, kind)
    assert took["check"] < CHECK_SECONDS, took
    assert took["import"] < IMPORT_SECONDS, took
    assert took["people"] == took["enrolments"] == took["members"] == 20_000
    assert took["again"] == {"known": 20_000}
    assert took["check again"] < CHECK_SECONDS, took


@pytest.mark.parametrize(
    ("rows", "kills"), [(3000, 2), pytest.param(20_000, 8, marks=pytest.mark.soak)]
)
def test_killing_the_worker_adds_each_person_once(tmp_path: Path, rows: int, kills: int) -> None:
    chance = random.Random(SEED)
    with new_database(tmp_path, os.environ.get("DATABASE_URL")) as address:
        for done in sorted(chance.sample(range(1, rows // large.BATCH), kills)):
            worker = _start(tmp_path, address, rows)
            _wait_for(done * large.BATCH, worker, tmp_path, address)
            worker.kill()
            worker.communicate()
        written, _errors = _start(tmp_path, address, rows).communicate(timeout=PATIENCE)
    counted = ("people", "members", "enrolments", "rights", "rows done")
    last = json.loads(written.splitlines()[-1])
    assert last == {"state": "done", **dict.fromkeys(counted, rows)}


def _start(folder: Path, address: str | None, rows: int) -> subprocess.Popen:
    code = f"from tests.courses.rosters.large import work; work({rows})"
    return subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=migrated.ROOT,
        env=environment_for(folder, address),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the worker tells of every task
        text=True,
    )


def _wait_for(done: int, worker: subprocess.Popen, folder: Path, address: str | None) -> None:
    """Until that many rows are done, looked up from beside; then a moment, so that the next batch
    is under way."""
    deadline = time.monotonic() + PATIENCE
    query = "SELECT count(*) FROM courses_rosterrow WHERE is_done"
    opened = psycopg.connect(address) if address else sqlite3.connect(folder / "db.sqlite3")
    with closing(opened) as connection:
        while connection.execute(query).fetchone()[0] < done:
            connection.rollback()
            assert worker.poll() is None, "The worker ended before it was killed."
            assert time.monotonic() < deadline, "The worker does not get on."
            time.sleep(0.02)
    time.sleep(0.05)
