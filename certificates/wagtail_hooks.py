"""What this app adds to the Wagtail admin."""

from django.contrib.auth.models import Permission
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .designs.viewset import CertificateTemplateViewSet
from .viewsets import CertificateViewSet

register_snippet(CertificateTemplateViewSet)


@hooks.register("register_admin_viewset")
def register_certificates() -> CertificateViewSet:
    return CertificateViewSet()


@hooks.register("register_permissions")
def register_permissions():
    """So that an administrator can give them to other groups too."""
    return Permission.objects.filter(
        content_type__app_label="certificates", content_type__model="certificate"
    )
