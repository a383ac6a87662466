"""What registrars see and do in the Wagtail admin: look up, revoke, replace; nothing else."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from courses.people import looking
from courses.people.written_column import WrittenColumn
from lms.users.models import User

from . import services
from .forms import ReplaceForm, RevokeForm
from .listing import SEARCHED, CertificateFilterSet, searched
from .models import Certificate

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

INSPECT = "certificates_registrar:inspect"


class TickColumn(Column):
    """A box for each, of the form below the list."""

    header_template_name = "certificates/admin/tick_header.html"
    cell_template_name = "certificates/admin/tick_cell.html"


TICK = TickColumn("tick", label=_("Choose"), accessor="number", width="2rem")


def state_of(certificate: Certificate) -> "StrOrPromise":
    return gettext("Could not be prepared") if certificate.has_failed else certificate.state.label


class CertificateIndexView(IndexView):
    model = Certificate
    results_template_name = "certificates/admin/index_results.html"
    filterset_class = CertificateFilterSet
    list_display = (
        "number",
        WrittenColumn("holder", label=_("Holder"), accessor="holder_name"),
        WrittenColumn("title", label=_("Certificate"), accessor=lambda row: row.claims["title"]),
        Column("state", label=_("State"), accessor=state_of),
        "valid_from",
        "valid_until",
    )
    search_fields = SEARCHED

    def _get_title_column(self, field_name, **kwargs):
        return super()._get_title_column(field_name, classname="number", **kwargs)

    @cached_property
    def columns(self):
        return [TICK, *super().columns] if self.may_change else super().columns

    @cached_property
    def may_change(self) -> bool:
        return self.user_has_permission("change")

    def get_base_queryset(self):
        return Certificate.objects.with_ending().defer("credential", "wording")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        note_look(self.request, context["object_list"])
        return context

    def search_queryset(self, queryset):
        return searched(queryset, self.search_query or "")

    @cached_property
    def header_buttons(self):
        """With how many could not be prepared: nobody may have to look for that."""
        failed = Certificate.objects.unprepared().exclude(problem="").count()
        text = gettext("Waiting or failed: %(failed)d") if failed else gettext("Waiting or failed")
        waiting = reverse("certificates_registrar:waiting")
        icon = "warning" if failed else "time"
        buttons = [HeaderButton(text % {"failed": failed}, url=waiting, icon_name=icon)]
        if self.may_change:
            many = reverse("certificates_registrar:bulk")
            buttons.append(HeaderButton(_("Many at once"), url=many, icon_name="tasks"))
        return buttons


def note_look(request: HttpRequest, certificates: Iterable[Certificate]) -> None:
    """So that holders can read on My data that somebody looked."""
    holders = [one.holder_id for one in certificates if one.holder_id]
    looking.note(by=cast(User, request.user), people=holders, what=looking.What.CERTIFICATE)


class CertificateInspectView(InspectView):
    model = Certificate
    template_name = "certificates/admin/inspect.html"
    page_title = _("Certificate")

    def get_object(self, queryset=None):
        return get_object_or_404(Certificate.objects.with_ending(), pk=self.pk)

    @cached_property
    def header_buttons(self):
        if self.object.ending or not self.user_has_permission("change"):
            return []
        revoke = reverse("certificates_registrar:revoke", args=[self.pk])
        replace = reverse("certificates_registrar:replace", args=[self.pk])
        return [
            HeaderButton(_("Replace"), url=replace, icon_name="resubmit", priority=10),
            HeaderButton(_("Revoke"), url=revoke, icon_name="warning", priority=20),
        ]

    def get_fields_context(self):
        """The template shows what matters, not one field after another."""
        return []

    def get_context_data(self, **kwargs):
        note_look(self.request, [self.object])
        events = self.object.events.select_related("by")
        return {**super().get_context_data(**kwargs), "events": events}


class EndCertificateView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """A form that ends a certificate; the service decides whether it may."""

    model = Certificate
    permission_required = "change"
    template_name = "certificates/admin/end.html"
    warning: "StrOrPromise" = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(Certificate.objects.with_ending(), pk=kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        index = reverse("certificates_registrar:index")
        return [
            *super().get_breadcrumbs_items(),
            {"url": index, "label": Certificate._meta.verbose_name_plural},
            {"url": reverse(INSPECT, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        note_look(self.request, [self.object])
        context = super().get_context_data(**kwargs)
        return {**context, "certificate": self.object, "warning": self.warning}

    def form_valid(self, form) -> HttpResponse:
        shown = self.object
        try:
            shown = self.end(form.cleaned_data)
        except services.CertificateEnded:
            messages.error(self.request, gettext("This certificate has already been ended."))
        else:
            messages.success(self.request, gettext("Done. The verify page says so at once."))
        return redirect(INSPECT, shown.pk)

    @property
    def user(self) -> User:
        return cast(User, self.request.user)  # who is not signed in comes never here

    def end(self, cleaned: dict) -> Certificate:
        raise NotImplementedError


class RevokeView(EndCertificateView):
    page_title = _("Revoke")
    header_icon = "warning"
    form_class = RevokeForm
    warning = _("A revoked certificate stays revoked. Its verify page says so, with the reason.")

    def end(self, cleaned: dict) -> Certificate:
        return services.revoke(certificate=self.object, by=self.user, **cleaned)


class ReplaceView(EndCertificateView):
    page_title = _("Replace")
    header_icon = "resubmit"
    form_class = ReplaceForm
    warning = _(
        "The holder gets a new certificate with a new number and code and the same date; this one"
        " is shown as replaced."
    )

    def get_initial(self) -> dict[str, str]:
        claims = self.object.claims
        return {"given_name": claims["given_name"], "family_name": claims["family_name"]}

    def end(self, cleaned: dict) -> Certificate:
        return services.replace(certificate=self.object, by=self.user, **cleaned)
