"""Ask Stripe what we have missed."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courses.payments import gateway
from courses.payments.reconciliation import reconcile


class Command(BaseCommand):
    help = "Ask Stripe what it knows of our orders and we do not; with --mend, settle them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="Settle what differs.")

    def handle(self, *args, mend: bool, **options) -> None:
        try:
            self.stdout.write(reconcile(now=timezone.now(), mends=mend))
        except gateway.NotSetUp:
            raise CommandError(
                "Payment is not set up: STRIPE_SECRET_KEY is not in the environment."
            ) from None
        except gateway.NotAnswered as error:
            raise CommandError(f"Stripe did not answer ({error}). Try again later.") from error
        except gateway.RefusedByStripe as error:
            raise CommandError(f"Stripe refuses ({error}). May the key read events?") from error
