"""The template of an organisation, which people edit, and the design that a certificate keeps."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import PreviewableMixin

from certificates.wording import OWN_LINES
from courses.editions.models import AppendOnlyMixin, Course
from lms.csp import PreviewMixin

from . import sample
from .content import GREEN, Content, Signatory, made
from .pictures import picture_of
from .rules import no_borrowed_authority, readable_colour


class Language(models.TextChoices):
    """Those that certificates are written in; see ``wordings``."""

    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    ARABIC = "ar", _("Arabic")


class CertificateDesign(AppendOnlyMixin):
    """How certificates look that were issued with it, named by its content; see ``Content``.

    Personal data: name, role and signature of those who sign for an organisation; kept as long as
    certificates that show them.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256[:12]


class CertificateTemplate(PreviewMixin, PreviewableMixin, ClusterableModel):
    """How the certificates of an organisation will look; those that are issued keep their design.

    Pictures are rows, not files: nobody else can fetch a signature.

    Personal data: name, role and signature of those who sign; kept until they are edited away.
    """

    title = models.CharField(
        _("title"),
        max_length=80,
        unique=True,
        help_text=_("For you and your colleagues; it is not printed."),
    )
    organisation = models.CharField(
        _("organisation"),
        max_length=120,
        validators=[no_borrowed_authority],
        help_text=_(
            "In whose name the course is held, as it shall be printed. A certificate never"
            " pretends to be a document of a state or of the United Nations."
        ),
    )
    logo = models.BinaryField(default=bytes)
    logo_alt = models.CharField(
        _("logo in words"),
        max_length=120,
        blank=True,
        help_text=_("For people who cannot see it, like “Logo of Example Aid”."),
    )
    accent = models.CharField(
        _("colour"),
        max_length=7,
        default=GREEN,
        validators=[readable_colour],
        help_text=_("Of headings and frame, like #1c5a4e: dark enough to be read on white."),
    )
    name_1 = models.CharField(_("name"), max_length=80, blank=True)
    role_1 = models.CharField(_("role"), max_length=120, blank=True)
    signature_1 = models.BinaryField(default=bytes)
    name_2 = models.CharField(_("name"), max_length=80, blank=True)
    role_2 = models.CharField(_("role"), max_length=120, blank=True)
    signature_2 = models.BinaryField(default=bytes)
    offline_qr = models.BooleanField(
        _("QR code that works offline"),
        default=False,
        help_text=_(
            "A larger code that proves the certificate without a connection. Whoever scans it can"
            " read what it says."
        ),
    )
    courses = ParentalManyToManyField(
        Course, verbose_name=_("courses"), blank=True, related_name="certificate_templates"
    )
    is_default = models.BooleanField(
        _("for all other courses"),
        default=False,
        help_text=_("For every course that no template names."),
    )

    preview_modes: ClassVar = list(Language.choices)
    default_preview_size = "desktop"
    preview_csp: ClassVar = {"img-src": ["'self'", "data:"]}

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ("title",)
        constraints = (
            models.UniqueConstraint(
                fields=("is_default",),
                condition=Q(is_default=True),
                name="one_default_certificate_template",
                violation_error_message=_(
                    "Another template is for all other courses already: untick it there first."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def content(self) -> Content:
        """What a certificate that is issued now will keep."""
        return made(
            organisation=self.organisation,
            logo=picture_of(bytes(self.logo), self.logo_alt),
            accent=self.accent.lower(),
            signatories=self._signatories(),
            offline_qr=self.offline_qr,
            wording={it.language: it.lines() for it in self.wordings.all()},
        )

    def _signatories(self) -> list[Signatory]:
        rows = (
            (self.name_1, self.role_1, self.signature_1),
            (self.name_2, self.role_2, self.signature_2),
        )
        return [
            {"name": name, "role": role, "signature": picture_of(bytes(signature), "")}
            for name, role, signature in rows
            if name
        ]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "certificates/admin/template_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        language = mode_name or Language.ENGLISH.value
        return {"language": language, "picture": sample.picture(self.content(), language)}


class TemplateWording(models.Model):
    """Lines in an organisation's own words, in one language; an empty one is the usual."""

    template = ParentalKey(CertificateTemplate, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(_("language"), max_length=8, choices=Language.choices)
    heading = models.CharField(
        _("heading"), max_length=60, blank=True, validators=[no_borrowed_authority]
    )
    certifies = models.CharField(
        _("before the name"), max_length=80, blank=True, validators=[no_borrowed_authority]
    )
    has_completed = models.CharField(
        _("before the course"), max_length=80, blank=True, validators=[no_borrowed_authority]
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("wording")
        constraints = (
            models.UniqueConstraint(
                fields=("template", "language"), name="one_wording_per_template_and_language"
            ),
        )

    def __str__(self) -> str:
        return self.get_language_display()

    def lines(self) -> dict[str, str]:
        lines = {key: getattr(self, key) for key in OWN_LINES}
        return {key: line for key, line in lines.items() if line}
