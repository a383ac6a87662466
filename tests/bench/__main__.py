"""Measure the running site over HTTP and print a table."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from hashlib import pbkdf2_hmac
from multiprocessing import get_context
from pathlib import Path
from time import process_time

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from tests.migrated import ROOT
from tests.running_site import new_database

from . import table
from .measure import Measured, measure
from .operations import FLOOR, OPERATIONS, Operation, Site
from .server import BARE, SITE, environment, serving

SIZES = (200, 20_000)
SECONDS = 2.0
QUICK_SECONDS = 0.7
MEMORY = Path("/dev/shm")  # noqa: S108 (a cache server has no disk to wait for either)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="200 learners only, less time each")
    parser.add_argument("--postgres", action="store_true", help="on a throw-away PostgreSQL")
    parser.add_argument("--only", default="", metavar="WORD", help="operations with this word")
    return parser.parse_args()


def main() -> int:
    chosen = arguments()
    if chosen.postgres and "DATABASE_URL" not in os.environ:
        again = [sys.executable, "-m", "tests.bench", *sys.argv[1:]]
        return subprocess.call([sys.executable, "tests/with_postgres.py", *again], cwd=ROOT)
    operations = [one for one in OPERATIONS if is_asked_for(one, chosen.only)]
    database = os.environ.get("DATABASE_URL") if chosen.postgres else None
    seconds = QUICK_SECONDS if chosen.quick else SECONDS
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as client:
        for learners in SIZES[:1] if chosen.quick else SIZES:
            title = f"{learners:,} learners, {'PostgreSQL' if database else 'SQLite'}"
            measured = run(learners, database, operations, client, seconds)
            for line in table.lines(title, measured):
                say(line)
    say(f"A sign-in also hashes the password: {hash_cost():.0f} ms of CPU, slow on purpose.")
    return 0


def is_asked_for(operation: Operation, word: str) -> bool:
    """What takes minutes to prepare is measured by its name only."""
    return word in operation.name and bool(word or not operation.attempts)


def run(
    learners: int,
    database: str | None,
    operations: list[Operation],
    client: Executor,
    seconds: float,
) -> Iterator[Measured]:
    """Everything with so many learners, one after the other."""
    attempts = max((operation.attempts for operation in operations), default=0)
    with (
        new_folder() as folder,
        new_folder(MEMORY if MEMORY.is_dir() else None) as cache,
        measured_site(folder, cache, database, learners, attempts) as (site, variables, address),
    ):
        common = {"cache": cache / "default", "client": client, "seconds": seconds}
        with serving(BARE, variables, folder / "bare.log") as server:
            yield measure(FLOOR, site, server, **common)
        with serving(SITE, variables, folder / "site.log", address) as server:
            for operation in operations:
                yield measure(operation, site, server, **common)
        errors = (folder / "site.log").read_text()
        assert "Error" not in errors, errors


@contextmanager
def new_folder(within: Path | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lms-bench-", dir=within) as name:
        yield Path(name)


@contextmanager
def measured_site(
    folder: Path, cache: Path, database: str | None, learners: int, attempts: int
) -> Iterator[tuple[Site, dict[str, str], str | None]]:
    """A filled database with its static files; what clients know, environment and address."""
    with new_database(folder, database) as address:
        variables = environment(folder, cache, address)
        file = folder / "site.json"
        for command in (
            ("manage.py", "collectstatic", "--noinput", "--verbosity", "0"),
            ("-m", "tests.bench.data", str(learners), str(attempts), str(file)),
        ):
            subprocess.run([sys.executable, *command], cwd=ROOT, env=variables, check=True)
        yield json.loads(file.read_text()), variables, address


def hash_cost() -> float:
    """Milliseconds of one password hash as production makes it."""
    started = process_time()
    pbkdf2_hmac("sha256", b"password", b"salt", PBKDF2PasswordHasher.iterations)
    return 1000 * (process_time() - started)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
