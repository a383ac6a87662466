"""A ministry with two training centres, so that its manager's pages show life; development only.

Everybody comes by the services that everybody uses; only dates are set back, so that somebody is
quiet and something expires.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from certificates.services import issue
from courses.editions import content
from courses.learning import services as learning
from courses.learning.models import EnrolmentState
from courses.models import Completion, Enrolment, ItemProgress, Offering, Organisation, Person
from courses.people import growing, placing
from courses.people.organisations import Membership, Role

MINISTRY, NORTH, SOUTH = "Example Ministry", "Training centre North", "Training centre South"
# Given name, family name, unit, how far: without an account, as from a roster.
ROSTER = [
    ("Ama", "Owusu", NORTH, "half-way"),
    ("Kwame", "Mensah", NORTH, "quiet"),
    ("Fatou", "Ndiaye", NORTH, "finished"),
    ("Ibrahim", "Traoré", NORTH, "expiring"),
    ("ليلى", "حداد", NORTH, "half-way"),
    ("Grace", "Mwangi", SOUTH, "finished"),
    ("Samuel", "Okello", SOUTH, "quiet"),
    ("Chantal", "Uwase", SOUTH, "begun"),
    ("Mateo", "Rojas", SOUTH, "expired"),
    ("Aisha", "Bello", SOUTH, "none"),
]
MONTH = timedelta(days=30)
CONTACT = "Phone +254 700 000 000, every day from 8 to 18"


def load(
    *,
    person: Callable[[str], Person],
    half_way: Callable[[Enrolment], None],
    finish: Callable[[Enrolment], None],
    offering: Offering,
) -> None:
    ministry = growing.add(name=MINISTRY)
    units = {name: growing.add(name=name, parent=ministry) for name in (NORTH, SOUTH)}
    manager = person("manager")
    for role in (Role.MANAGER, Role.BILLING):
        placing.give_role(person=manager, organisation=ministry, role=role)
    placing.give_role(
        person=person("facilitator"),
        organisation=ministry,
        role=Role.FOCAL_POINT,
        contact=CONTACT,
    )
    since = timezone.localdate() - 24 * MONTH
    for name, unit in (("learner", NORTH), ("graduate", SOUTH)):
        placing.join(person=person(name), organisation=units[unit], starts_on=since)
    for number, (given, family, unit, how) in enumerate(ROSTER, start=1):
        somebody = Person.objects.create(given_name=given, family_name=family)
        placing.join(
            person=somebody,
            organisation=units[unit],
            service_number=f"EX-{number:03}",
            starts_on=since,
        )
        if how != "none":
            enrolment = learning.enrol(person=somebody, offering=offering, locale="en")
            _bring(enrolment, how, half_way, finish)
    _moved(units)


def _bring(
    enrolment: Enrolment,
    how: str,
    half_way: Callable[[Enrolment], None],
    finish: Callable[[Enrolment], None],
) -> None:
    if how in ("half-way", "quiet"):
        half_way(enrolment)
    if how == "quiet":
        _set_back(enrolment, timezone.now() - MONTH)
    if how == "finished":
        finish(enrolment)
    if how in ("expiring", "expired"):
        _finished_long_ago(enrolment, days_left=40 if how == "expiring" else -20)


def _set_back(enrolment: Enrolment, moment: datetime) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=moment)
    ItemProgress.objects.filter(enrolment=enrolment).update(completed_at=moment)


def _finished_long_ago(enrolment: Enrolment, *, days_left: int) -> None:
    """With a certificate whose dates are those of the completion."""
    at = timezone.now() - 23 * MONTH
    items = content.outline(enrolment.edition, "en").items
    ItemProgress.objects.bulk_create(
        ItemProgress(enrolment=enrolment, item_uuid=item.uuid, evidence="passed") for item in items
    )
    _set_back(enrolment, at)
    Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.COMPLETED)
    completion = Completion.objects.create(
        enrolment=enrolment,
        person=enrolment.person,
        edition=enrolment.edition,
        completed_at=at,
        valid_until=timezone.localdate() + timedelta(days=days_left),
    )
    issue(completion=completion)


def _moved(units: dict[str, Organisation]) -> None:
    """Somebody who came from the other centre today."""
    membership = Membership.objects.members().get(person__family_name="Uwase")
    placing.move(membership=membership, to=units[NORTH])
