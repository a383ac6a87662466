"""What is deleted by itself, and when: the one table, which docs/privacy.md shows too."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.management import call_command
from django.db.models import Q, QuerySet
from django.utils import timezone

from certificates.bulk import jobs
from certificates.models import CertificateReminder, NameCorrection
from courses.assessment import forgetting
from courses.feedback.services import forget_words
from courses.models import Person
from courses.people import erasure, looking
from courses.reports.organisations import jobs as organisation_jobs
from courses.rosters import invitations, printing_cards, rosters, supervising
from lms.users import devices

YEAR = timedelta(days=365)
TASKS_KEPT_DAYS = 14


class Rule(NamedTuple):
    """``step`` names it in run_due; ``what`` and ``how_long`` are the words of the docs."""

    step: str
    what: str
    how_long: str
    run: Callable[[datetime], object]


def _forget_names_asked_for(now: datetime) -> int:
    old = NameCorrection.objects.filter(decided_at__lt=now - YEAR)
    named = old.exclude(given_name="", family_name="")
    return named.update(given_name="", family_name="")


def _forget_reminders(now: datetime) -> int:
    ended = timezone.localdate(now) - YEAR
    return CertificateReminder.objects.filter(certificate__valid_until__lt=ended).delete()[0]


def _unclaimed(now: datetime) -> QuerySet[Person]:
    """Put on a list by somebody else, and never came: no account, nothing begun, and for a year
    nobody enrolled them again, gave them a place or a card, or checked how to reach them."""
    since = now - YEAR
    rows = Person.objects.present().filter(user=None, created_at__lt=since)
    begun = Q(enrolments__progress__isnull=False) | Q(enrolments__attempts__isnull=False)
    rows = rows.exclude(begun).exclude(completions__isnull=False)
    rows = rows.exclude(enrolments__enrolled_at__gte=since)
    rows = rows.exclude(entitlements__granted_at__gte=since)
    rows = rows.exclude(seats__given_at__gte=since).exclude(claim_cards__created_at__gte=since)
    day = timezone.localdate(since)
    rows = rows.exclude(memberships__starts_on__gte=day)
    return rows.exclude(memberships__contact_checked_on__gte=day)


def _erase_unclaimed(now: datetime) -> int:
    """Once only: where staff took it back, it is theirs to decide."""
    found = _unclaimed(now).exclude(erasure_requests__isnull=False)
    return erasure.ask_unclaimed(unclaimed=found)


def _erase_due(now: datetime) -> int:
    """Not who is wanted again since a record that nobody claimed was to go."""
    erasure.keep_wanted(unclaimed=_unclaimed(now))
    return erasure.erase_due(now=now)


def _end_sessions(now: datetime) -> str:
    call_command("clearsessions")
    return "yes"


def _prune_tasks(now: datetime) -> str:
    call_command("prune_db_task_results", "--min-age-days", str(TASKS_KEPT_DAYS), verbosity=0)
    return "yes"


RULES = (
    Rule(
        "People erased who asked for it",
        "Account, name and answers of who asked to be erased",
        "14 days after asking (`ERASURE_WAITING_DAYS`)",
        _erase_due,
    ),
    Rule(
        "Unclaimed records erased",
        "Persons on a list who have no account and never began",
        "a year after they were last enrolled or given a place or a card, then the 14 days",
        _erase_unclaimed,
    ),
    Rule(
        "Old answers forgotten",
        "Answers in quizzes, and comments on them",
        "a year after the completion they led to has expired; without one, 3 years",
        lambda now: forgetting.forget_old(now=now),
    ),
    Rule(
        "Old looks forgotten",
        "Who of the staff looked at whose record",
        "a year",
        lambda now: looking.forget(now=now),
    ),
    Rule(
        "Old requests to be erased forgotten",
        "Requests to be erased that were taken back",
        "a year; of a record that nobody claimed, as long as that has no account",
        lambda now: erasure.forget_why(now=now),
    ),
    Rule(
        "Words of learners deleted after a year",
        "Notes on lessons, and comments on courses",
        "a year",
        lambda now: forget_words(today=timezone.localdate(now)),
    ),
    Rule(
        "Names asked for forgotten",
        "Names in requests for a correction that were decided",
        "a year",
        _forget_names_asked_for,
    ),
    Rule(
        "Old reminders forgotten",
        "That a letter was sent before the end of a certificate",
        "a year after that end",
        _forget_reminders,
    ),
    Rule(
        "Files of bulk jobs deleted",
        "Files of many certificates; reports of such jobs",
        "a week; a year",
        lambda now: jobs.clean_up(now=now),
    ),
    Rule(
        "Rows of lists deleted after a week",
        "Lists of people that were uploaded: the file and its rows; numbers stay",
        "a week; the file until it is imported",
        lambda now: rosters.forget(now=now),
    ),
    Rule(
        "Invitations of lists deleted",
        "E-mail addresses on such lists whose owners were invited and did not answer",
        "90 days",
        lambda now: invitations.forget(now=now),
    ),
    Rule(
        "Files of cards deleted",
        "Sheets of claim cards: the file; who asked for it; the cards",
        "an hour; a day; 90 days after their end",
        lambda now: printing_cards.clean_up(now=now),
    ),
    Rule(
        "Visits to shared devices deleted",
        "Who opened a shared device, and who was there",
        "30 days",
        lambda now: supervising.forget(now=now),
    ),
    Rule(
        "Files of organisations deleted",
        "Files that managers had made; that an organisation reminded somebody",
        "a day; three days",
        lambda now: organisation_jobs.clean_up(now=now),
    ),
    Rule(
        "Devices forgotten after their sessions",
        "On which devices somebody is signed in",
        "until the session ends",
        lambda now: devices.forget_ended(),
    ),
    Rule(
        "Old sessions removed",
        "Sessions that have ended",
        "at the next run",
        _end_sessions,
    ),
    Rule(
        "Old task results removed",
        "The queue of tasks and letters, with the errors of failed ones",
        "14 days",
        _prune_tasks,
    ),
)
