"""Django's own list for production finds nothing to mend."""

from pathlib import Path

from tests.lms import production


def test_check_deploy_is_clean(tmp_path: Path) -> None:
    checked = production.run(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        STATIC_ROOT=str(tmp_path),
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
    )
    assert checked.returncode == 0, checked.stderr


def test_check_deploy_would_find_a_missing_protection(tmp_path: Path) -> None:
    checked = production.run(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        STATIC_ROOT=str(tmp_path),
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
        SECURE_SSL_REDIRECT="false",
    )
    assert checked.returncode == 1
    assert "security.W008" in checked.stderr
