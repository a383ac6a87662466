"""For somebody who lost phone, passkeys and recovery codes, after making sure who it is."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from lms.users import second_step
from lms.users.models import User


class Command(BaseCommand):
    help = "Remove passkeys, codes of an app and recovery codes from an account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="its e-mail address or user name")

    def handle(self, *args, account: str, **options) -> None:
        found = User.objects.filter(Q(email__iexact=account) | Q(username__iexact=account))
        users = list(found)
        if not users:
            raise CommandError(f"There is no account '{account}'.")
        if len(users) > 1:
            raise CommandError(
                f"'{account}' is the name of one account and the address of another. Give what "
                "only the one has."
            )
        second_step.remove(user=users[0])
        self.stdout.write("Removed. The next sign-in asks for no second step.")
