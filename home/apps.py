from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home.privacy import registry, terms  # noqa: PLC0415 (models are ready only now)

        registry.connect()
        terms.connect()
