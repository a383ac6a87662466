"""Write a course to files."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Locale

from courses.catalogue.models import CoursePage
from courses.exchange.export import export


class Command(BaseCommand):
    help = "Write what is live of the course SLUG to the folder PATH (see docs/course-format.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The last part of the course's address.")
        parser.add_argument("path", help="A new or empty folder, or an earlier export.")

    def handle(self, *args, slug: str, path: str, **options) -> None:
        page = CoursePage.objects.filter(slug=slug, locale=Locale.get_default()).first()
        if page is None:
            raise CommandError(f"There is no course “{slug}”.")
        report = export(page, path)
        if report.refused:
            raise CommandError("\n".join(str(row) for row in report.refused))
        if options["verbosity"]:
            for row in report.rows:
                self.stdout.write(str(row))
