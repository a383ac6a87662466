"""The released versions of a question and what was decided about them; no query for each."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.html import strip_tags
from wagtail.models import Locale

from courses.assessment.marks import Regrade, Treatment
from courses.assessment.outcome import decisions
from courses.assessment.regrading import treatments_of
from courses.editions.models import EditionQuestion, QuestionVersion
from courses.questions.models import Question

from .access import courses_of


@dataclass
class Released:
    """``places``: the course and the numbers of the editions that have this version."""

    version: QuestionVersion
    text: str
    decided: Regrade | None
    places: list[tuple[str, list[int]]] = field(default_factory=list)
    may_regrade: bool = False

    @property
    def treatments(self) -> list[Treatment]:
        return treatments_of(self.version)


def text_of(version: QuestionVersion) -> str:
    """The question in the source language, without its marks; one query."""
    return _text(version, Locale.get_default().language_code)


def _text(version: QuestionVersion, source: str) -> str:
    body = version.bodies.get(source) or next(iter(version.bodies.values()))
    return strip_tags(body["prompt"]).strip()


def released(question: Question, user: Any) -> list[Released]:
    """The newest first; five queries."""
    rows = QuestionVersion.objects.filter(question_uuid=question.translation_key)
    versions = list(rows.order_by("-number"))
    decided = decisions([version.pk for version in versions])
    mine = set(courses_of(user).values_list("translation_key", flat=True))
    used, source = _editions(versions), Locale.get_default().language_code
    return [
        Released(
            version=version,
            text=_text(version, source),
            decided=decided.get(version.pk),
            places=[(title, numbers) for (_uuid, title), numbers in used[version.pk].items()],
            may_regrade={uuid for uuid, _title in used[version.pk]} <= mine,
        )
        for version in versions
    ]


def _editions(versions: list[QuestionVersion]) -> dict[int, dict[tuple[Any, str], list[int]]]:
    rows = EditionQuestion.objects.filter(version__in=versions).order_by("edition__number")
    found: dict[int, dict[tuple[Any, str], list[int]]] = defaultdict(lambda: defaultdict(list))
    names = ("version_id", "edition__course__uuid", "edition__course__slug", "edition__number")
    for version, uuid, slug, number in rows.values_list(*names):
        found[version][uuid, slug].append(number)
    return found


def decided_about(question: Question) -> QuerySet[Regrade]:
    """Every decision so far, the latest first, with how many results it changed."""
    rows = Regrade.objects.filter(version__question_uuid=question.translation_key)
    rows = rows.select_related("version", "run", "decided_by").order_by("-pk")
    return rows.annotate(changed=Count("changes"))
