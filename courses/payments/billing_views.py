"""Who pays for an organisation: its orders, the seats they bought, and who has them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.learning.models import Offering
from courses.learning.prerequisites import asked_first
from courses.people import looking
from courses.people.models import Person
from courses.people.organisations import Organisation, Role
from courses.people.scope import organisation_or_404
from lms.users.requests import SignedInRequest, post_only

from . import buying, gateway
from . import seats as seating
from .folding import State
from .forms import GiveForm, InvoiceForm, SeatsForm
from .members import found_members, seats_seen
from .models import Order, Seat
from .views import CANNOT, NOT_FOR_SALE, NOT_NOW, SeeOther, to_papers, with_the_way_to_stripe

PAGE_SIZE = 50


def _organisation(request: SignedInRequest, organisation: UUID) -> Organisation:
    return organisation_or_404(request, organisation, Role.BILLING)


def _order(request: SignedInRequest, organisation: UUID, order: UUID) -> Order:
    mine = _organisation(request, organisation)
    return get_object_or_404(Order.objects.with_all(), uuid=order, organisation=mine)


@login_required
@require_safe
def billing(request: SignedInRequest, organisation: UUID) -> HttpResponse:
    """Its orders with their seats, the newest first."""
    mine = _organisation(request, organisation)
    orders = Order.objects.filter(organisation=mine).with_all()
    page = Paginator(orders, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    free = seating.free_seats([order.line for order in page])
    rows = [{"order": order, "free": max(0, free[order.line.pk])} for order in page]
    context = {"organisation": mine, "page": page, "rows": rows, "is_set_up": gateway.is_set_up()}
    return render(request, "courses/payments/billing.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def buy_seats(request: SignedInRequest, organisation: UUID) -> HttpResponse:
    """How many of what, and how to pay."""
    mine = _organisation(request, organisation)
    form = SeatsForm(request.POST or None, initial={"email": request.user.email})
    if gateway.is_set_up() and form.is_valid():
        fields = dict(form.cleaned_data)
        to_stripe = {name: fields.pop(name) for name in ("email", "billed_to")}
        key = str(fields.pop("key"))
        try:
            order = buying.order_seats(organisation=mine, by=request.user, key=key, **fields)
        except buying.NotForSale:
            messages.error(request, NOT_FOR_SALE)
            return redirect("payments:buy_seats", organisation)
        return _ask_for_money(request, order, **to_stripe)
    context = {"organisation": mine, "form": form, "is_set_up": gateway.is_set_up()}
    response = render(request, "courses/payments/buy_seats.html", context)
    return with_the_way_to_stripe(response)


def _ask_for_money(
    request: SignedInRequest, order: Order, email: str, billed_to: str = ""
) -> HttpResponse:
    try:
        if order.way == Order.Way.INVOICE:
            buying.send_invoice(order=order, email=email, billed_to=billed_to)
            messages.success(request, _("The invoice is on its way to the address you gave."))
        else:
            page = buying.page_to_pay(order=order, email=email)
            if page:
                return SeeOther(page)
    except gateway.NotAnswered:
        messages.error(request, NOT_NOW)
    except gateway.RefusedByStripe:
        messages.error(request, CANNOT)
    return redirect("payments:seats", order.organisation.uuid, order.uuid)  # type: ignore[union-attr]


@login_required
@require_safe
def seats(request: SignedInRequest, organisation: UUID, order: UUID) -> HttpResponse:
    """One order: what has become of it, who has its seats, and to whom one may be given."""
    mine = _order(request, organisation, order)
    given = seats_seen(mine.line.seats.all(), mine.buyer)  # type: ignore[arg-type]
    ended = given.filter(end=Seat.End.REFUND)
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    context: dict[str, Any] = {
        "order": mine,
        "balance": mine.balance,
        "organisation": mine.organisation,
        "page": Paginator(given.filter(ended_at__isnull=True), PAGE_SIZE).get_page(
            request.GET.get("page", "1")
        ),
        "ended": list(ended[:PAGE_SIZE]),
        "ended_unnamed": max(0, ended.count() - PAGE_SIZE),
        "free": max(0, seating.free_seats([mine.line])[mine.line.pk]),
        "invoice_form": InvoiceForm(initial={"email": request.user.email}),
        "query": query,
        "found": found_members(mine.organisation, query) if query else [],
    }
    _note(request, [*context["page"], *context["ended"]], context["found"])
    return with_the_way_to_stripe(render(request, "courses/payments/seats.html", context))


def _note(request: SignedInRequest, given: list[Any], found: list[Person]) -> None:
    """That those who are named were looked at."""
    named = {seat.person_id for seat in given if seat.is_member or seat.had_begun}
    people = named | {person.pk for person in found}
    looking.note(by=request.user, people=people, what=looking.What.SEATS)


@login_required
@require_safe
def papers(request: SignedInRequest, organisation: UUID, order: UUID) -> HttpResponse:
    """Stripe's own page with the invoice or the receipt."""
    mine = _order(request, organisation, order)
    return to_papers(request, mine, redirect("payments:seats", organisation, order))


