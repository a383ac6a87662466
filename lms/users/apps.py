from django.apps import AppConfig
from django.db.models.signals import pre_save


class UsersConfig(AppConfig):
    name = "lms.users"
    label = "users"
    verbose_name = "Users"

    def ready(self) -> None:
        """Import what needs models, which are there now."""
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415
        from allauth.usersessions.models import UserSession  # noqa: PLC0415

        from .devices import keep_little  # noqa: PLC0415
        from .second_step import end_other_sessions  # noqa: PLC0415

        pre_save.connect(keep_little, sender=UserSession)
        authenticator_added.connect(end_other_sessions)
