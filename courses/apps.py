from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex  # noqa: PLC0415 (models are ready only now)

        from courses.assessment.allowances import QuizWindow  # noqa: PLC0415
        from courses.assessment.marks import Regrade  # noqa: PLC0415
        from courses.editions import freshness, languages  # noqa: PLC0415
        from courses.editions.models import VersionUpload  # noqa: PLC0415
        from courses.learning.models import Offering  # noqa: PLC0415
        from courses.manuals import printing  # noqa: PLC0415
        from courses.payments.models import Price  # noqa: PLC0415
        from courses.people import receivers  # noqa: PLC0415
        from courses.rosters import password_cards  # noqa: PLC0415
        from courses.studio import guards  # noqa: PLC0415

        freshness.connect()
        languages.connect()
        freshness.watch(Offering, Price, QuizWindow, Regrade)
        receivers.connect()
        password_cards.connect()
        guards.connect()
        printing.connect()
        ReferenceIndex.register_model(VersionUpload)  # so that Wagtail says why it stays
