"""The task worker killed in the middle of a bulk job: each certificate is issued, and only once."""

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
from tests.running_site import environment_for, new_database

PATIENCE = 240  # seconds for the worker to come to the next kill, or to the end
SEED = 20


@pytest.mark.parametrize(
    ("completions", "kills"), [(50, 2), pytest.param(2000, 20, marks=pytest.mark.soak)]
)
def test_killing_the_worker_issues_each_certificate_once(
    tmp_path: Path, completions: int, kills: int
) -> None:
    chance = random.Random(SEED)
    with new_database(tmp_path, os.environ.get("DATABASE_URL")) as address:
        for issued in sorted(chance.sample(range(1, completions), kills)):
            worker = _start(tmp_path, address, completions)
            _wait_for(issued, worker, tmp_path, address)
            worker.kill()
            worker.communicate()
        written, _errors = _start(tmp_path, address, completions).communicate(timeout=PATIENCE)
    counted = ("certificates", "for completions", "issued", "issued once", "verified", "places")
    assert json.loads(written.splitlines()[-1]) == {
        "job": "done",
        "items": ["done"],
        **dict.fromkeys(counted, completions),
    }


def _start(folder: Path, address: str | None, completions: int) -> subprocess.Popen:
    code = f"from tests.certificates.issuing import work; work({completions})"
    return subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=migrated.ROOT,
        env=environment_for(folder, address),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the worker tells of every task
    )


def _wait_for(issued: int, worker: subprocess.Popen, folder: Path, address: str | None) -> None:
    """Until that many are signed; looked up from beside, as the next moment all may be."""
    deadline = time.monotonic() + PATIENCE
    query = "SELECT count(*) FROM certificates_certificateevent WHERE kind = 'issued'"
    opened = psycopg.connect(address) if address else sqlite3.connect(folder / "db.sqlite3")
    with closing(opened) as connection:
        while connection.execute(query).fetchone()[0] < issued:
            connection.rollback()
            assert worker.poll() is None, "The worker ended before it was killed."
            assert time.monotonic() < deadline, "The worker does not get on."
            time.sleep(0.005)
