"""The site as `make run` serves it, on a free port with data of its own, for tests over HTTP."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import psycopg

from tests import migrated

ROOT = migrated.ROOT
BETWEEN_EMAILS = b"\n" + b"-" * 79 + b"\n"  # how Django's file backend separates them
DEMO_DATA = ("load_demo", "--if-empty")
EVERY_TASK = ("db_worker", "--batch", "--queue-name", "*")
STARTS_WITHIN = 120  # seconds; a laptop that does something else too
ENDS_WITHIN = 60


@dataclass
class Machine:
    """A site with data of its own, on which commands run."""

    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """What a management command prints."""
        return _manage(self.environment, *arguments)


@dataclass
class RunningSite(Machine):
    """Where it is, and what a test may do to it from outside."""

    url: str
    process: subprocess.Popen

    def emails_to(self, address: str) -> list[EmailMessage]:
        """Every e-mail to an address, oldest first."""
        files = sorted((self.folder / "mail").glob("*"), key=lambda file: file.stat().st_mtime_ns)
        parts = [part for file in files for part in file.read_bytes().split(BETWEEN_EMAILS)]
        emails = [message_from_bytes(part, policy=policy.default) for part in parts if part.strip()]
        return [email for email in emails if address in email["To"]]

    def last_email_to(self, address: str, *, containing: str = "", within: float = 30) -> str:
        """The subject and text of the newest e-mail to an address; waits for the task worker."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for email in reversed(self.emails_to(address)):
                text = f"{email['Subject']}\n{email.get_body(('plain',)).get_content()}"
                if containing in text:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"No e-mail to {address} with “{containing}” within {within} s.")

    def log(self) -> str:
        return (self.folder / "serve.log").read_text()

    def stop(self) -> int:
        """As Ctrl-C does, where it still runs; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(ENDS_WITHIN)

    def kill(self) -> None:
        """As a power cut does: every process of it at once, in the middle of whatever it does."""
        whole = psutil.Process(self.process.pid)
        for process in [whole, *whole.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait(ENDS_WITHIN)


@contextmanager
def running_site(
    folder: Path,
    database_url: str | None,
    *,
    data: tuple[str, ...] = DEMO_DATA,
    copied: Path | None = None,
) -> Iterator[RunningSite]:
    """Starts a site in a new database that a command fills, stops it, and drops that database.

    Where there is the folder of such a site, it is copied instead.
    """
    with new_database(folder, database_url) as address:
        environment = environment_for(folder, address)
        if copied:
            shutil.copytree(copied, folder, dirs_exist_ok=True)
        else:
            _manage(environment, *data)
        site = serve(folder, environment)
        try:
            yield site
        finally:
            site.stop()


def demo_to_copy(base: Path) -> Path:
    """The folder of a site with the demo data, in SQLite, on which every task is done.

    Made once for all processes of a test run, which share ``base``: it takes a minute or two.
    """
    made, unfinished = base / "made", base / "unfinished"
    with migrated.one_at_a_time(base):
        if not made.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            with machine(unfinished, None) as first:
                first.manage(*DEMO_DATA)
                first.manage(*EVERY_TASK)
            unfinished.rename(made)
    return made


@contextmanager
def machine(folder: Path, server: str | None, *, is_empty: bool = False) -> Iterator[Machine]:
    """One that nobody visits; an empty one has a database without tables."""
    folder.mkdir()
    with new_database(folder, server, is_empty=is_empty) as address:
        yield Machine(folder, environment_for(folder, address))


def serve(folder: Path, environment: dict[str, str], *arguments: str) -> RunningSite:
    """Start `manage.py serve` on data that is there already, and wait until it answers."""
    port = free_port()
    environment = {**environment, "PORT": port}
    with (folder / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    site = RunningSite(folder, environment, f"http://127.0.0.1:{port}", process)
    deadline = time.monotonic() + STARTS_WITHIN
    while not _answers(site.url):
        if process.poll() is not None or time.monotonic() > deadline:
            site.stop()
            raise AssertionError(f"The site did not start:\n{site.log()}")
        time.sleep(0.1)
    return site


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=2).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
    return done.stdout


def environment_for(folder: Path, database_url: str | None) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ours = {"DJANGO_SETTINGS_MODULE": "lms.settings.e2e", "LMS_VAR_DIR": str(folder)}
    return {**inherited, **ours, **({"DATABASE_URL": database_url} if database_url else {})}


@contextmanager
def new_database(
    folder: Path, server: str | None, *, is_empty: bool = False
) -> Iterator[str | None]:
    """A migrated database of its own; None stands for the SQLite file in the site's folder."""
    if server is None:
        if not is_empty:
            shutil.copy(migrated.sqlite_file(), folder / "db.sqlite3")
        yield None
        return
    template = "template1" if is_empty else migrated.postgres_template(server)
    name = f"site_{uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield migrated.address(server, name)
    finally:
        _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, statement: str) -> None:
    """By a connection of its own: a test may have killed every other."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
