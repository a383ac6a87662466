"""A lesson that is being edited, as a learner will meet it: in the player, in its course.

The outline comes from the drafts of the page tree, so that a course never released has one too.
"""

from typing import Any

from wagtail.models import Locale, Page

from courses.catalogue.items import LessonPage, ModulePage
from courses.catalogue.models import CoursePage
from courses.catalogue.outline import KINDS
from courses.editions import content
from courses.editions.content import Outline, OutlineItem
from courses.editions.models import ItemKind
from courses.learning.outline import Progress

KIND_NAMES = {
    "modulepage": ItemKind.MODULE,
    "lessonpage": ItemKind.LESSON,
    "quizpage": ItemKind.QUIZ,
}


def as_in_player(page: LessonPage) -> dict[str, Any]:
    """What courses/learning/item.html asks for, for a learner at the beginning."""
    language = (page.locale if page.locale_id else Locale.get_default()).language_code
    outline = _outline(page, language)
    here = next(item for item in outline.items if item.uuid == page.translation_key)
    before, after = outline.neighbours(here)
    progress = Progress(outline, frozenset())
    return {
        "progress": progress,
        "item": here,
        "module": outline.module_of(here),
        "modules": progress.modules(here),
        "before": before,
        "after": after,
        "is_done": False,
        "prose": content.drawn(page, "lesson", language),
        "enrolment": {"locale": language},
    }


def _outline(page: LessonPage, language: str) -> Outline:
    course = page.get_ancestors().type(CoursePage).last()
    modules: list[OutlineItem] = []
    for part in _parts(course, page):
        if isinstance(part, ModulePage):
            modules.append(_item(part, language))
        elif modules:
            modules[-1].children.append(_item(part, language))
    return Outline(
        course_slug=course.slug, title=course.draft_title, locale=language, modules=modules
    )


def _parts(course: Page, page: LessonPage) -> list[Page]:
    """Drafts in the order of the tree, with this page as it is typed; without what is retired."""
    rows = course.get_descendants().exact_type(*KINDS.values()).exclude(path=page.path)
    parts = [page]
    for row in rows.select_related(*KINDS).defer("lessonpage__body", "quizpage__blueprint"):
        part = next(getattr(row, kind) for kind in KINDS if hasattr(row, kind))
        part.title = part.draft_title
        if not part.retired or page.path.startswith(part.path):
            parts.append(part)
    return sorted(parts, key=lambda part: part.path)


def _item(page: Page, language: str) -> OutlineItem:
    return OutlineItem(
        uuid=page.translation_key,
        slug=page.slug,
        kind=KIND_NAMES[page._meta.model_name],
        title=page.title,
        required=getattr(page, "required", False),
        minutes=getattr(page, "minutes", None) or 0,  # none while the author types it
        locale=language,
        summary=page.summary,
        content_note=page.content_note,
    )
