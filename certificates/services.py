"""Writes about certificates: each one function, one transaction, safe to repeat."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from courses.editions.wording import policy_in
from courses.learning.models import Disclosure
from courses.models import Completion, CompletionVoided, Person
from lms.users.models import User

from . import claims as said
from .bulk import files
from .bulk.models import BulkJob
from .checking.models import PdfHash
from .designs.choosing import design_for
from .holders.chain import with_newer
from .issuer import status
from .models import Certificate, CertificateEvent, CertificateQuerySet
from .pages import TEMPLATE_VERSION
from .preparing import try_to_prepare
from .states import EventKind, Reason, State
from .tasks import prepare_certificate, sign_status_list
from .wording import printed


class CertificateEnded(ValueError):
    """It was revoked, replaced or emptied before: nothing more can be done to it."""


def certificates_for_person(person: Person) -> CertificateQuerySet:
    """The current certificates of a person, latest first, with their states: one query."""
    return Certificate.objects.for_person(person).current().with_ending()


def certificates_of(completions: Collection[UUID]) -> dict[UUID, Certificate]:
    """The current certificate of each completion, with its state and whether there is a newer
    one of the course: one query, or none for none.
    """
    if not completions:
        return {}
    rows = with_newer(Certificate.objects.current().with_ending())
    rows = rows.filter(completion_uuid__in=completions)
    return {row.completion_uuid: row for row in rows}


@transaction.atomic
def issue(*, completion: Completion) -> Certificate:
    """The certificate of a completion, written with it and prepared after the commit."""
    found = Certificate.objects.filter(completion_uuid=completion.uuid).order_by("version").first()
    if found:
        return found
    person, enrolment = completion.person, completion.enrolment
    completed_on = timezone.localdate(completion.completed_at, person.zone)
    claims = said.build(
        number=said.new_number(completed_on.year),
        given_name=person.given_name,
        family_name=person.family_name,
        policy=policy_in(completion.edition, enrolment.locale),
        edition=completion.edition.number,
        completed_on=completed_on,
        valid_until=completion.valid_until,
        issuer=settings.ISSUER_NAME,
        site=settings.BASE_URL,
    )
    return _write(
        claims,
        completion_uuid=completion.uuid,
        holder=person,
        locale=enrolment.locale,
        disclosure=enrolment.offering.disclosure,
    )


def _write(claims: said.Claims, *, locale: str, **fields: Any) -> Certificate:
    """Freeze claims, words and design, and draw the PDF when the transaction is through."""
    design = design_for(fields["completion_uuid"])
    certificate = Certificate(
        number=claims["number"],
        claims=claims,
        wording=printed(claims, locale, design.content),
        template_version=TEMPLATE_VERSION,
        design=design,
        locale=locale,
        valid_from=date.fromisoformat(claims["completed_on"]),
        valid_until=date.fromisoformat(claims["valid_until"]),
        **fields,
    )
    certificate.claims_hash = said.claims_hash(claims, salt=certificate.salt)
    certificate.save()
    # robust: the completion stands even if the task cannot be enqueued; run_due finds the rest.
    transaction.on_commit(lambda: prepare_certificate.enqueue(certificate.pk), robust=True)
    return certificate


def prepare_overdue(*, now: datetime) -> int:
    """Prepare again what should long be ready; how many are."""
    before = now - timedelta(seconds=settings.CERTIFICATE_RETRY_SECONDS)
    overdue = Certificate.objects.unprepared().filter(created_at__lt=before)
    keys = overdue.order_by("pk").values_list("pk", flat=True)
    return sum(try_to_prepare(certificate_id=key) for key in list(keys))


@transaction.atomic
def revoke(*, certificate: Certificate, by: User, reason: Reason, note: str) -> Certificate:
    """End it for good. Issued in error also voids the completion it proves."""
    locked = _locked(certificate)
    if locked.state == State.REVOKED:
        return locked
    _refuse_ended(locked)
    _end(locked, EventKind.REVOKED, by=by, reason=reason, note=note)
    if reason == Reason.ISSUED_IN_ERROR:
        _void_completion(locked)
    return _locked(locked)


def _void_completion(certificate: Certificate) -> None:
    completion = Completion.objects.filter(uuid=certificate.completion_uuid).first()
    if completion:
        CompletionVoided.objects.get_or_create(
            completion=completion, defaults={"reason": Reason.ISSUED_IN_ERROR}
        )


@transaction.atomic
def replace(
    *,
    certificate: Certificate,
    by: User,
    reason: Reason,
    note: str,
    given_name: str,
    family_name: str,
) -> Certificate:
    """Issue the next version under a new number and code; what was awarded and when stays."""
    locked = _locked(certificate)
    names = {"given_name": given_name, "family_name": family_name}
    number = said.new_number(locked.valid_from.year)
    claims = said.renamed(locked.claims, number=number, **names)
    done = Certificate.objects.filter(supersedes=locked).first()
    if done and done.holder_name == said.full_name(claims):
        return done
    _refuse_ended(locked)
    _end(locked, EventKind.SUPERSEDED, by=by, reason=reason, note=note)
    if reason == Reason.CORRECTED:
        _protect(locked)
    return _write(
        claims,
        completion_uuid=locked.completion_uuid,
        version=locked.version + 1,
        supersedes=locked,
        holder=locked.holder,
        locale=locked.locale,
        disclosure=locked.disclosure,
    )


def _protect(certificate: Certificate) -> None:
    """A name that was corrected may be one that nobody shall find any more."""
    rows = Certificate.objects.filter(pk=certificate.pk)
    rows.update(disclosure=Disclosure.PROTECTED)


@transaction.atomic
def redact(*, person: Person, by: User | None) -> int:
    """Take the name out of every certificate of a person who is erased; how many there were."""
    mine = Certificate.objects.select_for_update().for_person(person).exclude(salt="")
    redacted = list(mine.order_by("pk"))
    PdfHash.objects.filter(certificate__in=redacted).delete()
    made = list(BulkJob.objects.filter(items__certificate__in=redacted).distinct())
    transaction.on_commit(lambda: files.forget(made), robust=True)
    for certificate in redacted:
        certificate.claims = said.redacted(certificate.claims)
        certificate.salt = certificate.pdf_sha256 = ""
        certificate.credential = certificate.offline_proof = ""
        certificate.problem, certificate.holder = "", None  # it may name a letter of the name
        fields = ["claims", "salt", "pdf_sha256", "credential", "offline_proof", "problem"]
        certificate.save(update_fields=[*fields, "holder"])
        certificate.events.update(note="")
        certificate.corrections.all().delete()
        certificate.reminders.all().delete()
        _record(certificate, EventKind.REDACTED, by=by)
    return len(redacted)


def _locked(certificate: Certificate) -> Certificate:
    """As it is now, and nobody else may change it until the transaction ends."""
    return Certificate.objects.select_for_update().get(pk=certificate.pk)


def _refuse_ended(certificate: Certificate) -> None:
    if certificate.ending or certificate.is_redacted:
        raise CertificateEnded(certificate.number)


def _end(certificate: Certificate, kind: EventKind, **how: Any) -> None:
    """Record it, and have the list signed that other people's software reads."""
    _record(certificate, kind, **how)
    if number := certificate.status_list_id:
        status.mark_changed(certificate)
        # robust: run_due signs what no task did.
        transaction.on_commit(lambda: sign_status_list.enqueue(number), robust=True)


def _record(
    certificate: Certificate,
    kind: EventKind,
    *,
    by: User | None,
    reason: str = "",
    note: str = "",
) -> None:
    CertificateEvent.objects.create(
        certificate=certificate, kind=kind, by=by, reason=reason, note=note
    )
