from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from courses.editions import freshness  # noqa: PLC0415 (models are ready only now)
        from courses.learning.models import Offering  # noqa: PLC0415
        from courses.people import receivers  # noqa: PLC0415
        from courses.studio import guards  # noqa: PLC0415

        freshness.connect()
        freshness.watch(Offering)
        receivers.connect()
        guards.connect()
