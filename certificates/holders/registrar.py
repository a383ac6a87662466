"""Names that holders asked to correct, as registrars see and decide them in the Wagtail admin."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from certificates import services
from certificates.models import Certificate, NameCorrection
from certificates.registrar import note_look
from certificates.viewsets import ChangeMenuItem
from courses.people.written_column import WrittenColumn
from lms.users.models import User

from . import corrections
from .forms import APPROVE, DecisionForm
from .models import Decision, Refusal

INDEX, DECIDE = "certificates_corrections:index", "certificates_corrections:decide"


class OfRegistrars(PermissionCheckedMixin):
    """For whoever may replace a certificate: to approve is to do that."""

    permission_required = "change"

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Certificate)


class CorrectionIndexView(OfRegistrars, IndexView):
    model = NameCorrection
    any_permission_required = None
    page_title = _("Name corrections")
    template_name = "certificates/admin/corrections.html"
    list_display = (
        TitleColumn(
            "certificate",
            label=_("Certificate"),
            accessor="certificate.number",
            get_url=lambda row: reverse(DECIDE, args=[row.pk]),
        ),
        WrittenColumn("now", label=_("Name now"), accessor="certificate.holder_name"),
        WrittenColumn("asked", label=_("Name asked for"), accessor="__str__"),
        "asked_at",
    )

    def get_base_queryset(self):
        return NameCorrection.objects.waiting().select_related("certificate")


class DecideView(OfRegistrars, WagtailAdminTemplateMixin, FormView):
    """Both names side by side, and what becomes of it."""

    page_title = _("Name correction")
    header_icon = "edit"
    template_name = "certificates/admin/decide.html"
    form_class = DecisionForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = NameCorrection.objects.select_related("certificate")
        self.object = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return self.object.certificate.number

    def get_breadcrumbs_items(self):
        index = {"url": reverse(INDEX), "label": _("Name corrections")}
        here = {"url": "", "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), index, here]

    def get_context_data(self, **kwargs):
        note_look(self.request, [self.object.certificate])
        is_waiting = self.object.decision == Decision.WAITING
        context = super().get_context_data(**kwargs)
        return {**context, "correction": self.object, "is_waiting": is_waiting}

    def form_valid(self, form) -> HttpResponse:
        try:
            self._decide(form.cleaned_data["decision"])
        except corrections.NotWaiting:
            messages.error(self.request, gettext("This was decided or taken back already."))
        except services.CertificateEnded:
            said = gettext("The certificate was revoked or replaced since. Refuse the request.")
            messages.error(self.request, said)
            return redirect(DECIDE, self.object.pk)
        else:
            messages.success(self.request, gettext("Done. The holder is told."))
        return redirect(INDEX)

    def _decide(self, decision: str) -> None:
        asked = self.object
        by = cast(User, self.request.user)  # who is not signed in comes never here
        if decision == APPROVE:
            corrections.approve(correction=asked, by=by)
        else:
            corrections.refuse(correction=asked, by=by, refusal=Refusal(decision))


class CorrectionViewSet(ViewSet):
    name = "certificate-corrections"
    url_namespace = "certificates_corrections"
    icon = "edit"
    menu_label = _("Name corrections")
    menu_order = 221  # below the certificates
    menu_item_class = ChangeMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list:
        index = CorrectionIndexView.as_view(header_icon=self.icon, index_url_name=INDEX)
        return [
            path("", index, name="index"),
            path("<int:pk>/", DecideView.as_view(), name="decide"),
        ]
