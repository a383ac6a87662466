"""The list of certificates in the admin: what it is narrowed by."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from courses.models import Completion, Course, Offering
from courses.people.searching import has_words

from .models import Certificate, CertificateQuerySet
from .states import ENDINGS, State

SEARCHED = ("number", "claims__given_name", "claims__family_name")
FAILED = "failed"  # being prepared, and something is wrong


def in_state(rows: CertificateQuerySet, wanted: str, *, today: date) -> CertificateQuerySet:
    """Those in one of ``State`` on a day, or FAILED."""
    for kind, state in ENDINGS.items():
        if wanted == state:
            return rows.filter(events__kind=kind)  # once at most: a_certificate_ends_once
    standing = rows.standing()
    match wanted:
        case State.VALID:
            return standing.filter(prepared_at__isnull=False, valid_until__gte=today)
        case State.EXPIRED:
            return standing.filter(prepared_at__isnull=False, valid_until__lt=today)
        case _other:
            failed = ~Q(problem="") if wanted == FAILED else Q(problem="")
            return standing.filter(failed, prepared_at__isnull=True)


def searched(rows: CertificateQuerySet, words: str) -> CertificateQuerySet:
    """Every word somewhere, so that a whole name finds its holder."""
    return rows.filter(has_words(words, SEARCHED))


class CertificateFilterSet(WagtailFilterSet):
    course = django_filters.ModelChoiceFilter(
        label=_("Course"),
        queryset=Course.objects.order_by("slug"),
        method="filter_course",
        widget=forms.Select(attrs={"dir": "auto"}),
    )
    offering = django_filters.ModelChoiceFilter(
        label=_("Offering"),
        queryset=Offering.objects.order_by("title", "pk"),
        method="filter_offering",
        widget=forms.Select(attrs={"dir": "auto"}),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[*State.choices, (FAILED, _("Could not be prepared"))],
        method="filter_state",
    )
    valid_from = django_filters.DateFromToRangeFilter(
        label=_("Completed on"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Certificate
        fields = ("course", "offering", "state", "valid_from")

    def filter_course(self, rows: CertificateQuerySet, name: str, course: Course):
        return _of(rows, enrolment__offering__course=course)

    def filter_offering(self, rows: CertificateQuerySet, name: str, offering: Offering):
        return _of(rows, enrolment__offering=offering)

    def filter_state(self, rows: CertificateQuerySet, name: str, wanted: str):
        return in_state(rows, wanted, today=timezone.localdate())


def _of(rows: CertificateQuerySet, **completed: Any) -> CertificateQuerySet:
    """By the completion they prove: no foreign key leads there, and none shall."""
    completions = Completion.objects.filter(**completed)
    return rows.filter(completion_uuid__in=completions.values("uuid"))


def narrowed(rows: CertificateQuerySet, data: Any) -> CertificateQuerySet:
    """By the filters and the words in a query string; one with a fault in it finds nothing."""
    filters = CertificateFilterSet(data, queryset=rows)
    return searched(filters.qs, data.get("q", "")) if filters.is_valid() else rows.none()
