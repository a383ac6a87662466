"""The keys that sign certificates: make, rotate, list, retire, report as compromised."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.issuer import keys, status
from certificates.issuer.models import IssuerKey
from certificates.signing_again import sign_again_all

NAMED = {"retire", "compromised"}


class Command(BaseCommand):
    help = (
        "make: the first key. rotate: retire the active key and make the next. list: all keys. "
        "retire NAME: sign no more with it. compromised NAME: trust nothing it signed, and sign "
        "again what is still valid."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("action", choices=("make", "rotate", "list", "retire", "compromised"))
        parser.add_argument("name", nargs="?", help="of the key, for retire and compromised")

    def handle(self, *, action: str, name: str | None, **options) -> None:
        if (action in NAMED) != bool(name):
            needs = "the name of a key" if action in NAMED else "no name"
            raise CommandError(f"issuer_keys {action} takes {needs}.")
        try:
            getattr(self, f"_{action}")(*filter(None, [name]))
        except keys.KeyConflict as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"The file of the key cannot be written: {error}") from error

    def _make(self) -> None:
        self._tell_made(keys.make())

    def _rotate(self) -> None:
        self._tell_made(keys.rotate())

    def _tell_made(self, key: IssuerKey) -> None:
        self.stdout.write(f"{key} signs now. Its file: {keys.path_of(key.name)}")
        self.stdout.write("Back it up with “manage.py backup”, apart from the site.")

    def _list(self) -> None:
        for key in IssuerKey.objects.all():
            ended = f", ended {key.ended_at:%Y-%m-%d}" if key.ended_at else ""
            self.stdout.write(f"{key} {key.state}, made {key.made_at:%Y-%m-%d}{ended}")
        if not IssuerKey.objects.exists():
            self.stdout.write("No key yet: run “manage.py issuer_keys make”.")

    def _retire(self, name: str) -> None:
        keys.retire(name)
        self.stdout.write(f"{name} signs no more. Make the next key, or nothing is issued.")

    def _compromised(self, name: str) -> None:
        active = keys.report_compromised(name)
        self.stdout.write(f"{name} is trusted no more; {active} signs now.")
        done, failed = sign_again_all()
        lists = status.sign_due(now=timezone.now())
        self.stdout.write(f"Signed again: {done} certificates and {lists} status lists.")
        if failed:
            raise CommandError(f"{failed} failed, see the log. Then: manage.py sign_certificates")
