"""A migrated database, made once and then copied: Wagtail's migrations take half a minute.

The SQLite one stays under var/test until a migration or a locked package changes; the PostgreSQL
one lives as long as its cluster.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var/test"
TEMPLATE = "lms_migrated"


def sqlite_file() -> Path:
    """The file to copy."""
    kept = KEPT / f"migrated-{_key()}.sqlite3"
    with one_at_a_time(KEPT):
        if not kept.exists():
            for outdated in KEPT.glob("migrated-*"):
                outdated.unlink()
            unfinished = KEPT / "unfinished.sqlite3"
            unfinished.unlink(missing_ok=True)
            _migrate(f"sqlite:///{unfinished}")
            unfinished.rename(kept)
    return kept


def postgres_template(server: str) -> str:
    """The database to name in CREATE DATABASE … TEMPLATE."""
    with one_at_a_time(KEPT), psycopg.connect(server, autocommit=True) as connection:
        made = "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate"
        if not connection.execute(made, [TEMPLATE]).fetchone():
            connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")  # left unfinished
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
            _migrate(address(server, TEMPLATE))
            connection.execute(f"ALTER DATABASE {TEMPLATE} IS_TEMPLATE true")
    return TEMPLATE


def restore(server: str | None, name: str) -> None:
    """Put the copy back in place of a test database that no connection uses any more."""
    if server is None:
        for beside in ("-wal", "-shm"):
            Path(f"{name}{beside}").unlink(missing_ok=True)
        shutil.copy(sqlite_file(), name)
    else:
        template = postgres_template(server)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def address(server: str, database: str) -> str:
    """That database on the server of an address."""
    return urlsplit(server)._replace(path=f"/{database}").geturl()


def _key() -> str:
    """What a migrated database depends on."""
    files = [ROOT / "requirements.lock", *sorted(ROOT.glob("[!.]*/**/migrations/*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _migrate(database_url: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lms.settings.test",
            "DATABASE_URL": database_url,
        },
        check=True,
    )


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """The processes of pytest-xdist take turns: the first makes it, the others find it made."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
