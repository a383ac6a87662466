"""Load a course from files, and release it if asked to."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from wagtail.search import index

from courses.catalogue.models import CoursePage
from courses.exchange.load import load
from courses.exchange.report import Action, Report
from courses.studio.release import NothingChanged, NotReady, release


def _day(text: str) -> date:
    """A day that is still to come, as the page of a release asks for. Raises ArgumentTypeError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no day such as 2027-03-31.") from None
    if day <= timezone.localdate():
        raise ArgumentTypeError("Choose a day that is still to come.")
    return day


class Command(BaseCommand):
    help = "Load a course from the files at PATH (see docs/course-format.md); all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="The folder with course.yaml.")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Replace what was edited in Wagtail since it was last loaded.",
        )
        after = parser.add_mutually_exclusive_group()
        after.add_argument(
            "--release", action="store_true", help="Then release the course as an edition."
        )
        after.add_argument(
            "--release-material",
            metavar="UNTIL",
            type=_day,
            help="Release it as a material change: who is in the middle may finish the edition they"
            " are on until that day (2027-03-31), and graduates may take what is new.",
        )
        after.add_argument(
            "--dry-run", action="store_true", help="Only say what would be done; change nothing."
        )

    def handle(self, *args, path: str, **options) -> None:
        report = load(path, overwrite=options["overwrite"], dry_run=options["dry_run"])
        if report.refused:
            for row in report.refused:
                self.stderr.write(str(row))
            raise CommandError("Nothing was changed.")
        if options["verbosity"]:
            self._print(report)
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was changed.")
        if report.course_page:
            # At once: a search must not wait until the task worker has indexed every lesson.
            for page in report.course_page.get_translations(inclusive=True):
                index.insert_or_update_object(page)
        until = options["release_material"]
        if (options["release"] or until) and report.course_page:
            self._release(report.course_page, until, options["verbosity"])

    def _print(self, report: Report) -> None:
        for row in report.rows:
            self.stdout.write(str(row))
        counts = [f"{len(report.of(action))} {action.label}" for action in Action]
        self.stdout.write(", ".join(counts))

    def _release(self, course_page: CoursePage, until: date | None, verbosity: int) -> None:
        try:
            edition = release(
                course_page=course_page, material=until is not None, teach_out_on=until
            )
        except NothingChanged:
            message = "The current edition is the same; there is nothing to release."
        except NotReady as error:
            for finding in error.findings:
                self.stderr.write(finding.message)
            raise CommandError("The course was loaded, but it cannot be released yet.") from error
        else:
            message = f"Released as edition {edition.number}."
        if verbosity:
            self.stdout.write(message)
