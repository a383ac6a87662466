"""The list of question banks: what is in each, and which quizzes draw from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail.snippets.views.snippets import IndexView

from courses.catalogue.blueprint import Draw
from courses.questions.models import Question, QuestionBank

from .usage import blueprints


@dataclass
class Contents:
    """Questions in the source language; ``changed`` ones are among the published."""

    published: int = 0
    changed: int = 0
    drafts: int = 0
    objectives: dict[str, int] = field(default_factory=dict)  # a Counter has no items in a template
    quizzes: list[Page] = field(default_factory=list)


def contents_of(banks: Sequence[QuestionBank]) -> dict[int, Contents]:
    """By the primary key of each bank; two queries."""
    found = {bank.pk: Contents() for bank in banks}
    groups = ("bank", "objective", "live", "has_unpublished_changes")
    rows = Question.objects.in_source_locale().filter(bank__in=found).order_by("objective")
    for bank, objective, live, changed, number in rows.values_list(*groups).annotate(Count("pk")):
        contents = found[bank]
        contents.objectives[objective] = contents.objectives.get(objective, 0) + number
        contents.published += number if live else 0
        contents.changed += number if live and changed else 0
        contents.drafts += 0 if live else number
    for quiz, blueprint in blueprints():
        drawn = {row.bank for row in blueprint if isinstance(row, Draw)}
        for bank, contents in found.items():
            if bank in drawn:
                contents.quizzes.append(quiz)
    return found


class QuestionsColumn(Column):
    cell_template_name = "courses/studio/_bank_questions_cell.html"


class ObjectivesColumn(Column):
    cell_template_name = "courses/studio/_bank_objectives_cell.html"


class QuizzesColumn(Column):
    cell_template_name = "courses/studio/_bank_quizzes_cell.html"


COLUMNS = (
    "name",
    QuestionsColumn("contents", label=_("Questions")),
    ObjectivesColumn("objectives", label=_("By objective"), accessor="contents.objectives"),
    QuizzesColumn("quizzes", label=_("Quizzes that draw from it"), accessor="contents.quizzes"),
)


class BankIndexView(IndexView):
    def paginate_queryset(self, queryset, page_size):
        """What the columns show is put on the banks of a page here."""
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        banks = list(rows)
        contents = contents_of(banks)
        for bank in banks:
            bank.contents = contents[bank.pk]
        page.object_list = banks
        return paginator, page, banks, has_others
