"""The certificates in the Wagtail admin; there is no way to add, edit or delete one."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from . import waiting
from .bulk import urls as bulk
from .models import Certificate
from .poster import gate_poster
from .registrar import CertificateIndexView, CertificateInspectView, ReplaceView, RevokeView


class RegistrarMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        policy = policy_registry.get_by_type(Certificate)
        return policy.user_has_any_permission(request.user, ("view", "change"))


class ChangeMenuItem(MenuItem):
    """Of what only those can open who may revoke and replace."""

    def is_shown(self, request) -> bool:
        policy = policy_registry.get_by_type(Certificate)
        return policy.user_has_permission(request.user, "change")


class CertificateViewSet(ViewSet):
    name = "certificates"
    url_namespace = "certificates_registrar"  # "certificates" are the public pages
    icon = "clipboard-list"
    menu_label = _("Certificates")
    menu_order = 220
    menu_item_class = RegistrarMenuItem
    add_to_admin_menu = True

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            **{
                "index_url_name": self.get_url_name("index"),
                "index_results_url_name": self.get_url_name("index_results"),
                "inspect_url_name": self.get_url_name("inspect"),
                "header_icon": self.icon,
                **kwargs,
            }
        )

    def get_urlpatterns(self) -> list:
        index = self.construct_view(CertificateIndexView)
        results = self.construct_view(CertificateIndexView, results_only=True)
        return [
            path("", index, name="index"),
            path("results/", results, name="index_results"),
            path("gate-poster.pdf", gate_poster, name="gate_poster"),
            path("<int:pk>/", self.construct_view(CertificateInspectView), name="inspect"),
            path("<int:pk>/revoke/", RevokeView.as_view(), name="revoke"),
            path("<int:pk>/replace/", ReplaceView.as_view(), name="replace"),
            path("waiting/", waiting.show, name="waiting"),
            path("waiting/<int:pk>/try/", waiting.try_again, name="try_again"),
            *bulk.urlpatterns,
        ]
