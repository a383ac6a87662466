"""Load the starter courses and the demo people; for development only."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.models import Course
from home import demo


class Command(BaseCommand):
    help = "Load the starter courses and demo people (development settings only)."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where a course is already released."
        )

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Demo people exist in development only.")
        if Course.objects.exists():
            if not options["if_empty"]:
                raise CommandError("There is a released course already; nothing was changed.")
            return
        self.stdout.write("Loading the starter courses and the demo people …")
        demo.load()
