"""What the rows of a quiz have and lack, in its editor: as last saved, and as it is typed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from courses.catalogue.blueprint import Row, row, rows_of
from courses.catalogue.items import QuizPage
from courses.editions.supply import Pool, RowSupply, Supply, supplies
from courses.questions.models import QuestionBank

from .reader_views import for_authors

FIELD = "blueprint"
MOST_ROWS = 200


@dataclass
class NamedRow:
    """A row of the panel with the name of its bank."""

    supply: RowSupply
    bank: str = ""


def saved_rows(page: QuizPage) -> dict[str, Any]:
    """For the panel: of the draft in memory."""
    return _shown(rows_of(page.blueprint))


def _shown(rows: list[Row]) -> dict[str, Any]:
    [supply] = supplies([rows])
    banks = {pool.place.bank for pool in supply.pools}
    names = dict(QuestionBank.objects.filter(pk__in=banks).values_list("pk", "name"))
    return {
        "rows": [NamedRow(one, _bank(one.pool, names)) for one in supply.rows],
        "shared": [(pool, _bank(pool, names)) for pool in supply.shared],
        "summary": summary(supply),
    }


def _bank(pool: Pool | None, names: dict[int, str]) -> str:
    return names.get(pool.place.bank, "") if pool else ""


def summary(supply: Supply) -> str:
    """What is read out when it changes: how many a learner gets, and how many are lacking."""
    if not supply.rows:
        return _("This quiz asks nothing yet.")
    asked = ngettext(
        "A learner gets %(number)d question.",
        "A learner gets %(number)d questions.",
        supply.asked,
    ) % {"number": supply.asked}
    if not supply.lacks:
        return asked
    lacking = ngettext(
        "%(number)d published question is lacking.",
        "%(number)d published questions are lacking.",
        supply.lacks,
    ) % {"number": supply.lacks}
    return f"{asked} {lacking}"


@for_authors
@require_POST
def count_questions(request: HttpRequest) -> JsonResponse:
    """For the rows of an editor's form as it stands; nothing is changed."""
    shown = _shown(typed_rows(request.POST))
    html = render_to_string("courses/studio/_blueprint_rows.html", shown, request)
    return JsonResponse({"summary": shown["summary"], "rows": html})


def typed_rows(form) -> list[Row]:
    """The rows in the form fields of Wagtail's editor, in their order; any other field is left."""
    found = []
    for number in range(_whole(form.get(f"{FIELD}-count"), most=MOST_ROWS)):
        name = f"{FIELD}-{number}"
        if form.get(f"{name}-type") and not form.get(f"{name}-deleted"):
            parts = ("question", "bank", "objective", "count", "critical")
            # A row that names a question has that for its only value.
            value = {part: form.get(f"{name}-value-{part}") for part in parts}
            place = _whole(form.get(f"{name}-order"), most=MOST_ROWS)
            found.append((place, row(form[f"{name}-type"], value)))
    return [one for _place, one in sorted(found, key=lambda pair: pair[0])]


def _whole(text: str | None, *, most: int) -> int:
    return min(int(text), most) if text and text.isdecimal() and len(text) < 5 else 0
