"""One question in the admin: where it is used and what was released of it, and a copy of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.snippets.views.snippets import CopyView, InspectView

from courses.assessment.tallies import performance_of
from courses.catalogue.models import CoursePage
from courses.editions.models import Edition, EditionQuestion
from courses.questions.bodies import with_new_ids
from courses.questions.models import Question

from .question_list import first_words, kind_of, state_of
from .usage import uses_of, with_courses

COPIED = ("locale", "bank", "objective", "difficulty", "critical", "practice_only")
KEY_LENGTH = Question._meta.get_field("key").max_length or 0


@dataclass
class ReleasedVersion:
    number: int
    released_at: datetime
    editions: list[Edition] = field(default_factory=list)


def released_versions(question: Question) -> list[ReleasedVersion]:
    """The latest first, each with the editions that it is in; one query."""
    rows = EditionQuestion.objects.filter(question_uuid=question.translation_key)
    rows = rows.select_related("version", "edition__course").order_by(
        "version__number", "edition__released_at", "pk"
    )
    found: dict[int, ReleasedVersion] = {}
    for row in rows:
        number = row.version.number
        version = found.setdefault(number, ReleasedVersion(number, row.edition.released_at))
        version.editions.append(row.edition)
    return list(reversed(found.values()))


def places(question: Question) -> list[tuple[Page, CoursePage | None, Any]]:
    """The pages that use it, each with its course and with how it is used."""
    use = uses_of([question])[question.translation_key]
    how = {page: _("a lesson asks it as a knowledge check") for page in use.lessons}
    how |= {page: _("the quiz may draw it") for page in use.drawing}
    how |= {page: _("everybody gets it in the quiz") for page in use.naming}
    return [(page, course, how[page]) for page, course in with_courses(how)]


class QuestionInspectView(InspectView):
    page_title = _("Where it is used")
    template_name = "courses/studio/question.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "first_words": first_words(self.object),
            "kind": kind_of(self.object),
            "state": state_of(self.object),
            "places": places(self.object),
            "versions": released_versions(self.object),
            "performance": performance_of([self.object.translation_key]).get(
                self.object.translation_key
            ),
        }


def copy_of(question: Question) -> Question:
    """A new question, not saved yet: as this was last saved, under a short name that is free."""
    latest = question.get_latest_revision_as_object()
    copy = Question(
        **{name: getattr(latest, name) for name in COPIED},
        key=_free_key(latest),
        body=with_new_ids(latest.body.get_prep_value()),
        live=False,
    )
    copy.tags.add(*latest.tags.names())
    return copy


def _free_key(question: Question) -> str:
    taken = set(Question.objects.filter(bank=question.bank).values_list("key", flat=True))
    numbers = range(2, len(taken) + 3)
    endings = (f"-{number}" for number in numbers)
    keys = (question.key[: KEY_LENGTH - len(ending)] + ending for ending in endings)
    return next(key for key in keys if key not in taken)


class QuestionCopyView(CopyView):
    """The form of a new question, filled in with another; saving it makes a draft."""

    def get_initial_form_instance(self) -> Question:
        return copy_of(self.get_object())
