"""A small facilitator manual: an introduction, a session and a bank of one case."""

from typing import Any

from wagtail.rich_text import RichText

from courses.manuals.models import ManualPrint
from courses.models import ManualPage, ManualPartPage
from tests.factories.courses import SmallCourse

CASE = {
    "title": "1 The beard",
    "situation": "A young man says 19.",
    "question": "What do you do?",
    "answer": "A child, in doubt.",
    "do_not_use_if": "learners could be teased.",
}


def make_manual(course: SmallCourse, *, training: str = "", **fields: Any) -> ManualPage:
    page = ManualPage(
        **{
            "title": "Facilitator manual",
            "slug": "manual",
            "version": "0.2",
            "status": "draft",
            "audience": "Certified trainers",
            "training": training,
            "body": [{"type": "rich_text", "value": "<p>It is our own work.</p>"}],
            **fields,
        }
    )
    manual = course.page.add_child(instance=page)
    session = make_part(
        manual,
        label="Session 1",
        title="Who is a child?",
        slug="who-is-a-child",
        minutes=50,
        summary="1.1 define a child",
    )
    bank = make_part(manual, title="Cases", slug="cases", body=[{"type": "case", "value": CASE}])
    link = f'<p>Take a case from <a linktype="page" id="{bank.pk}">the bank</a>.</p>'
    session.body = [
        ("heading", "Purpose"),
        ("rich_text", RichText(link)),
        ("heading", "Debrief"),
        ("words", "“How are you?”"),
    ]
    session.save()
    return manual


def make_part(manual: ManualPage, **fields: Any) -> ManualPartPage:
    parent = ManualPage.objects.get(pk=manual.pk)
    return parent.add_child(instance=ManualPartPage(**fields))


def make_print(manual: ManualPage, *, locale: str = "en") -> ManualPrint:
    """Without a printer, where only the file counts."""
    content = b"%PDF-1.7"
    return ManualPrint.objects.create(
        manual=manual.translation_key,
        locale=locale,
        digest="",
        content=content,
        size=len(content),
        pages=40,
    )
