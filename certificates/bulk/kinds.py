"""What can be done to many certificates, in one table.

A kind says before anything is done what would happen to each (``plan``), does it to one (``do``,
in a transaction with its item), and ends the job (``finish``). To add one is to add a class here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from certificates import services
from certificates.claims import normalise_number
from certificates.models import Certificate, CertificateQuerySet
from certificates.states import REVOKE_REASONS, Reason
from courses.models import Completion, Offering
from lms.users.models import User

from . import files
from .models import BulkItem, BulkJob, ItemState, Note

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_ITEMS = 20_000  # of an offering; what is more is left for the next job
HEAVY = ("credential", "wording")


class Unwilling(Exception):  # noqa: N818 (says what is the case)
    """This one is left as it is; the argument is the note that says why."""


@dataclass(frozen=True)
class Done:
    certificate: Certificate | None
    detail: str = ""


class Kind:
    takes: str  # "numbers" or "offering": which form asks for what it is done to
    icon = "resubmit"
    asks_reason: tuple[Reason, ...] = ()
    makes_file = False
    title: "StrOrPromise"
    warning: "StrOrPromise"
    verb: "StrOrPromise"  # on the button
    will: "StrOrPromise"
    did: "StrOrPromise"

    def plan(self, wanted: dict[str, Any]) -> Iterator[BulkItem]:
        """An item for each, unsaved, in a fixed number of queries."""
        raise NotImplementedError

    def before(self, job: BulkJob, item: BulkItem) -> None:
        """What takes long and may be done twice: outside the transaction."""

    def do(self, job: BulkJob, item: BulkItem) -> Done:
        """Raises Unwilling where the item is to be left as it is."""
        raise NotImplementedError

    def finish(self, job: BulkJob) -> None:
        """When every item was met; may run again after a crash."""


class Issue(Kind):
    takes, icon = "offering", "plus"
    title = _("Issue what is missing")
    warning = _("Everybody who completed it and has no certificate yet gets one.")
    verb, will, did = _("Issue them"), _("Will be issued"), _("Issued")

    def plan(self, wanted: dict[str, Any]) -> Iterator[BulkItem]:
        issued = Certificate.objects.values("completion_uuid")
        rows = Completion.objects.filter(enrolment__offering=wanted["offering"], voided=None)
        rows = rows.exclude(uuid__in=issued).select_related("person").order_by("pk")
        for completion in rows[:MOST_ITEMS]:
            note = "" if completion.person.full_name else Note.NAMELESS
            yield _item(str(completion.uuid), note)

    def do(self, job: BulkJob, item: BulkItem) -> Done:
        rows = Completion.objects.select_related("person", "enrolment__offering", "edition")
        completion = rows.select_for_update(of=("self",)).get(uuid=UUID(item.target))
        if hasattr(completion, "voided"):
            raise Unwilling(Note.VOIDED)
        if not completion.person.full_name:
            raise Unwilling(Note.NAMELESS)
        if services.certificates_of([completion.uuid]):
            raise Unwilling(Note.ISSUED)
        return Done(services.issue(completion=completion))


class OfNumbers(Kind):
    takes = "numbers"

    def plan(self, wanted: dict[str, Any]) -> Iterator[BulkItem]:
        numbers = {typed: normalise_number(typed) for typed in wanted["numbers"]}
        rows = Certificate.objects.with_ending().defer(*HEAVY)
        rows = rows.filter(number__in={number for number in numbers.values() if number})
        found = {row.number: row for row in rows}
        seen: set[str] = set()
        for typed, number in numbers.items():
            target = number or _shortened(typed)
            if target not in seen:
                seen.add(target)
                yield self._planned(target, number, found.get(target))

    def _planned(self, target: str, number: str | None, row: Certificate | None) -> BulkItem:
        if row is None:
            return _item(target, Note.UNKNOWN if number else Note.NOT_A_NUMBER)
        return _item(target, self.refuses(row), row)

    def refuses(self, certificate: Certificate) -> str:
        """The note that says why it is left as it is, or nothing."""
        if certificate.ending:
            return Note.ENDED
        return Note.ERASED if certificate.is_redacted else ""

    def locked(self, item: BulkItem) -> Certificate:
        """As it is now; nobody ends it before we do."""
        certificate = Certificate.objects.select_for_update().get(number=item.target)
        if note := self.refuses(certificate):
            raise Unwilling(note)
        return certificate


class Revoke(OfNumbers):
    icon = "warning"
    asks_reason = REVOKE_REASONS
    title = _("Revoke several")
    warning = _(
        "A revoked certificate stays revoked. Its verify page says so, with the reason. Issued in"
        " error also takes back the completion that it proves."
    )
    verb, will, did = _("Revoke them"), _("Will be revoked"), _("Revoked")

    def do(self, job: BulkJob, item: BulkItem) -> Done:
        how = {"reason": Reason(job.params["reason"]), "note": job.params["note"]}
        return Done(services.revoke(certificate=self.locked(item), by=_actor(job), **how))


class Reissue(OfNumbers):
    title = _("Issue several again")
    warning = _(
        "Each holder gets a new certificate with a new number and code, and the same name and"
        " dates; the old one is shown as replaced."
    )
    verb, will, did = _("Issue them again"), _("Will be issued again"), _("Issued again")

    def refuses(self, certificate: Certificate) -> str:
        note = super().refuses(certificate)
        return note or ("" if certificate.prepared_at else Note.UNPREPARED)

    def do(self, job: BulkJob, item: BulkItem) -> Done:
        old = self.locked(item)
        new = services.replace(
            certificate=old,
            by=_actor(job),
            reason=Reason.REISSUED,
            note=job.params["note"],
            given_name=old.claims["given_name"],
            family_name=old.claims["family_name"],
        )
        return Done(old, new.number)


class OfOffering(Kind):
    """A file of all certificates of an offering."""

    takes, icon, makes_file = "offering", "download", True
    warning = _(
        "The file holds the names of people, in protected certificates too. Keep it where nobody"
        " else reads it, and delete it when it is no longer needed. Here it goes after a week."
    )
    verb, will, did = _("Make the file"), _("Will be in the file"), _("In the file")

    def plan(self, wanted: dict[str, Any]) -> Iterator[BulkItem]:
        for certificate in downloadable(wanted["offering"]).defer(*HEAVY)[:MOST_ITEMS]:
            yield _item(certificate.number, "", certificate)

    def do(self, job: BulkJob, item: BulkItem) -> Done:
        certificate = Certificate.objects.with_ending().get(number=item.target)
        if not certificate.has_pdf:
            raise Unwilling(Note.ERASED if certificate.is_redacted else Note.ENDED)
        return Done(certificate)


class Zip(OfOffering):
    title = _("All PDFs in a ZIP file")

    def before(self, job: BulkJob, item: BulkItem) -> None:
        certificate = Certificate.objects.with_ending().get(number=item.target)
        if certificate.has_pdf:
            files.draw(job, certificate)
        else:
            files.part_of(job, certificate).unlink(missing_ok=True)

    def finish(self, job: BulkJob) -> None:
        files.pack(job, still_there(job).defer(*HEAVY))


class Print(OfOffering):
    title = _("All certificates in one PDF to print")
    icon = "print"

    def finish(self, job: BulkJob) -> None:
        rows = still_there(job).defer("credential")
        files.bind(job, rows.iterator(chunk_size=files.MOST_IN_ONE_FILE))


KINDS: dict[str, Kind] = {
    "issue": Issue(),
    "revoke": Revoke(),
    "reissue": Reissue(),
    "zip": Zip(),
    "print": Print(),
}


def still_there(job: BulkJob) -> CertificateQuerySet:
    """Those of the job that nobody revoked and whose holder was not erased meanwhile."""
    done = job.items.filter(state=ItemState.DONE).values("certificate")
    return Certificate.objects.standing().filter(pk__in=done).order_by("pk")


def downloadable(offering: Offering) -> CertificateQuerySet:
    """The certificates of an offering whose PDF their holders may have."""
    completions = Completion.objects.filter(enrolment__offering=offering)
    rows = Certificate.objects.filter(completion_uuid__in=completions.values("uuid"))
    return rows.standing().filter(prepared_at__isnull=False).exclude(salt="").order_by("pk")


def _actor(job: BulkJob) -> User:
    return cast(User, job.by)  # a job that nobody answers for is stopped before


def _item(target: str, note: str, certificate: Certificate | None = None) -> BulkItem:
    state = ItemState.SKIPPED if note else ItemState.PENDING
    return BulkItem(target=target, note=note, state=state, certificate=certificate)


def _shortened(typed: str) -> str:
    """The start of what was typed in place of a number: it may be a code, or a name."""
    return f"{typed[:4]}…"
