"""The server under measurement: production's, in processes of its own, and what they use."""

import os
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from home.management.commands.serve import SERVER, answers, end
from tests.migrated import ROOT
from tests.running_site import free_port

HOST = "learn.example.org"
SITE, BARE = "lms.wsgi:application", "tests.bench.bare:application"
STARTS_WITHIN = 120  # seconds


def environment(folder: Path, cache: Path, database_url: str | None) -> dict[str, str]:
    """Everything that production asks for."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "SECRET_KEY": "for-measuring-only-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "BASE_URL": f"https://{HOST}",
        "DATABASE_URL": database_url or f"sqlite:///{folder}/db.sqlite3",
        "CACHE_URL": "redis://not.used",
        "BENCH_CACHE": str(cache),
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "EMAIL_FROM": f"no-reply@{HOST}",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "LMS_VAR_DIR": str(folder),
        "ISSUER_NAME": "Example Institute",
        "ISSUER_KEYS_DIR": str(folder / "keys"),
        "BULK_FILES_DIR": str(folder / "bulk"),
        "CARD_FILES_DIR": str(folder / "cards"),
    }


class Server:
    """A running server; ``cpu`` is what it and its database have used so far."""

    def __init__(self, process: subprocess.Popen, port: int, database_url: str | None) -> None:
        self.port = port
        self._roots = [psutil.Process(process.pid)]
        if database_url:
            with psycopg.connect(database_url) as connection:
                backend = psutil.Process(connection.info.backend_pid)
                self._roots.append(backend.parent())

    def cpu(self) -> float:
        """Seconds of processor time, of user and system, ended children included."""
        return sum(_cpu_of(process) for process in _with_children(self._roots))


def _with_children(roots: Iterable[psutil.Process]) -> Iterator[psutil.Process]:
    for root in roots:
        yield root
        yield from root.children(recursive=True)


def _cpu_of(process: psutil.Process) -> float:
    try:
        return sum(process.cpu_times()[:4])  # user, system, and those of ended children
    except psutil.NoSuchProcess:  # its parent has counted it meanwhile
        return 0.0


@contextmanager
def serving(
    application: str, environment: dict[str, str], log: Path, database_url: str | None = None
) -> Iterator[Server]:
    """Starts the server of `manage.py serve`, waits until it answers, and stops it."""
    port = int(free_port())
    command = [application if part == SITE else part for part in SERVER]
    assert application in command
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while not answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The server did not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield Server(process, port, database_url)
    finally:
        end(process)
