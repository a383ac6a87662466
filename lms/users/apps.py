from django.apps import AppConfig
from django.db.models.signals import pre_save


class UsersConfig(AppConfig):
    name = "lms.users"
    label = "users"
    verbose_name = "Users"

    def ready(self) -> None:
        from allauth.usersessions.models import UserSession  # noqa: PLC0415  # models are ready now

        from .devices import keep_little  # noqa: PLC0415

        pre_save.connect(keep_little, sender=UserSession)
