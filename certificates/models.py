"""Proof that outlives the course, the account and the office that issued it."""

import uuid
from datetime import date
from functools import cached_property
from typing import ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.editions.models import AppendOnlyError, AppendOnlyMixin
from courses.learning.models import Disclosure
from courses.models import Person

from .bulk.models import BulkItem, BulkJob
from .checking.models import ListCheck, PdfHash
from .claims import CODE_LENGTH, full_name, new_code, new_salt
from .designs.models import CertificateDesign, CertificateTemplate, TemplateWording
from .holders.models import CertificateReminder, NameCorrection
from .issuer.models import Achievement, IssuerKey, KeyState, StatusList
from .states import ENDINGS, EventKind, Reason, State

__all__ = [
    "Achievement",
    "BulkItem",
    "BulkJob",
    "Certificate",
    "CertificateDesign",
    "CertificateEvent",
    "CertificateReminder",
    "CertificateTemplate",
    "IssuerKey",
    "ListCheck",
    "NameCorrection",
    "PdfHash",
    "StatusList",
    "TemplateWording",
]


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def with_ending(self) -> "CertificateQuerySet":
        """With the state in the same query, see ``Certificate.ending``."""
        events = CertificateEvent.objects.filter(certificate=OuterRef("pk")).order_by()
        ending = events.filter(kind__in=tuple(ENDINGS))  # one at most: a_certificate_ends_once
        return self.annotate(ending=Subquery(ending.values("kind")))

    def for_person(self, person: Person | None) -> "CertificateQuerySet":
        return self.filter(holder=person) if person else self.none()

    def current(self) -> "CertificateQuerySet":
        """The last version of each: those that nothing replaced."""
        return self.filter(replacement__isnull=True)

    def standing(self) -> "CertificateQuerySet":
        """Neither ended nor emptied; perhaps expired, perhaps still being prepared."""
        return self.exclude(salt="").exclude(events__kind__in=tuple(ENDINGS))

    def unprepared(self) -> "CertificateQuerySet":
        """Those that wait for their signature, or that it failed for; see ``problem``."""
        return self.standing().filter(prepared_at__isnull=True)

    def unsigned(self) -> "CertificateQuerySet":
        """Issued before certificates were signed."""
        return self.standing().filter(prepared_at__isnull=False, signed_at__isnull=True)

    def distrusted(self) -> "CertificateQuerySet":
        """Still valid, but signed by a key that was reported as compromised."""
        keys = IssuerKey.objects.filter(state=KeyState.COMPROMISED)
        return self.standing().filter(signed_with__in=keys, valid_until__gte=timezone.localdate())


