"""How allauth meets our users."""

from allauth.account.adapter import DefaultAccountAdapter

from .models import random_user_name


class AccountAdapter(DefaultAccountAdapter):
    def populate_username(self, request, user) -> None:
        """Keep the e-mail address out of the user name (allauth would copy its first part)."""
        user.username = user.username or random_user_name()
