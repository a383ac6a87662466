"""What the group Finance sees and does in the Wagtail admin."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from courses.learning.prerequisites import asked_first
from lms.users.models import User

from . import gateway, granting
from .folding import State
from .models import Order
from .office import Grant
from .staff_forms import EndGrantForm, GrantForm, RefundForm
from .staff_lists import (
    DifferenceIndexView,
    EventIndexView,
    GrantIndexView,
    OrderIndexView,
)


def sees_orders(request: HttpRequest) -> bool:
    return request.user.has_perm("courses.view_order")


class OrdersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_orders(request)


class OrderInspectView(InspectView):
    model = Order
    template_name = "courses/payments/admin/order.html"
    page_title = _("Order")

    def get_object(self, queryset=None):
        return get_object_or_404(Order.objects.with_all(), pk=self.pk)

    @cached_property
    def header_buttons(self):
        balance = self.object.balance
        can_go_back = balance.is_paid and balance.state != State.DISPUTED
        if not can_go_back or not self.request.user.has_perm("courses.change_order"):
            return []
        url = reverse("finance:refund", args=[self.pk])
        return [HeaderButton(_("Give money back"), url=url, icon_name="undo")]

    def get_fields_context(self):
        """The template shows what matters, not one field after another."""
        return []

    def get_context_data(self, **kwargs):
        more = {
            "refunds": self.object.refunds.select_related("by", "order"),
            "events": self.object.events.all()[:50],
        }
        return {**super().get_context_data(**kwargs), **more}


class FinanceForm(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """A form about money; the service decides."""

    template_name = "courses/payments/admin/form.html"
    model: Any = None
    permission_required = "add"
    back = "finance:index"

    def get_breadcrumbs_items(self):
        index = {"url": reverse("finance:index"), "label": _("Orders")}
        return [*super().get_breadcrumbs_items(), index, {"url": "", "label": self.page_title}]

    @property
    def user(self) -> User:
        return cast(User, self.request.user)  # who is not signed in comes never here


class RefundView(FinanceForm):
    model = Order
    permission_required = "change"
    page_title = _("Give money back")
    header_icon = "undo"
    form_class = RefundForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(Order.objects.with_all(), pk=kwargs["pk"])

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "order": self.object}

    def form_valid(self, form) -> HttpResponse:
        try:
            granting.refund(order=self.object, by=self.user, **form.cleaned_data)
            messages.success(self.request, gettext("Stripe was asked to give the money back."))
        except granting.TooMuch:
            said = gettext("This cannot be given back here: do it in Stripe's dashboard.")
            messages.error(self.request, said)
        except (gateway.NotAnswered, gateway.NotSetUp):
            said = gettext("Stripe did not answer. Send the form again: it counts once.")
            messages.error(self.request, said)
            return self.form_invalid(form)
        except gateway.RefusedByStripe:
            said = gettext("Stripe refuses to give this back: look at it in Stripe's dashboard.")
            messages.error(self.request, said)
        return redirect("finance:inspect", self.object.pk)


class GiveView(FinanceForm):
    model = Grant
    page_title = _("Give a place away")
    header_icon = "pick"
    form_class = GrantForm

    def form_valid(self, form) -> HttpResponse:
        granting.grant(
            person=form.person(),
            offering=form.cleaned_data["offering"],
            reason=form.cleaned_data["reason"],
            by=self.user,
        )
        said = gettext("The place is given: they can enrol now.")
        if asked := asked_first(form.cleaned_data["offering"]):
            said = gettext(
                "The place is given: they can enrol once they have completed %(courses)s."
            )
            said %= {"courses": asked}
        messages.success(self.request, said)
        return redirect("finance:grants")


class GrantInspectView(InspectView):
    model = Grant
    template_name = "courses/payments/admin/grant.html"
    page_title = _("Place given away")
    fields = (
        "person",
        "offering",
        "reason",
        "by",
        "granted_at",
        "ended_at",
        "ended_by",
        "end_reason",
    )

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "form": EndGrantForm()}


@require_POST
@permission_required("courses.change_grant")
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = get_object_or_404(Grant, pk=pk), EndGrantForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Write why the place ends, in at most 300 letters."))
        return redirect("finance:grant", pk)
    by = cast(User, request.user)  # who may change grants is signed in
    granting.end_grant(grant=found, reason=form.cleaned_data["reason"], by=by)
    messages.success(request, gettext("The place has ended. What they completed stays theirs."))
    return redirect("finance:grants")


class FinanceViewSet(ViewSet):
    """Orders are looked at here and never edited."""

    name = "orders"
    url_namespace = "finance"
    icon = "list-ul"
    menu_label = _("Orders")
    menu_order = 230
    menu_item_class = OrdersMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list:
        def index(view, name):
            urls = {"index_url_name": f"finance:{name}", "header_icon": self.icon}
            results = {"index_results_url_name": f"finance:{name}_results"}
            return view.as_view(**urls, **results), view.as_view(
                **urls, **results, results_only=True
            )

        lists = {
            "index": ("", OrderIndexView),
            "events": ("events/", EventIndexView),
            "differences": ("differences/", DifferenceIndexView),
            "grants": ("grants/", GrantIndexView),
        }
        made = []
        for name, (route, view) in lists.items():
            whole, results = index(view, name)
            made.append(path(route, whole, name=name))
            made.append(path(f"{route}results/", results, name=f"{name}_results"))
        back = {"index_url_name": "finance:index", "header_icon": self.icon}
        grants = {"index_url_name": "finance:grants", "header_icon": "pick"}
        return [
            *made,
            path("<int:pk>/", OrderInspectView.as_view(**back), name="inspect"),
            path("<int:pk>/refund/", RefundView.as_view(), name="refund"),
            path("grants/give/", GiveView.as_view(), name="give"),
            path("grants/<int:pk>/", GrantInspectView.as_view(**grants), name="grant"),
            path("grants/<int:pk>/end/", end_grant, name="end_grant"),
        ]