@login_required
@post_only("payments:seats", "organisation", "order")
def pay(request: SignedInRequest, organisation: UUID, order: UUID) -> HttpResponse:
    """On to Stripe for an order that was begun and not paid, or once more for its invoice."""
    mine = _order(request, organisation, order)
    is_sent = mine.stripe_invoice or mine.balance.state != State.OPEN
    if not gateway.is_set_up() or (mine.way == Order.Way.INVOICE and is_sent):
        messages.info(request, _("This order is not paid here."))
        return redirect("payments:seats", organisation, order)
    if mine.way == Order.Way.CHECKOUT:
        return _ask_for_money(request, mine, email="")  # the one that was typed stays
    form = InvoiceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the e-mail address that the invoice goes to."))
        return redirect("payments:seats", organisation, order)
    return _ask_for_money(request, mine, **form.cleaned_data)


def _given(offering: Offering) -> str:
    """Who pays does not learn what others have completed."""
    if asked := asked_first(offering):
        said = _("The seat is given: they can enrol once they have completed %(courses)s.")
        return said % {"courses": asked}
    return _("The seat is given: they can enrol now.")


@login_required
@post_only("payments:seats", "organisation", "order")
def give(request: SignedInRequest, organisation: UUID, order: UUID) -> HttpResponse:
    """A seat to a member of the organisation or of what is below it."""
    mine = _order(request, organisation, order)
    form = GiveForm(request.POST)
    if not form.is_valid():
        raise Http404
    person = get_object_or_404(Person, uuid=form.cleaned_data["person"])
    try:
        if seating.give_seat_of(order=mine, person=person, by=request.user):
            messages.success(request, _given(mine.line.offering))
        else:
            messages.info(request, _("They may take this course already: no seat was used."))
    except seating.NoSeatLeft:
        messages.error(request, _("No seat is free. Take one back, or buy more."))
    except seating.NotOfTheOrganisation:
        messages.error(request, _("This person does not belong to your organisation."))
    return redirect("payments:seats", organisation, order)


@login_required
@post_only("payments:billing", "organisation")
def take_back(request: SignedInRequest, organisation: UUID, seat: UUID) -> HttpResponse:
    """Only while its person has not begun."""
    mine = _organisation(request, organisation)
    found = get_object_or_404(
        Seat.objects.select_related("line__order"), uuid=seat, line__order__organisation=mine
    )
    try:
        seating.take_back_seat(seat=found, by=request.user)
        messages.success(request, _("The seat is free again."))
    except seating.SeatIsUsed:
        messages.error(request, _("This seat stays: its learner has begun the course."))
    return redirect("payments:seats", organisation, found.line.order.uuid)
