"""Sign the certificates that were issued before there were signatures."""

from django.core.management.base import BaseCommand, CommandError

from certificates.signing_again import sign_again_all


class Command(BaseCommand):
    help = "Sign certificates that are issued but not signed, or by a key reported as compromised."

    def handle(self, *args, **options) -> None:
        done, failed = sign_again_all()
        self.stdout.write(f"Signed: {done}.")
        if failed:
            raise CommandError(f"{failed} failed, see the log; run this again when it is mended.")
