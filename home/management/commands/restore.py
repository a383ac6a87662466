"""Restore a backup on an empty machine."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.backup import Refused, restore


class Command(BaseCommand):
    help = "Put everything that is in the backup FILE in its place, on an empty machine."
    requires_system_checks = ()  # there may be no table yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        try:
            count = restore(file.resolve())
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored from {file}: the database and {count - 1} files.")
        self.stdout.write("If this program is newer than the backup, run “manage.py migrate” now.")
