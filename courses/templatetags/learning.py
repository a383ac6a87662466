"""What a course page shows of the released course, and of the learner who looks at it."""

from typing import Any

from django import template
from django.conf import settings
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import get_language

from courses.catalogue import outline as catalogue
from courses.editions import content
from courses.editions.content import OutlineItem
from courses.editions.models import Course, Edition, EditionItem, ItemKind
from courses.learning.access import enrolment_of, offering_to_join
from courses.learning.again import Again, why_again
from courses.learning.models import Admission, Offering
from courses.learning.outline import outline_with_ticks
from courses.learning.prerequisites import lacks_of, needed_first
from courses.payments.offers import offer_of
from courses.people.access import person_of

register = template.Library()


def _course(page) -> Course | None:
    """The released course behind a page with whether it is open, asked for once a page."""
    if not hasattr(page, "_released_course"):
        rows = Course.objects.filter(uuid=page.translation_key, current_edition__isnull=False)
        free = Offering.objects.open_on(timezone.localdate()).filter(admission=Admission.FREE)
        to_join = free.filter(course=OuterRef("pk"))
        rows = rows.select_related("current_edition")
        page._released_course = rows.annotate(is_open=Exists(to_join)).first()
    return page._released_course


@register.inclusion_tag("courses/learning/_enrol_panel.html", takes_context=True)
def enrol_panel(context: dict[str, Any], page) -> dict[str, Any]:
    """Enrol, continue, or why neither is possible; the only part that differs by visitor."""
    course = _course(page)
    slug = course.slug if course else page.slug
    user = getattr(context.get("request"), "user", None)
    today, enrolment, again = timezone.localdate(), None, None
    can_enrol = course is not None and course.is_open  # type: ignore[attr-defined]
    is_known = False
    if course and user is not None and user.is_authenticated:
        is_known, enrolment = True, enrolment_of(user, slug)
        can_enrol = can_enrol or offering_to_join(slug, today, user) is not None
        again = why_again(enrolment, today) if enrolment and can_enrol else None
    if again in (Again.DUE, Again.ERROR):
        enrolment = None
    can_enrol = enrolment is not None or can_enrol
    return {
        **_needed(context, course, is_known=is_known and bool(again or not enrolment)),
        "again": again,
        "course_slug": slug,
        "enrolment": enrolment,
        "progress": outline_with_ticks(enrolment) if enrolment else None,
        "can_enrol": can_enrol,
        "is_free": course is not None and course.is_open,  # type: ignore[attr-defined]
        "offer": None if can_enrol or course is None else offer_of(course.pk, today),
    }


@register.inclusion_tag("components/course_language.html")
def course_language(enrolment, item=None, *, place: str) -> dict[str, Any]:
    """The other languages of the course; above where the site is in one of them, else below."""
    names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    edition = enrolment.edition
    here = content.outline(edition, enrolment.locale).locale
    others = {code: names.get(code, code) for code in content.languages(edition) if code != here}
    is_offered = get_language() in others
    return {
        "course_slug": edition.course.slug,
        "item": item,
        "others": others if is_offered == (place == "above") else {},
        "is_offered": is_offered,
    }


def _needed(context: dict[str, Any], course: Course | None, *, is_known: bool) -> dict[str, Any]:
    """What is asked for first, and of it what a person lacks; the same for all visitors."""
    edition = course.current_edition if course else None
    needed = needed_first(edition) if edition else []
    lacks = []
    if edition and needed and is_known:
        lacks = lacks_of(person_of(context["request"]), edition, timezone.localdate())
    return {"needed": needed, "lacks": lacks, "is_known": is_known}


@register.simple_tag
def syllabus(page) -> list[dict[str, Any]]:
    """The modules with their items that are released; before the first release, as published.

    What is not in the language of the page tells its own, as ``language``.
    """
    course = _course(page)
    if course is None or course.current_edition_id is None:
        return catalogue.syllabus(page)
    if page.locale.language_code == content.source_language():
        return _as_released(course)
    edition = content.edition_with_course(course.current_edition_id)
    outline = content.outline(edition, page.locale.language_code)
    return [
        {"module": _told(module), "items": [_told(item, edition) for item in module.children]}
        for module in outline.modules
    ]


def _as_released(course: Course) -> list[dict[str, Any]]:
    """In one query: visitors come here first."""
    rows = EditionItem.objects.filter(edition=course.current_edition_id).values(
        "kind", "title", "minutes", "required", "settings", summary=F("source__summary")
    )
    chapters: list[dict[str, Any]] = []
    for row in rows:
        if row["kind"] == ItemKind.MODULE:
            chapters.append({"module": row, "items": []})
        else:
            chapters[-1]["items"].append({**row, **row["settings"]})
    return chapters


def _told(item: OutlineItem, edition: Edition | None = None) -> dict[str, Any]:
    is_quiz = edition is not None and item.kind == ItemKind.QUIZ
    rules = content.quiz_settings(edition, item.uuid) if is_quiz else {}  # type: ignore[arg-type]
    return {**vars(item), **rules, "language": item.locale}
