"""Import questions into a bank."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.questions.formats import Unreadable
from courses.questions.import_report import Report
from courses.questions.importing import import_questions
from courses.questions.models import objective_code


class Command(BaseCommand):
    help = "Import the questions of FILE (Moodle XML, GIFT, CSV or XLSX; see docs/quizzes.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="Its name ends with .xml, .gift, .txt, .csv or .xlsx.")
        parser.add_argument(
            "--bank", required=True, help="The name or short name; it is made if it is not there."
        )
        parser.add_argument(
            "--objective", default="1", help="The code for questions whose file says none."
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Write a new draft of questions that are there with other content.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Only say what would be done; change nothing."
        )
        parser.add_argument("--json", action="store_true", help="Write the report as JSON.")

    def handle(self, *args, file: str, bank: str, objective: str, **options) -> None:
        try:
            objective_code(objective)
            report = import_questions(
                bank=bank,
                content=Path(file).read_bytes(),
                filename=file,
                objective=objective,
                replace=options["replace"],
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Unreadable as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from error
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self._print(report, dry_run=options["dry_run"])

    def _print(self, report: Report, *, dry_run: bool) -> None:
        for note in report.notes:
            self.stdout.write(note)
        for row in report.rows:
            self.stdout.write(str(row))
        self.stdout.write(
            f"{report.read} read, {report.imported} imported, {report.unchanged} unchanged,"
            f" {report.skipped} skipped"
        )
        if dry_run:
            self.stdout.write("A dry run: nothing was changed.")
