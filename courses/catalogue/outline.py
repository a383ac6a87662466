"""The syllabus of a course page, for visitors: live modules with their live items."""

from .items import LessonPage, ModulePage, QuizPage
from .models import CoursePage

# Names by which a page knows itself as one of these; one join each, where specific() queries.
KINDS = {"modulepage": ModulePage, "lessonpage": LessonPage, "quizpage": QuizPage}


def syllabus(course_page: CoursePage) -> list[dict]:
    """Modules in order, each with its items: [{"module": page, "items": [page, …]}, …]."""
    parts = course_page.get_descendants().live().exact_type(*KINDS.values())
    parts = parts.select_related(*KINDS).defer("lessonpage__body", "quizpage__blueprint")
    chapters: list[dict] = []
    for part in parts:
        page = next(getattr(part, kind) for kind in KINDS if hasattr(part, kind))
        if page.retired:
            continue
        if isinstance(page, ModulePage):
            chapters.append({"module": page, "items": []})
        elif chapters:
            chapters[-1]["items"].append(page)
    return chapters
