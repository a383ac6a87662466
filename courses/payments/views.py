"""A person buys a place: the price, the way to Stripe, and what has become of it."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from courses.editions import content
from courses.learning.models import Admission, Entitlement, Offering
from courses.learning.prerequisites import lacks_of
from courses.people.access import person_of
from courses.people.models import Person
from courses.people.services import person_for
from lms.users.requests import SignedInRequest, post_only

from . import buying, gateway
from .folding import State
from .forms import PriceForm
from .models import Order

NOT_NOW = gettext_lazy(
    "We could not reach the payment service. Nothing was charged. Please try again later."
)

CANNOT = gettext_lazy(
    "The payment service does not take this order. Nothing was charged. Please write to us."
)

NOT_FOR_SALE = gettext_lazy("This cannot be bought any more. Please look at the courses again.")


class SeeOther(HttpResponseRedirect):
    """To Stripe's page by GET, after a POST here."""

    status_code = 303


def with_the_way_to_stripe(response: HttpResponse) -> HttpResponse:
    """A browser follows a form's redirect only to where the page of the form allows it."""
    policy = cast(
        dict[str, Any],
        {**settings.SECURE_CSP, "form-action": [CSP.SELF, settings.STRIPE_CHECKOUT_ORIGIN]},
    )
    return csp_override(policy)(lambda _request: response)(None)


@login_required
@require_http_methods(["GET", "POST"])
def buy(request: SignedInRequest, offering: UUID) -> HttpResponse:
    """What it costs, and on to Stripe."""
    found = get_object_or_404(
        buying.for_sale().select_related("course"), uuid=offering, admission=Admission.PAID
    )
    edition = found.course.current_edition
    if edition and (lacks := lacks_of(person_of(request), edition, timezone.localdate())):
        refusal = {"lacks": lacks, "outline": content.outline(edition, get_language() or "en")}
        return render(request, "courses/learning/not_yet.html", refusal)
    form = PriceForm(request.POST or None, prices=found.prices.all())
    if gateway.is_set_up() and form.is_valid():
        return _to_stripe(request, found, form)
    context = {"offering": found, "form": form, "is_set_up": gateway.is_set_up()}
    response = render(request, "courses/payments/buy.html", context)
    return with_the_way_to_stripe(response)


def _to_stripe(request: SignedInRequest, offering: Offering, form: PriceForm) -> HttpResponse:
    person = person_for(user=request.user)
    try:
        price = form.cleaned_data["price"]
        buying.close_other_pages(person=person, price=price)
        order = buying.order_to_pay(person=person, price=price, by=request.user)
        page = buying.page_to_pay(order=order, email=request.user.email or "")
    except buying.HasItAlready:
        messages.info(request, _already(person, offering))
        return redirect("payments:orders")
    except buying.NotForSale:
        messages.error(request, NOT_FOR_SALE)
        return redirect("payments:orders")
    except gateway.NotAnswered:
        messages.error(request, NOT_NOW)
        return redirect("payments:buy", offering.uuid)
    except gateway.RefusedByStripe:
        messages.error(request, CANNOT)
        return redirect("payments:buy", offering.uuid)
    return SeeOther(page) if page else redirect("payments:order", order.uuid)


def _already(person: Person, offering: Offering) -> str:
    """Why nothing is to be paid."""
    rights = Entitlement.objects.running().filter(person=person, offering=offering)
    sources = set(rights.values_list("source", flat=True))
    if not sources:
        return _("Your transfer for this course is on its way.")
    if Entitlement.Source.ORDER in sources:
        return _("You have paid for this course already.")
    return _("You have a place in this course already: there is nothing to pay.")


def _mine(request: SignedInRequest, order: UUID) -> Order:
    person = person_of(request)
    if person is None:
        raise Http404
    return get_object_or_404(Order.objects.with_all(), uuid=order, person=person)


@login_required
@require_safe
def order(request: SignedInRequest, order: UUID) -> HttpResponse:
    """After Stripe's page, often before its word: until that has come, nobody knows."""
    mine = _mine(request, order)
    balance = mine.balance
    context = {"order": mine, "balance": balance, "is_open": balance.state == State.OPEN}
    return render(request, "courses/payments/order.html", context)


@login_required
@require_safe
def cancelled(request: SignedInRequest, order: UUID) -> HttpResponse:
    """Who left Stripe's page, as far as we know without paying."""
    mine = _mine(request, order)
    if mine.balance.state != State.OPEN:
        return redirect("payments:order", mine.uuid)
    return render(request, "courses/payments/cancelled.html", {"order": mine})


@login_required
@post_only("payments:order", "order")
def look_again(request: SignedInRequest, order: UUID) -> HttpResponse:
    """Stripe is asked what has become of it, whether its word has come or not."""
    mine = _mine(request, order)
    try:
        buying.look(order=mine)
    except (gateway.NotAnswered, gateway.RefusedByStripe, gateway.NotSetUp):
        messages.error(request, _("We could not reach the payment service. Please look later."))
    return redirect("payments:order", mine.uuid)


@login_required
@post_only("payments:order", "order")
def give_up(request: SignedInRequest, order: UUID) -> HttpResponse:
    """A transfer that was promised will not come; on to another way to pay."""
    mine = _mine(request, order)
    try:
        is_free = buying.give_up(order=mine)
    except (gateway.NotAnswered, gateway.RefusedByStripe, gateway.NotSetUp):
        messages.error(request, _("We could not reach the payment service. Please try later."))
        return redirect("payments:order", mine.uuid)
    if is_free:
        messages.success(request, _("The transfer is given up. You can pay in another way."))
    return redirect("payments:order", mine.uuid)


@login_required
@require_safe
def orders(request: SignedInRequest) -> HttpResponse:
    """What this person has bought."""
    person = person_of(request)
    mine = Order.objects.for_person(person).with_all() if person else Order.objects.none()
    return render(request, "courses/payments/orders.html", {"orders": mine[:100]})


@login_required
@require_safe
def receipt(request: SignedInRequest, order: UUID) -> HttpResponse:
    """Stripe's own page with it."""
    return to_papers(request, _mine(request, order), redirect("payments:order", order))


def to_papers(request: SignedInRequest, order: Order, back: HttpResponse) -> HttpResponse:
    try:
        page = buying.papers(order)
    except (gateway.NotAnswered, gateway.RefusedByStripe, gateway.NotSetUp):
        page = None
    if page:
        return HttpResponseRedirect(page)
    messages.info(request, _("There is no receipt or invoice yet. Please try again later."))
    return back
