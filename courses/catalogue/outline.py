"""The syllabus of a course page, for visitors: live modules with their live items."""

from .items import LessonPage, ModulePage, QuizPage
from .models import CoursePage


def syllabus(course_page: CoursePage) -> list[dict]:
    """Modules in order, each with its items: [{"module": page, "items": [page, …]}, …]."""
    parts = course_page.get_descendants().live().exact_type(ModulePage, LessonPage, QuizPage)
    chapters: list[dict] = []
    for page in parts.specific():
        if page.retired:
            continue
        if isinstance(page, ModulePage):
            chapters.append({"module": page, "items": []})
        elif chapters:
            chapters[-1]["items"].append(page)
    return chapters
