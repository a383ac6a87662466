"""For somebody who lost phone, passkeys and recovery codes, after making sure who it is."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from lms.users.models import User


class Command(BaseCommand):
    help = "Remove passkeys, codes of an app and recovery codes from an account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="its e-mail address or user name")

    def handle(self, *args, account: str, **options) -> None:
        user = User.objects.filter(Q(email__iexact=account) | Q(username=account)).first()
        if not user:
            raise CommandError(f"There is no account '{account}'.")
        Authenticator.objects.filter(user=user).delete()
        self.stdout.write("Removed. The next sign-in asks for no second step.")
