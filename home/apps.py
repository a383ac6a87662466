from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home import checks  # noqa: F401, PLC0415 (it registers itself)
        from home.privacy import registry, terms  # noqa: PLC0415 (models are ready only now)

        registry.connect()
        terms.connect()
