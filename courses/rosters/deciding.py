"""Whom a row is about, and what that means: one rule for the check and for the import, as days may
lie between the two."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from courses.learning.enrol_many import who_lack
from courses.learning.prerequisites import asked_first
from courses.people import looking

from . import invitations
from .access import is_by_manager
from .matching import Known, Match, known_of
from .models import Outcome, Roster, RosterRow

SAME_NAMES = 2


def decide(roster: Roster, rows: Collection[RosterRow]) -> dict[int, str]:
    """Give each row its outcome, on what is there now; the addresses to invite, by line."""
    decider = _Decider(
        roster,
        known_of(roster, rows),
        may_name=is_by_manager(roster),
        letters_left=invitations.letters_left(roster.by),
    )
    _learn_what_is_needed(decider)
    for row in rows:
        decider.decide(row)
        decider.ask_first(row)
    if roster.by:
        looking.note(by=roster.by, people=decider.told, what=looking.What.PEOPLE)
    return decider.addresses


def _learn_what_is_needed(decider: "_Decider") -> None:
    if offering := decider.roster.offering:
        people = {match.person_id for match in decider.known.matches()}
        decider.asked = asked_first(offering)
        decider.lacking = (
            set(who_lack(offering=offering, people=people)) if decider.asked else set()
        )


def refuse(row: RosterRow, reason: str) -> None:
    row.person_id = None
    row.outcome, row.note = Outcome.REFUSED, reason[:400]


@dataclass
class _Decider:
    roster: Roster
    known: Known
    may_name: bool  # only a manager is told whose number it is
    letters_left: int  # of whoever uploaded it, today
    told: set[int] = field(default_factory=set)
    addresses: dict[int, str] = field(default_factory=dict)
    asked: str = ""  # what has to be completed before the offering
    lacking: set[int] = field(default_factory=set)

    def decide(self, row: RosterRow) -> None:
        if row.email:
            self._by_email(row)
        elif match := self.known.by_number.get(row.number):
            self._by_number(row, match)
        elif match := self.known.named(row):
            self._by_name(row, match)
        elif row.is_same:
            refuse(row, _("Whom this row is about has left since. Upload the list again."))
        else:
            row.person_id, row.outcome = None, Outcome.NEW

    def ask_first(self, row: RosterRow) -> None:
        """Who is new has completed nothing; who is invited is asked once they say yes."""
        if not self.asked:
            return
        said = {"courses": self.asked}
        if row.outcome == Outcome.NEW or (
            row.outcome == Outcome.ENROLLED and row.person_id in self.lacking
        ):
            message = _(
                "Has to complete first, and it must be valid today: %(courses)s. Take this row off"
                " the list, or upload it for that course."
            )
            refuse(row, message % said)
        elif row.outcome == Outcome.INVITED and not row.note:
            row.note = (_("Can enrol once they have completed: %(courses)s.") % said)[:400]

    def _by_email(self, row: RosterRow) -> None:
        """The same words whether or not there is an account: who asks does not learn that."""
        if match := self.known.by_email.get(row.email):
            self._found(row, match)
        else:
            self._invite(row, row.email)

    def _by_number(self, row: RosterRow, match: Match) -> None:
        shared = match.names_shared(row)
        if not match.path.startswith(self.roster.organisation.path):
            message = _(
                "This number belongs to somebody in another part of your organisation. Ask there."
            )
            refuse(row, message)
        elif shared == SAME_NAMES or _is_said_to_be(row, match):
            self._with_number(row, match)
        elif not self.may_name:
            message = _(
                "This number belongs to somebody whose name is written otherwise. Correct the"
                " number, or the name, or ask a manager of the organisation."
            )
            refuse(row, message)
        else:
            self._of_another_name(row, match, is_near=bool(shared))

    def _of_another_name(self, row: RosterRow, match: Match, *, is_near: bool) -> None:
        self.told.add(match.person_id)
        name = {"name": match.full_name}
        if is_near and not _is_said_to_be_another(row, match):
            _ask(row, match, _("This number belongs to %(name)s. The same person?") % name)
        else:
            message = _("This number belongs to %(name)s. Correct the number, or the name.")
            refuse(row, message % name)

    def _with_number(self, row: RosterRow, match: Match) -> None:
        """Who left comes back by themselves: a list brings only those who could not say so."""
        if match.is_running:
            self._found(row, match)
            if row.unit and match.path != row.unit.path:
                row.note = _("Is in “%(unit)s” and stays there.") % {"unit": match.unit}
        elif match.may_return:
            row.person_id = match.person_id
            row.outcome, row.note = Outcome.ENROLLED, _("Was here before, and comes back.")
        elif match.email:
            row.note = _("Has left; is asked by e-mail whether to come back.")
            self._invite(row, match.email)
        else:
            message = _("Has left; ask them. They can join again by a new link or code of yours.")
            refuse(row, message)

    def _by_name(self, row: RosterRow, match: Match) -> None:
        """Without a number the same person, so that the same list changes nothing; with one, a
        question for whoever uploads."""
        if not row.number:
            self._found(row, match)
            row.note = _("Somebody of this name is in this unit; if it is another, add a number.")
        elif _is_said_to_be(row, match):
            self._found(row, match)
        elif _is_said_to_be_another(row, match):
            row.person_id, row.outcome = None, Outcome.NEW
        else:
            message = _("Somebody of this name is in this unit without a number. The same person?")
            _ask(row, match, message)

    def _found(self, row: RosterRow, match: Match) -> None:
        row.person_id = match.person_id
        is_in = not self.roster.offering_id or match.person_id in self.known.enrolled
        row.outcome = Outcome.KNOWN if is_in else Outcome.ENROLLED

    def _invite(self, row: RosterRow, email: str) -> None:
        row.person_id = None
        if email in self.known.invited:
            row.outcome, row.note = Outcome.KNOWN, _("Invited before; the invitation is waiting.")
        elif email in self.known.declined:
            refuse(row, _("Does not want to be asked by e-mail again. Give them a link or a code."))
        elif not self.letters_left:
            message = _(
                "Your lists invite no more than %(most)d people a day by e-mail. Upload this one"
                " again tomorrow: who was invited by then is not invited twice."
            )
            refuse(row, message % {"most": settings.INVITATIONS_PER_DAY})
        else:
            self.letters_left -= 1
            row.outcome = Outcome.INVITED
            self.addresses[row.line] = email


def _is_said_to_be(row: RosterRow, match: Match) -> bool:
    return row.is_same is True and row.person_id == match.person_id


def _is_said_to_be_another(row: RosterRow, match: Match) -> bool:
    return row.is_same is False and row.person_id == match.person_id


def _ask(row: RosterRow, match: Match, question: str) -> None:
    """What was said of somebody else is no answer."""
    row.person_id, row.is_same = match.person_id, None
    row.outcome, row.note = Outcome.ALIKE, question
