"""New cards on paper. The PIN is known while they are printed, and to nobody afterwards."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone

from courses.people import looking
from courses.people.models import Person
from courses.people.organisations import Organisation
from lms.users.models import User

from . import card_files, password_cards
from .access import people_for_cards
from .card_sheet import sheet_pdf
from .cards import VALID_FOR, CardSheet, ClaimCard, SheetState, hash_of, new_code, new_pin

logger = logging.getLogger(__name__)

QUEUE = "rosters"
MOST_CARDS = 800  # a hundred pages
FILE_KEPT_FOR = timedelta(hours=1)
SHEET_KEPT_FOR = timedelta(days=1)
CARD_KEPT_FOR = timedelta(days=90)  # after its end
LONGEST_WORK = timedelta(minutes=10)


def begin(
    *, by: User, organisation: Organisation, people: "QuerySet[Person, Person]", **fields: Any
) -> CardSheet:
    """Have cards made for these, at most 800; the cards they have stop working then."""
    keys = list(people.values_list("pk", flat=True)[:MOST_CARDS])
    with transaction.atomic():
        sheet = CardSheet.objects.create(by=by, organisation=organisation, people=keys, **fields)
        transaction.on_commit(lambda: work.enqueue(str(sheet.uuid)), robust=True)
    return sheet


def without_card(people: "QuerySet[Person, Person]") -> "QuerySet[Person, Person]":
    return people.exclude(pk__in=ClaimCard.objects.open().values("person"))


@task(queue_name=QUEUE)
def work(uuid: str) -> None:
    """Done twice, the second sheet's cards are the ones that work, as it is the file that stays."""
    sheet = CardSheet.objects.filter(uuid=uuid, state=SheetState.WAITING).first()
    if sheet is None:
        return
    try:
        make(sheet=sheet)
    except Exception:
        CardSheet.objects.filter(pk=sheet.pk).update(state=SheetState.FAILED)
        logger.exception("Cards %s", sheet.uuid)


def make(*, sheet: CardSheet) -> None:
    """First the file, then the cards: paper whose cards were not kept is worthless, and says so
    when somebody tries it, while a card without paper locks nobody in."""
    rows = _people_of(sheet).filter(pk__in=sheet.people)
    found = {person.pk: person for person in rows.select_related("guardian_consent")}
    people = [found[key] for key in sheet.people if key in found]
    now = timezone.now()
    pins = [new_pin() for _person in people]
    cards = [_card(sheet, person, pin, now) for person, pin in zip(people, pins, strict=True)]
    pdf = sheet_pdf(list(zip(cards, pins, strict=True)), now)
    with transaction.atomic():
        card_files.write(sheet, pdf)
        ClaimCard.objects.open(now).filter(person__in=people).update(voided_at=now)
        ClaimCard.objects.bulk_create(cards)
        _note(sheet, people)
        done = {"state": SheetState.READY, "made_at": now}
        CardSheet.objects.filter(pk=sheet.pk).update(**done)


def _people_of(sheet: CardSheet) -> "QuerySet[Person, Person]":
    """For whom its cards may be printed, also by now."""
    if sheet.is_for_password:
        return password_cards.people_for_passwords(sheet.organisation)
    return people_for_cards(sheet.organisation)


def _note(sheet: CardSheet, people: list[Person]) -> None:
    if sheet.is_for_password:
        password_cards.note_printed(sheet=sheet, people=people)
    else:
        keys = [person.pk for person in people]
        looking.note(by=sheet.by, people=keys, what=looking.What.CARD)


def _card(sheet: CardSheet, person: Person, pin: str, now: datetime) -> ClaimCard:
    code = new_code()
    return ClaimCard(
        person=person,
        code=code,
        pin_hash=hash_of(code, pin),
        expires_at=now + (password_cards.VALID_FOR if sheet.is_for_password else VALID_FOR),
        is_for_password=sheet.is_for_password,
    )


def resume(*, now: datetime) -> int:
    """Queue again the sheets whose worker died; how many."""
    stuck = CardSheet.objects.filter(state=SheetState.WAITING, created_at__lt=now - LONGEST_WORK)
    found = list(stuck.values_list("uuid", flat=True))
    for uuid in found:
        work.enqueue(str(uuid))
    return len(found)


def clean_up(*, now: datetime) -> int:
    """Delete files after an hour, sheets after a day, cards 90 days after their end."""
    CardSheet.objects.filter(created_at__lt=now - SHEET_KEPT_FOR).delete()
    old = now - CARD_KEPT_FOR
    ended = Q(expires_at__lt=old) | Q(claimed_at__lt=old) | Q(voided_at__lt=old)
    ClaimCard.objects.filter(ended).delete()
    since = now - FILE_KEPT_FOR
    fresh = CardSheet.objects.filter(made_at__gte=since).values_list("uuid", flat=True)
    return card_files.keep_only({str(uuid) for uuid in fresh}, before=since)
