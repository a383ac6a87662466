"""The rows of lists of people, cards and shared devices."""

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from courses.models import (
    CardSheet,
    GuardianConsent,
    Membership,
    Organisation,
    Roster,
    RosterInvitation,
)
from courses.people.services import person_for
from courses.rosters import supervising
from courses.rosters.models import Outcome, RosterState
from tests.courses.rosters.holding import PIN, make_holder

from .row import LOGIN, ON, PEOPLE, Row, everybody, get, only, post, signed_in, to
from .world import World

MANAGERS: tuple[str, ...] = ()  # of the organisation here: none of the cast, so nobody gets in


def roster_rows(world: World) -> Iterator[Row]:
    organisation = Organisation.add_root(name="Ministry", may_enrol_minors=True)
    facilitator = world.users["facilitator"]
    Membership.objects.create(person=person_for(user=facilitator), organisation=organisation)
    yield from _managers(organisation)
    yield from _facilitators(world, organisation)
    yield from _lists(world, organisation)
    yield from _sheets(world, organisation)
    yield from _invitation(world, organisation)
    yield from _claiming(world, organisation)
    yield from _device()


def _managers(organisation: Organisation) -> Iterator[Row]:
    minor = make_holder(organisation, number="KE-1").person
    GuardianConsent.objects.create(person=minor, kept_where="Safe")
    yield get("rosters:minors", only(*MANAGERS), organisation.uuid)
    yield get("rosters:consent", only(*MANAGERS), organisation.uuid, minor.uuid)
    yield post("rosters:consent", only(*MANAGERS), organisation.uuid, minor.uuid)
    for name in ("upload", "cards", "passwords", "add_minor"):
        yield get(f"rosters:{name}", only(*MANAGERS), organisation.uuid)
        yield post(f"rosters:{name}", only(*MANAGERS), organisation.uuid)


def _facilitators(world: World, organisation: Organisation) -> Iterator[Row]:
    own, elsewhere, us = world.offering.uuid, world.stranger.offering.uuid, ("facilitator",)
    for name in ("bring", "devices"):
        yield get(f"rosters:{name}", only(*us), own)
        yield get(f"rosters:{name}", only(), elsewhere)
        yield post(f"rosters:{name}", only(), elsewhere)
    file = SimpleUploadedFile("list.csv", b"Family name\nYusuf")
    data = {"file": file, "organisation": organisation.pk}
    yield post("rosters:bring", only(*us, answer=ON), own, data=data, changed_by=us)
    opened = only(*us, answer=to("rosters:card"))
    yield post("rosters:devices", opened, own, data={"hours": "2"}, changed_by=us)
    device, _cookie = supervising.open_device(
        offering=world.offering, by=world.users["facilitator"], hours=1
    )
    back = to("rosters:devices", own)
    yield get("rosters:end", signed_in(back), own, device.uuid)
    ended = only(*us, answer=back)
    yield post("rosters:end", ended, own, device.uuid, changed_by=us)
    yield post("rosters:end", only(), elsewhere, device.uuid)


def _lists(world: World, organisation: Organisation) -> Iterator[Row]:
    """Whoever uploaded it, and nobody else."""
    us = ("facilitator",)
    roster = Roster.objects.create(
        by=world.users["facilitator"],
        organisation=organisation,
        offering=world.offering,
        filename="list.csv",
        content=b"Family name\nYusuf",
        state=RosterState.CHECKED,
    )
    alike = roster.rows.create(line=2, family_name="Yusuf", outcome=Outcome.ALIKE)
    mine, key = to("rosters:roster", roster.uuid), roster.uuid
    yield get("rosters:roster", only(*us), key)
    yield get("rosters:report", only(*us), key)
    done = only(*us, answer=mine)
    how = {"encoding": "utf-8", "separator": ","}
    same = {"row": alike.pk, "is": "same"}
    for name, data in (("read_again", how), ("confirm", {}), ("decide", same)):
        yield get(f"rosters:{name}", signed_in(mine), key)
        yield post(f"rosters:{name}", done, key, data=data, changed_by=us)
    yield get("rosters:cards_of_roster", signed_in(mine), key)
    yield post("rosters:cards_of_roster", done, key)  # nobody of it needs one


def _sheets(world: World, organisation: Organisation) -> Iterator[Row]:
    us = ("facilitator",)
    made = {"state": "ready", "made_at": timezone.now(), "offering": world.offering}
    by = world.users["facilitator"]
    sheet = CardSheet.objects.create(by=by, organisation=organisation, **made)
    yield get("rosters:sheet", only(*us), sheet.uuid)
    gone = only(*us, answer=to("rosters:sheet", sheet.uuid))
    yield get("rosters:download", gone, sheet.uuid)


def _invitation(world: World, organisation: Organisation) -> Iterator[Row]:
    """Whose address it was sent to."""
    us = ("learner",)
    sent = RosterInvitation.objects.create(
        organisation=organisation, roster="", email=world.users["learner"].email
    )
    yield get("rosters:invitation", only(*us), sent.uuid)
    joined = only(*us, answer=to("home:my_learning"))
    yield post("rosters:invitation", joined, sent.uuid, changed_by=us)
    # Whoever has the letter.
    yield get("rosters:decline", everybody(), sent.uuid)
    yield post("rosters:decline", everybody(), sent.uuid, changed_by=PEOPLE)


def _claiming(world: World, organisation: Organisation) -> Iterator[Row]:
    card = make_holder(organisation, world.offering)
    data = {"code": card.shown_code, "pin": PIN}
    yield get("rosters:claim", everybody())
    yield get("rosters:claim_code", everybody(), card.shown_code)
    for name, args in (("rosters:claim", ()), ("rosters:claim_code", (card.shown_code,))):
        right = everybody(to("rosters:account"))
        yield post(name, right, *args, data=data, changed_by=PEOPLE)
    start = everybody(to("rosters:claim"))
    yield get("rosters:account", start)
    yield post("rosters:account", start)
    yield get("rosters:password", start)
    yield post("rosters:password", start)
    yield get("rosters:link", signed_in(to("rosters:account")))
    yield post("rosters:link", start | {"nobody": LOGIN})


def _device() -> Iterator[Row]:
    """On a device that nobody opened."""
    yield get("rosters:card", everybody())
    yield post("rosters:card", everybody())
    yield get("rosters:done", everybody(to("rosters:card")))
    yield post("rosters:done", everybody(to("rosters:card")))
    yield get("rosters:end_here", everybody(to("rosters:card")))
    yield post("rosters:end_here", everybody(to("rosters:card")))
