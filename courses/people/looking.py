"""Who of the staff looked at whose record: kept for that person to see."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.users.models import User

from .models import Person

KEPT = timedelta(days=365)


class What(models.TextChoices):
    """What was seen and in which role; a name of staff is shown to nobody, for their safety too."""

    PROGRESS = "progress", _("A facilitator of your course saw how far you are.")
    SUPPORT = (
        "support",
        _("A facilitator of your course looked at what you are given or asked for."),
    )
    ANSWER = "answer", _("A facilitator of your course read an answer of yours, with your name.")
    CERTIFICATE = "certificate", _("A registrar of certificates looked at a certificate of yours.")
    RECORD = "record", _("A registrar found your record in a search for people.")
    MERGING = "merging", _("A registrar compared your record with another one.")
    ORGANISATION = "organisation", _("A manager of your organisation saw your courses.")
    PEOPLE = "people", _("A manager of your organisation saw you in a list of its people.")
    SEATS = "seats", _("Who orders courses for your organisation saw you in a list of seats.")
    EXPORT = "export", _("A manager of your organisation downloaded a list with you in it.")
    CARD = "card", _("Somebody of your organisation had a card printed for you.")
    PASSWORD = (
        "password",
        _("A manager of your organisation had a card printed to choose a new password with."),
    )


class RecordView(models.Model):
    """That somebody of the staff looked at a record, once a day for each kind of look.

    Personal data: who looked at whom, by the day; kept for a year. The person sees the role, never
    the name; whoever answers for the site can find the account in the database.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="record_views")
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    what = models.CharField(max_length=20, choices=What.choices)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        default_permissions = ()
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "by_user", "what", "on"), name="one_look_of_a_kind_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.on}"


def note(*, by: User, people: Iterable[int], what: What) -> None:
    """Keep that these persons (by their keys) were looked at: one query, none for nobody."""
    today = timezone.localdate()
    RecordView.objects.bulk_create(
        [RecordView(person_id=pk, by_user=by, what=what, on=today) for pk in sorted(set(people))],
        ignore_conflicts=True,
    )


def forget(*, now: datetime) -> int:
    """Delete what is older than a year."""
    old = RecordView.objects.filter(on__lt=timezone.localdate(now) - KEPT)
    return old.delete()[0]
