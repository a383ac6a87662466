"""Certificates: how many a second, and whether a million make verifying any slower.

``python -m tests.bench.certificates [--postgres]`` makes a database of its own; what it prints is
processor time of one process, so for one core.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.migrated import ROOT
from tests.running_site import new_database

from .server import environment


def main() -> int:
    server = os.environ.get("DATABASE_URL")
    if "--postgres" in sys.argv and not server:
        again = [sys.executable, "-m", "tests.bench.certificates", "--postgres"]
        return subprocess.call([sys.executable, "tests/with_postgres.py", *again], cwd=ROOT)
    with tempfile.TemporaryDirectory(prefix="lms-bench-") as name:
        folder = Path(name)
        with new_database(folder, server if "--postgres" in sys.argv else None) as address:
            command = [sys.executable, "-m", "tests.bench.issued"]
            variables = environment(folder, folder / "cache", address)
            return subprocess.call(command, cwd=ROOT, env=variables)


if __name__ == "__main__":
    sys.exit(main())
