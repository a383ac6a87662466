"""Everything that is due; the only cron line."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from certificates.services import prepare_overdue
from courses.learning.services import end_teach_outs


class Command(BaseCommand):
    help = "Run everything that is due: teach-outs, unprepared certificates, clean-up."

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        moved = end_teach_outs(today=timezone.localdate(now))
        self.stdout.write(f"Learners moved at the end of a teach-out: {moved}")
        prepared = prepare_overdue(now=now)
        self.stdout.write(f"Certificates prepared again: {prepared}")
        call_command("clearsessions")
        call_command("prune_db_task_results", "--min-age-days", "14", verbosity=0)
        self.stdout.write("Old sessions and task results removed.")
