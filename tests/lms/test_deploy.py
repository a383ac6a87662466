"""A deployment with production settings: what Django checks, and the static files."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.lms import production


@pytest.fixture
def manage(tmp_path: Path):
    def manage(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        local = {"STATIC_ROOT": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
        return production.run("manage.py", *arguments, **{**local, **changes})

    return manage


def test_check_deploy_finds_nothing_to_mend(manage) -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr


def test_check_deploy_would_find_a_missing_protection(manage) -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING", SECURE_SSL_REDIRECT="false")
    assert checked.returncode == 1
    assert "security.W008" in checked.stderr


def test_collectstatic_gives_one_stylesheet_with_a_lasting_name(manage, tmp_path: Path) -> None:
    collected = manage("collectstatic", "--noinput", "--verbosity", "0")
    assert collected.returncode == 0, collected.stderr
    (site,) = [path for path in (tmp_path / "css").iterdir() if is_hashed(path, "site", "css")]
    assert "@import" not in site.read_text()
    assert Path(f"{site}.gz").exists()


def test_a_script_imports_others_by_their_lasting_name(manage, tmp_path: Path) -> None:
    manage("collectstatic", "--noinput", "--verbosity", "0")
    (main,) = [path for path in (tmp_path / "js").iterdir() if is_hashed(path, "main", "js")]
    imported = re.findall(r'import\s*"\./(.+?)"', main.read_text())
    assert imported
    for name in imported:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name), name
        assert (tmp_path / "js" / name).exists()


def is_hashed(path: Path, stem: str, suffix: str) -> bool:
    return bool(re.fullmatch(rf"{stem}\.[0-9a-f]{{12}}\.{suffix}", path.name))