class Certificate(models.Model):
    """Proof of one completion; a replacement is the next version with its own code and number.

    ``claims`` (what it says) and ``wording`` (the labels and dates as printed, in ``locale``) are
    frozen at issue, so that the PDF can be drawn again, the same byte for byte, whatever happens
    to the course. The completion is named by uuid only: no foreign key may take a proof away.
    ``credential`` is the signed document, exactly as signed; ``status_index`` is its bit in the
    list of what was revoked, drawn by lot. ``offline_proof`` is the short form of it that fits
    into a QR code; those signed before there were any have none.

    Personal data: the holder's name in ``claims``, ``credential`` and ``offline_proof``, and the
    link to the person; kept as long as the certificate can be verified, or until the person is
    erased. Then name, salt, what is signed and the hash of the PDF go (they would confirm a
    guessed name), and number, hash and events stay.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code)
    number = models.CharField(_("number"), max_length=20, unique=True)
    completion_uuid = models.UUIDField()
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        null=True,
        on_delete=models.PROTECT,
        related_name="replacement",
    )
    holder = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="certificates"
    )
    claims = models.JSONField()
    wording = models.JSONField()
    salt = models.CharField(max_length=32, default=new_salt)
    claims_hash = models.CharField(max_length=64)
    template_version = models.PositiveSmallIntegerField()
    # Templates 1 and 2 had none.
    design = models.ForeignKey(
        CertificateDesign, null=True, on_delete=models.PROTECT, related_name="certificates"
    )
    locale = models.CharField(_("language"), max_length=12)
    # What the claims are in: another one where the course is not translated into ``locale``.
    claims_locale = models.CharField(max_length=12, editable=False)
    valid_from = models.DateField(_("completed on"))
    valid_until = models.DateField(_("valid until"))
    disclosure = models.CharField(_("verify page"), max_length=10, choices=Disclosure.choices)
    created_at = models.DateTimeField(default=timezone.now)
    prepared_at = models.DateTimeField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    problem = models.CharField(_("what is wrong"), max_length=300, blank=True)
    subject_uuid = models.UUIDField(null=True)
    achievement = models.ForeignKey(
        Achievement, null=True, on_delete=models.PROTECT, related_name="certificates"
    )
    status_list = models.ForeignKey(
        StatusList, null=True, on_delete=models.PROTECT, related_name="certificates"
    )
    status_index = models.PositiveIntegerField(null=True)
    credential = models.TextField(blank=True)
    offline_proof = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_with = models.ForeignKey(
        IssuerKey, null=True, on_delete=models.PROTECT, related_name="certificates"
    )

    objects: ClassVar = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("-pk",)
        default_permissions = ("view", "change")
        constraints = (
            models.UniqueConstraint(
                fields=("completion_uuid", "version"), name="one_certificate_per_version"
            ),
            models.CheckConstraint(
                condition=Q(version=1, supersedes__isnull=True)
                | Q(version__gt=1, supersedes__isnull=False),
                name="a_later_version_replaces_an_earlier_one",
            ),
            models.UniqueConstraint(
                fields=("status_list", "status_index"), name="one_status_bit_per_certificate"
            ),
            models.CheckConstraint(
                condition=Q(status_list__isnull=True, status_index__isnull=True)
                | Q(status_list__isnull=False, status_index__isnull=False),
                name="a_status_bit_has_its_list",
            ),
            models.CheckConstraint(
                condition=Q(credential="")
                | Q(
                    signed_at__isnull=False,
                    signed_with__isnull=False,
                    achievement__isnull=False,
                    status_list__isnull=False,
                ),
                name="a_credential_says_who_signed_it",
            ),
            models.CheckConstraint(
                condition=Q(template_version__lt=3) | Q(design__isnull=False),
                name="a_certificate_of_today_has_a_design",
            ),
        )
        indexes = (
            models.Index(
                fields=("created_at",),
                condition=Q(prepared_at__isnull=True),
                name="unprepared_certificates",
            ),
            models.Index(
                fields=("prepared_at",),
                condition=Q(signed_at__isnull=True),
                name="unsigned_certificates",
            ),
            models.Index(fields=("valid_until",), name="certificates_by_their_end"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Where anybody verifies it."""
        return reverse("certificates:verify", args=[self.code])

    def delete(self, *args, **kwargs) -> NoReturn:
        raise AppendOnlyError("A certificate is revoked, never deleted.")

    @cached_property
    def ending(self) -> str | None:
        """The kind of the event that ended it; ``with_ending`` brings it along."""
        ended = self.events.filter(kind__in=tuple(ENDINGS))
        return ended.values_list("kind", flat=True).first()

    def state_on(self, day: date) -> State:
        if self.ending:
            return ENDINGS[EventKind(self.ending)]
        if self.prepared_at is None:
            return State.BEING_PREPARED
        return State.VALID if day <= self.valid_until else State.EXPIRED

    @property
    def state(self) -> State:
        return self.state_on(timezone.localdate())

    @property
    def holder_name(self) -> str:
        return full_name(self.claims)

    @property
    def is_redacted(self) -> bool:
        return not self.salt

    @property
    def has_failed(self) -> bool:
        """Whether it could not be prepared; ``problem`` says why, and run_due tries again."""
        return self.state == State.BEING_PREPARED and bool(self.problem)

    @property
    def is_protected(self) -> bool:
        return self.disclosure == Disclosure.PROTECTED

    @property
    def has_pdf(self) -> bool:
        """Whether the holder may download it."""
        return self.state in (State.VALID, State.EXPIRED) and not self.is_redacted


class CertificateEvent(AppendOnlyMixin):
    """What happened to a certificate, by whom and why.

    Personal data: who acted, and a note that only registrars read and that goes when the holder
    is erased; the rest is kept as long as the certificate.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("certificate",),
                condition=Q(kind__in=("superseded", "revoked")),
                name="a_certificate_ends_once",
            ),
            models.UniqueConstraint(
                fields=("certificate",),
                condition=Q(kind="issued"),
                name="a_certificate_is_issued_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.certificate} {self.kind}"
