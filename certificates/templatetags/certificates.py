"""How pages show certificates; those of lower apps do it without knowing this one."""

from typing import Any
from uuid import UUID

from django import template

from certificates.holders.reminders import expires_soon
from certificates.models import Certificate
from certificates.wording import study_time

register = template.Library()
register.filter(study_time)
register.filter(expires_soon)


@register.inclusion_tag("certificates/_panel.html")
def certificate_panel(completion_uuid: UUID) -> dict[str, Any]:
    """The certificate of a completion: download and verify, or that it is being prepared."""
    current = Certificate.objects.current().with_ending()
    return {"certificate": current.filter(completion_uuid=completion_uuid).first()}
