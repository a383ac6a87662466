"""Everything that is due; the only cron line."""

import logging
from collections.abc import Callable
from functools import partial

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.bulk import jobs
from certificates.holders.reminders import remind_expiring
from certificates.issuer import status
from certificates.services import prepare_overdue
from certificates.signing_again import sign_what_is_left
from courses.assessment import regrade_run
from courses.assessment.folding import count_attempts
from courses.assessment.services import end_overdue
from courses.learning.services import end_teach_outs
from courses.manuals.printing import print_stale
from courses.payments.reconciliation import reconcile_daily
from courses.people import mail
from courses.reports.organisations import jobs as organisation_jobs
from courses.rosters import printing_cards, rosters
from courses.studio import question_transfer
from home.privacy import retention

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run everything that is due: teach-outs, certificates, letters, clean-up."

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        steps: dict[str, Callable[[], object]] = {
            "Attempts handed in as their time was up": lambda: end_overdue(now=now),
            "Learners moved at the end of a teach-out": lambda: end_teach_outs(today=today),
            "Certificates prepared again": lambda: prepare_overdue(now=now),
            "Certificates signed again": sign_what_is_left,
            "Status lists signed": lambda: status.sign_due(now=now),
            "Holders reminded before the end": lambda: remind_expiring(now=now),
            "Bulk jobs taken up again": lambda: jobs.resume(now=now),
            "Attempts counted for the analysis": count_attempts,
            "Regrades taken up again": lambda: regrade_run.resume(now=now),
            "Imports of questions taken up again": lambda: question_transfer.resume(now=now),
            "Jobs of organisations taken up again": lambda: organisation_jobs.resume(now=now),
            "Lists of people taken up again": lambda: rosters.resume(now=now),
            "Sheets of cards made again": lambda: printing_cards.resume(now=now),
            "Manuals printed": print_stale,
            "Letters queued again": lambda: mail.put_back(now=now),
            "Orders compared with Stripe": lambda: reconcile_daily(now=now),
            "Pages published or unpublished on schedule": self._publish_scheduled,
            **{rule.step: partial(rule.run, now) for rule in retention.RULES},
        }
        failed = [name for name, step in steps.items() if not self._run(name, step)]
        if failed:
            raise CommandError(f"Failed, see the log: {', '.join(failed)}")

    def _run(self, name: str, step: Callable[[], object]) -> bool:
        """One step that fails keeps none of the others from running."""
        try:
            self.stdout.write(f"{name}: {step()}")
        except Exception:
            logger.exception("run_due: %s", name)
            return False
        return True

    def _publish_scheduled(self) -> str:
        call_command("publish_scheduled", verbosity=0)
        return "yes"
