"""What the command that loads a course releases, and how."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.models import CoursePage, Edition
from tests.courses.exchange import folder
from tests.courses.exchange.folder import COURSE, FILES

pytestmark = pytest.mark.django_db

UNTIL = timezone.localdate() + timedelta(days=60)


def load(path, *options: str) -> None:
    call_command("load_course", str(path), *options, verbosity=0)


def test_a_material_change_is_released_with_its_day(tmp_path) -> None:
    load(folder.write(tmp_path), "--release")
    folder.write(tmp_path, {**FILES, COURSE: {**FILES[COURSE], "validity_months": 12}})
    load(tmp_path, "--release-material", UNTIL.isoformat())
    first, second = Edition.objects.order_by("number")
    assert (first.material, second.material, second.teach_out_on) == (False, True, UNTIL)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("soon", "is no day such as 2027-03-31"),
        ("2027-02-30", "is no day such as 2027-03-31"),
        (date(2020, 1, 1).isoformat(), "still to come"),
    ],
)
def test_a_day_that_is_none_or_is_over_is_refused_before_anything_is_loaded(
    tmp_path, day, why
) -> None:
    with pytest.raises(CommandError, match=why):
        load(folder.write(tmp_path), "--release-material", day)
    assert not CoursePage.objects.exists()


def test_a_dry_run_releases_nothing(tmp_path) -> None:
    with pytest.raises(CommandError):
        load(folder.write(tmp_path), "--dry-run", "--release-material", UNTIL.isoformat())
    assert not Edition.objects.exists()
