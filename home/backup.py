"""Everything that cannot be made again, in one file: the database, uploaded files, private keys.

A tar file of ``manifest.json`` (what is in it, and the SHA-256 of each file), ``database``,
``media/…`` and ``keys/…``. Who has it can read all personal data and issue certificates.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "database"
DEBIAN = "/usr/lib/postgresql"


class Refused(Exception):
    """Nothing was changed; the text says what to do."""


def folders() -> dict[str, Path]:
    """What is kept beside the database, by its name in the backup."""
    return {"media": Path(settings.MEDIA_ROOT), "keys": Path(settings.ISSUER_KEYS_DIR)}


# --- back up -----------------------------------------------------------------------------------


def back_up(target: Path) -> int:
    """Write the backup, readable by its owner only; how many files it holds.

    The database first, as it is at one moment: a file uploaded since is in it without its row,
    which does no harm. Raises Refused.
    """
    if target.exists():
        raise Refused(f"{target} is there already; name a file that is not.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            dump = Path(folder) / DATABASE
            _dump(dump)
            count = _pack(unfinished, {DATABASE: dump, **dict(_kept())})
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _kept() -> Iterator[tuple[str, Path]]:
    for name, folder in folders().items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{name}/{path.relative_to(folder).as_posix()}", path


def _pack(target: Path, files: dict[str, Path]) -> int:
    opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    hashes = {}
    with os.fdopen(opened, "wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
        for name, path in files.items():
            hashes[name] = _hash(path)
            tar.add(path, arcname=name, recursive=False)
        manifest = json.dumps(_manifest(hashes)).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(manifest)
        tar.addfile(member, io.BytesIO(manifest))
    return len(files)


def _manifest(hashes: dict[str, str]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "site": settings.BASE_URL,
        "database": connection.vendor,
        "files": hashes,
    }


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


# --- restore -----------------------------------------------------------------------------------


def restore(source: Path) -> int:
    """Put everything in its place on an empty machine; how many files. Raises Refused.

    All is read and compared with its hash before anything is written.
    """
    _refuse_unless_empty()
    with tempfile.TemporaryDirectory(dir=source.parent) as name:
        folder = Path(name)
        files = _unpack(source, folder)
        for name, target in folders().items():
            if (folder / name).exists():
                shutil.copytree(folder / name, target, dirs_exist_ok=True)
        for key in folders()["keys"].glob("*.pem"):
            key.chmod(0o600)
        _load(folder / DATABASE)  # last: where it stops before, it can be begun again
    return files


def _refuse_unless_empty() -> None:
    """Before the tables are made, or after; but with nothing in them that somebody did."""
    tables = connection.introspection.table_names()
    if "users_user" in tables:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM users_user LIMIT 1")
            if cursor.fetchone():
                raise Refused(
                    "There are people in this database; a backup is restored into an empty one. "
                    "Name another in DATABASE_URL."
                )
    for folder in folders().values():
        if folder.exists() and any(path.is_file() for path in folder.rglob("*")):
            raise Refused(f"{folder} is not empty; move away what lies there first.")


def _unpack(source: Path, folder: Path) -> int:
    try:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text())
        hashes, made_by = dict(manifest["files"]), (manifest["database"], manifest["format"])
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{source} is not a backup of this program: {error}") from error
    if made_by != (connection.vendor, FORMAT):
        raise Refused(
            f"The backup is of {made_by[0]}, in format {made_by[1]}; here is {connection.vendor}, "
            f"and format {FORMAT}."
        )
    for name, expected in hashes.items():
        path = folder / name
        if not path.is_file() or _hash(path) != expected:
            raise Refused(f"{name} is damaged in the backup; take another one.")
    return len(hashes)


def _load(dump: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(dump)) as copy:
            copy.backup(connection.connection)
    else:
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            "--exit-on-error",
            f"--dbname={_name()}",
            str(dump),
        )
    connections[DEFAULT_DB_ALIAS].close()


# --- PostgreSQL's programs ---------------------------------------------------------------------


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str) -> None:
    """With the address and the password in the environment, where no process list shows them."""
    connection.close()
    values = connection.settings_dict
    known = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    ours = {name: str(values[key]) for name, key in known.items() if values.get(key)}
    done = subprocess.run(  # noqa: S603 (a program of PostgreSQL's, found by us)
        [_find(program), *arguments],
        env={**os.environ, **ours, "PGDATABASE": _name()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"{program} failed: {done.stderr.strip()}")


def _find(program: str) -> str:
    """From the PATH, else the newest where Debian keeps them."""
    if found := shutil.which(program):
        return found
    kept = Path(DEBIAN).glob(f"*/bin/{program}")
    newest = max(kept, key=lambda path: int(path.parent.parent.name), default=None)
    if newest is None:
        raise Refused(f"{program} is not on this machine: install PostgreSQL's client.")
    return str(newest)
