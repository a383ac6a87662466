"""The author's home: their courses with what waits, and what readers flagged last.

The number of queries does not grow with the courses, their lessons or their learners.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, Page

from courses.catalogue.items import LessonPage, ModulePage, QuizPage
from courses.catalogue.models import CoursePage
from courses.editions.models import Course, Edition, EditionItem, EditionQuestion
from courses.feedback.models import CourseEvaluation, FlagState, LessonFlag
from courses.learning.models import Enrolment
from courses.questions.models import Question

from .access import courses_of, edits_courses
from .flags import flags_for, with_pages

MOST_COURSES, MOST_FLAGS = 25, 5
KINDS = ("modulepage", "lessonpage", "quizpage")


@dataclass
class MyCourse:
    """``waits``: for a release, as is certain. ``may_wait``: only the release page can tell."""

    page: CoursePage
    course: Any  # the released Course with its counts, None before the first release
    waits: bool = False
    may_wait: bool = False

    @property
    def edition(self) -> Edition | None:
        return self.course.current_edition if self.course else None


def my_courses(user) -> list[MyCourse]:
    """Those edited last; texts that are live at once count for nothing here."""
    mine = courses_of(user).filter(locale=Locale.get_default())
    pages = list(mine.order_by("-latest_revision_created_at", "-pk")[:MOST_COURSES])
    released = {course.uuid: course for course in _released(pages)}
    parts, items = _parts(pages), _items([c.current_edition_id for c in released.values()])
    rows = []
    for page in pages:
        row = MyCourse(page, released.get(page.translation_key))
        if row.edition:
            row.waits = _structure(parts[page.path]) != items[row.edition.pk]
            row.may_wait = row.course.asks_otherwise or _is_newer(row, parts[page.path])
        rows.append(row)
    return rows


def _number_of(rows, by: str) -> Coalesce:
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def _released(pages: list[CoursePage]):
    """The released courses with how many learn, flagged and evaluated."""
    flags = LessonFlag.objects.filter(state=FlagState.OPEN)
    return (
        Course.objects.filter(
            uuid__in=[page.translation_key for page in pages], current_edition__isnull=False
        )
        .select_related("current_edition")
        .annotate(
            learners=_number_of(Enrolment.objects.active(), "edition__course"),
            flags=_number_of(flags, "edition__course"),
            evaluations=_number_of(CourseEvaluation.objects.all(), "edition__course"),
            asks_otherwise=_questions_changed(),
        )
    )


def _questions_changed() -> Exists:
    """Whether a question of the edition's banks was published or taken back since."""
    asked = EditionQuestion.objects.filter(edition=OuterRef(OuterRef("current_edition")))
    newer = Q(
        bank__uuid__in=asked.values("bank_uuid"),
        last_published_at__gt=OuterRef("current_edition__released_at"),
    )
    gone = Q(translation_key__in=asked.values("question_uuid"), live=False)
    return Exists(Question.objects.in_source_locale().filter(newer | gone))


def _parts(pages: list[CoursePage]) -> dict[str, list[dict[str, Any]]]:
    """The modules, lessons and quizzes by the path of their course, in the order of the tree."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    fields = [f"{kind}__retired" for kind in KINDS]
    fields += [f"{kind}__{name}" for kind in KINDS[1:] for name in ("required", "minutes")]
    rows = Page.objects.filter(below).exact_type(ModulePage, LessonPage, QuizPage)
    names = ("path", "translation_key", "slug", "live", "last_published_at", "quizpage__pk")
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    courses = {page.path: page for page in pages}
    depth = CoursePage.steplen
    for row in rows.order_by("path").values(*names, *fields):
        path = row["path"]
        found[next(path[:n] for n in range(depth, len(path), depth) if path[:n] in courses)] += [
            row
        ]
    return found


def _items(editions: list[int]) -> dict[int, list[tuple]]:
    """What learners have, as ``_structure`` has it."""
    fields = ("item_uuid", "parent_uuid", "slug", "required", "minutes")
    found: dict[int, list[tuple]] = defaultdict(list)
    rows = EditionItem.objects.filter(edition__in=editions)
    for edition, *item in rows.order_by("position").values_list("edition_id", *fields):
        found[edition].append(tuple(item))
    return found


def _structure(parts: list[dict[str, Any]]) -> list[tuple]:
    """What a release would freeze of the structure; as editions/snapshot.py, without the texts."""
    found: list[tuple] = []
    module: dict[str, Any] | None = None
    for part in parts:
        is_module = part["modulepage__retired"] is not None
        is_used = part["live"] and not any(part[f"{kind}__retired"] for kind in KINDS)
        if is_module:
            module = part if is_used else None
        if not is_used or module is None:
            continue
        required, minutes = (
            part[f"lessonpage__{name}"] or part[f"quizpage__{name}"]
            for name in ("required", "minutes")
        )
        parent = None if is_module else module["translation_key"]
        key = part["translation_key"]
        found.append((key, parent, part["slug"], bool(required), minutes or 0))
    return found


def _is_newer(row: MyCourse, parts: list[dict[str, Any]]) -> bool:
    """Whether the course page or a quiz was published since: they hold rules beside texts."""
    quizzes = [part["last_published_at"] for part in parts if part["quizpage__pk"]]
    moments = [row.page.last_published_at, *quizzes]
    released_at = row.course.current_edition.released_at
    return any(moment and moment > released_at for moment in moments)


class CoursesPanel(Component):
    template_name = "courses/studio/_my_courses.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        may_release = user.has_perm("courses.add_edition")
        return {"rows": my_courses(user), "may_release": may_release, "most": MOST_COURSES}


class FlagsPanel(Component):
    template_name = "courses/studio/_last_flags.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        flags = flags_for(parent_context["request"].user).filter(state=FlagState.OPEN)
        return {"rows": with_pages(flags[:MOST_FLAGS])}


def add_panels(request, panels: list[Component]) -> None:
    if edits_courses(request.user):
        panels += [CoursesPanel(), FlagsPanel()]


def no_summary(request, items: list[Any]) -> None:
    """How many pages and images there are tells an author nothing."""
    items.clear()
