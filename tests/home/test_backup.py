"""A backup of one machine, restored on another that is empty."""

import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from home.backup import Refused, restore
from tests.running_site import Machine, machine

MAKE = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.certificates.builders import make_certificate
default_storage.save("pictures/one.txt", ContentFile(b"kept"))
print(make_certificate(given="Zoë", family="Diallo").code)
"""
LOOK = """
import json
from django.core.files.storage import default_storage
from django.test import Client
from certificates.credentials import signing
from certificates.issuer.keys import active
from certificates.models import Certificate
old = Certificate.objects.get(code="%s")
keys = Client(SERVER_NAME="127.0.0.1").get("/.well-known/did.json").json()["verificationMethod"]
key = signing.from_multibase(keys[0]["publicKeyMultibase"])
shown = Client(SERVER_NAME="127.0.0.1").get(f"/verify/{old.code}.json").json()
print(json.dumps({
    "status": shown["status"],
    "holder": shown["holder"],
    "verifies": signing.verify(json.loads(old.credential), key=key),
    "same key": active().row == old.signed_with,
    "file": default_storage.open("pictures/one.txt").read().decode(),
}))
"""


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """The first with what people did, the second with nothing."""
    server = os.environ.get("DATABASE_URL")
    first, second = tmp_path / "first", tmp_path / "second"
    with machine(first, server) as one, machine(second, server, is_empty=True) as other:
        yield one, other


def run(machine: Machine, code: str) -> str:
    return machine.manage("shell", "--no-imports", "-c", code).splitlines()[-1]


@pytest.mark.timeout(300)
def test_a_certificate_issued_before_verifies_after(machines, tmp_path: Path) -> None:
    old, new = machines
    code = run(old, MAKE)
    file = tmp_path / "backup.tar"
    old.manage("backup", str(file))
    assert file.stat().st_mode & 0o077 == 0
    new.manage("restore", str(file))
    assert json.loads(run(new, LOOK % code)) == {
        "status": "valid",
        "holder": {"given_name": "Zoë", "family_name": "Diallo"},
        "verifies": True,
        "same key": True,
        "file": "kept",
    }
    [key] = (new.folder / "keys").glob("*.pem")
    assert key.stat().st_mode & 0o077 == 0
    with pytest.raises(AssertionError, match="people in this database"):
        new.manage("restore", str(file))
    with pytest.raises(AssertionError, match="is there already"):
        old.manage("backup", str(file))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"files": {"media/one.txt": "0" * 64}}, "media/one.txt is damaged in the backup"),
        ({"files": {"keys/gone.pem": "0" * 64}}, "keys/gone.pem is damaged in the backup"),
        ({"database": "oracle"}, "The backup is of oracle"),
        ({"format": 2}, "format 2"),
        ({"files": None}, "not a backup of this program"),
    ],
)
def test_what_is_no_whole_backup_changes_nothing(changes, says, tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT, settings.ISSUER_KEYS_DIR = tmp_path / "media", tmp_path / "keys"
    manifest = {"format": 1, "database": connection.vendor, "files": {}, **changes}
    file = tmp_path / "backup.tar"
    with tarfile.open(file, "w") as tar:
        for name, content in (("manifest.json", json.dumps(manifest)), ("media/one.txt", "one")):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content.encode()))
    with pytest.raises(Refused, match=says):
        restore(file)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.django_db
def test_a_file_that_is_no_archive_is_refused_in_words(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT, settings.ISSUER_KEYS_DIR = tmp_path / "media", tmp_path / "keys"
    file = tmp_path / "letter.txt"
    file.write_text("Dear all")
    with pytest.raises(Refused, match="not a backup of this program"):
        restore(file)
