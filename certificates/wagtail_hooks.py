"""What this app adds to the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .designs.viewset import CertificateTemplateViewSet
from .holders.registrar import CorrectionViewSet
from .viewsets import CertificateViewSet, RegistrarMenuItem

register_snippet(CertificateTemplateViewSet)


@hooks.register("register_admin_viewset")
def register_certificates() -> CertificateViewSet:
    return CertificateViewSet()


@hooks.register("register_admin_viewset")
def register_corrections() -> CorrectionViewSet:
    return CorrectionViewSet()


@hooks.register("register_admin_menu_item")
def register_gate_poster() -> RegistrarMenuItem:
    url = reverse("certificates_registrar:gate_poster")
    return RegistrarMenuItem(
        _("Gate poster"), url, name="gate-poster", icon_name="doc-full", order=221
    )


@hooks.register("register_permissions")
def register_permissions():
    """So that an administrator can give them to other groups too."""
    return Permission.objects.filter(
        content_type__app_label="certificates", content_type__model="certificate"
    )
