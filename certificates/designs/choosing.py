"""Which design a certificate gets that is issued now."""

from uuid import UUID

from courses.models import Course

from .content import Content, built_in, sha256_of
from .models import CertificateDesign, CertificateTemplate


def design_for(completion_uuid: UUID) -> CertificateDesign:
    """That of the course's template, else of the one for all others, else the issuer's own."""
    template = _template_of(completion_uuid)
    return freeze(template.content() if template else built_in())


def _template_of(completion_uuid: UUID) -> CertificateTemplate | None:
    course = Course.objects.filter(editions__completions__uuid=completion_uuid)
    templates = CertificateTemplate.objects.order_by("pk")
    named = templates.filter(courses__in=course).first()
    return named or templates.filter(is_default=True).first()


def freeze(content: Content) -> CertificateDesign:
    """The one row of this content, whoever wrote it first."""
    row, _created = CertificateDesign.objects.get_or_create(
        sha256=sha256_of(content), defaults={"content": content}
    )
    return row
