"""Back up the database, uploaded files and private keys into one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.backup import Refused, back_up


class Command(BaseCommand):
    help = "Write everything that cannot be made again into FILE. Keep it where only you can read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        try:
            count = back_up(file.resolve())
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Backed up into {file}: the database and {count - 1} files.")
        self.stdout.write("It holds personal data and the keys that sign: keep it locked away.")
