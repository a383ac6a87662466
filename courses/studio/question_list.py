"""The list of questions in the admin: what it is narrowed by, and what stands in its columns.

The type of a question is the block type of the one child of its body. The database is asked for
that inside the JSON (``body__0__type``), in SQLite and in PostgreSQL: no column beside the body has
to be kept in step with it by everybody who writes questions.
"""

import re
from collections.abc import Iterable

import django_filters
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.search.backends import get_search_backend
from wagtail.snippets.views.snippets import IndexView

from courses.assessment.tallies import performance_of
from courses.people.fields import NoOverflowMixin
from courses.questions.bodies import KINDS
from courses.questions.models import Question

from .usage import uses_of

FIRST_WORDS = 14
TAG_END = re.compile(r"(</[^>]+>)")


def kind_of(question: Question) -> str:
    """The name of its type, for people; from the stored body, without fetching its pictures."""
    stored = question.body.raw_data
    return KINDS[stored[0]["type"]].label if stored else ""


def first_words(question: Question) -> str:
    stored = question.body.raw_data
    prompt = stored[0]["value"].get("prompt") or "" if stored else ""
    text = strip_tags(TAG_END.sub(r"\1 ", str(prompt)))
    return Truncator(" ".join(text.split())).words(FIRST_WORDS)


def state_of(question: Question):
    if not question.live:
        return _("Draft")
    return _("Changed since") if question.has_unpublished_changes else _("Published")


def critical_of(question: Question):
    """In words, and nothing for the many that are not: a red cross would look like a fault."""
    return _("Critical") if question.critical else ""


class TagsField(NoOverflowMixin, django_filters.fields.ModelMultipleChoiceField):
    """Tags, by their keys."""


class TagsFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = TagsField


class QuestionFilterSet(WagtailFilterSet):
    objective = django_filters.AllValuesFilter(label=_("Objective"))
    kind = django_filters.ChoiceFilter(
        field_name="body__0__type",
        label=_("Type"),
        choices=[(name, block.label) for name, block in KINDS.items()],
    )
    changed = django_filters.BooleanFilter(
        label=_("Changed since it was published"),
        widget=BooleanRadioSelect,
        method="filter_changed",
    )
    tag = TagsFilter(
        label=_("Tag"),
        queryset=Tag.objects.filter(courses_questiontag_items__isnull=False).distinct(),
        method="filter_tag",
    )

    class Meta:
        model = Question
        fields = (
            "bank",
            "objective",
            "kind",
            "difficulty",
            "critical",
            "practice_only",
            "live",
            "changed",
            "tag",
        )

    def filter_changed(self, questions, name: str, value: bool):
        changed = {"live": True, "has_unpublished_changes": True}
        return questions.filter(**changed) if value else questions.exclude(**changed)

    def filter_tag(self, questions, name: str, tags: Iterable[Tag]):
        if not tags:
            return questions
        return questions.filter(pk__in=Question.objects.filter(tags__in=tags).values("pk"))


class QuestionColumn(TitleColumn):
    """The short name with the first words of the question."""

    cell_template_name = "courses/studio/_question_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "first_words": first_words(instance)}


class UseColumn(Column):
    """In how many quizzes and lessons it is, with a link to which ones."""

    cell_template_name = "courses/studio/_use_cell.html"


class PerformanceColumn(Column):
    """How many answered it, how many of them right, and whether it tells who knows more."""

    cell_template_name = "courses/studio/_performance_cell.html"


COLUMNS = (
    "__str__",
    Column("kind", label=_("Type"), accessor=kind_of),
    "objective",
    "difficulty",
    Column("critical", label=_("Critical"), sort_key="critical", accessor=critical_of),
    StatusTagColumn("state", label=_("State"), accessor=state_of, primary=lambda q: q.live),
    UseColumn("use", label=_("Where used")),
    PerformanceColumn("performance", label=_("How it does")),
)


def narrowed(questions, data):
    """By the filters and the words in a query string; what is amiss in it narrows nothing."""
    filters = QuestionFilterSet(data, queryset=questions)
    found = filters.qs if filters.is_valid() else questions
    return searched(found, data.get("q", "").strip())


def searched(questions, words: str):
    """Those with the words in the question, or a short name that begins so."""
    if not words:
        return questions
    backend, everything = get_search_backend(), Question.objects.all()
    results = [backend.search(words, everything), backend.autocomplete(words, everything)]
    return questions.filter(pk__in={question.pk for found in results for question in found})


class QuestionIndexView(IndexView):
    default_ordering = ("bank", "objective", "key")

    def _get_title_column(self, field_name, **kwargs):
        return super()._get_title_column(field_name, column_class=QuestionColumn, **kwargs)

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("bank", "locale", "latest_revision")

    def search_queryset(self, queryset):
        return searched(queryset, self.search_query)

    def paginate_queryset(self, queryset, page_size):
        """What a column shows beside the question itself is put on the questions of a page here."""
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        questions = list(rows)
        uses = uses_of(questions)
        performances = performance_of([question.translation_key for question in questions])
        for question in questions:
            question.use = uses[question.translation_key]
            question.performance = performances.get(question.translation_key)
        page.object_list = questions
        return paginator, page, questions, has_others
