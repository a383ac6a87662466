"""Run a command with DATABASE_URL naming a PostgreSQL cluster that lives as long as the command.

The cluster listens on a Unix socket in a folder of its own and on no network address, so it needs
neither a free port nor a password. PostgreSQL refuses to run as root: then another user runs it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

UNPRIVILEGED = ("postgres", "nobody")
SKIPPED = "SKIPPED: nothing ran on PostgreSQL, because its programs are not on this machine."


def find_programs() -> Path | None:
    """The folder with initdb: from the PATH, else the newest where Debian keeps them."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    kept = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in kept), key=lambda path: int(path.parent.name), default=None)


def identity() -> dict:
    """Whom to run the cluster as, for subprocess: somebody unprivileged, or ourselves."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in UNPRIVILEGED if name in known)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A running cluster; its address."""
    folder = Path(tempfile.mkdtemp(prefix="lms-pg-"))
    who = identity()
    if who:
        shutil.chown(folder, who["user"], who["group"])

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / program, *arguments],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            check=False,
            **who,
        )
        if done.returncode:
            log = folder / "log"
            sys.exit(f"{program} failed. {log.read_text() if log.exists() else ''}")

    data = str(folder / "data")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=on"
    try:
        run("initdb", "-D", data, "-U", "lms", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgresql://lms@{quote(str(folder), safe='')}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    programs = find_programs()
    if programs is None:
        print(f"\n{'=' * 100}\n{SKIPPED}\n{'=' * 100}\n")  # noqa: T201 (a program that speaks)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is stopped
    with cluster(programs) as address:
        environment = {**os.environ, "DATABASE_URL": address}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
