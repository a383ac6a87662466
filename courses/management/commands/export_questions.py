"""Export the published questions of a bank."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.questions.exporting import export_questions
from courses.questions.formats import FORMATS
from courses.questions.import_places import find_bank

STDOUT = "-"


class Command(BaseCommand):
    help = "Write the published questions of a bank, and of the banks below it, to FILE."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="- for standard output, where the format is text.")
        parser.add_argument("--bank", required=True, help="The name or short name.")
        parser.add_argument("--format", required=True, choices=FORMATS)

    def handle(self, *args, file: str, bank: str, format: str, **options) -> None:  # noqa: A002
        found = find_bank(bank)
        if found is None:
            raise CommandError(f"There is no bank “{bank}”.")
        if file == STDOUT and format == "xlsx":
            raise CommandError("XLSX is no text; name a file.")
        written = export_questions(bank=found, format=format)
        for key, reason in written.left_out:
            self.stderr.write(f"Left out: {key}: {reason}")
        if file == STDOUT:
            self.stdout.write(written.content.decode(), ending="")
            return
        try:
            Path(file).write_bytes(written.content)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
