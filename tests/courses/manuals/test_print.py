"""A manual as a PDF: made by a task, accessible, and never while somebody waits for it."""

import io
import re

import pikepdf
import pypdfium2
import pytest
import typst
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import Locale
from wagtail.rich_text import RichText

from courses.editions import freshness
from courses.manuals import printing
from courses.models import CoursePage, ManualPage, ManualPartPage, ManualPrint
from lms.printing import compiler
from lms.pseudo import CODE
from tests.factories.courses import make_course, publish
from tests.factories.manuals import make_manual, make_print
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    cache.delete(freshness.KEY)
    return make_course()


@pytest.fixture
def manual(course) -> ManualPage:
    return make_manual(course)


@pytest.fixture
def facilitator(client):
    client.force_login(make_user(group="Facilitators"))
    return client


def pages_of(pdf: bytes) -> list[str]:
    texts = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return [" ".join(re.sub("[\u200b\u00ad\ufffe]", "", text).split()) for text in texts]


def language_of_first_words(page: pikepdf.Page) -> str:
    """What its first line begins in, where that is not the language of the line."""
    begun = (it.operands[1] for it in pikepdf.parse_content_stream(page, "BDC"))
    return str(next(it for it in begun if it.get("/MCID") == 0).get("/Lang", ""))


def text_and_names_of(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return " ".join([*pages_of(pdf), str(opened.docinfo.Author)])


def test_publishing_parts_leaves_the_printing_to_one_task(
    course, manual, queued_tasks, django_capture_on_commit_callbacks
):
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 (only this backend has it)

    with django_capture_on_commit_callbacks(execute=True):
        for part in ManualPartPage.objects.all():
            publish(part)
    queued = DBTaskResult.objects.filter(task_path="courses.manuals.printing.print_manuals")
    assert queued.count() == 1
    assert not ManualPrint.objects.exists()


def test_a_session_begins_a_page_and_what_is_short_follows_it(course, manual):
    assert printing.print_stale() == 1
    printed = ManualPrint.objects.get()
    first, about, session = pages_of(bytes(printed.content))
    assert printed.pages == 3
    assert printed.size == len(printed.content)
    for said in ("Facilitator manual", course.page.title, "In this manual", "Certified trainers"):
        assert said in first
    assert "It is our own work." in about
    assert "Session 1 · 50 minutes" in session
    assert "the bank (page 3)" in session
    assert "Safe answer: A child, in doubt." in session
    assert "Do not use if … learners could be teased." in session
    for number, page in enumerate((first, about, session), start=1):
        assert f"{number} / 3" in page
        assert "Version 0.2 · draft" in page


@pytest.mark.parametrize("address", ["{}#part-1", "http://testserver{}", "http://testserver{}#x"])
def test_a_link_to_another_part_gives_its_page_however_it_is_written(course, manual, address):
    session = ManualPartPage.objects.get(slug="who-is-a-child")
    href = address.format(reverse("manuals:part", args=[course.slug, "cases"]))
    session.body = [("rich_text", RichText(f'<p>Take <a href="{href}">the bank</a>.</p>'))]
    publish(session)
    printing.print_stale()
    page = pages_of(bytes(ManualPrint.objects.get().content))[2]
    assert "Take the bank (page 3)." in page
    assert href not in page


def test_it_is_tagged_named_and_has_bookmarks_and_links(course, manual):
    printing.print_stale()
    content = bytes(ManualPrint.objects.get().content)
    pdf = pypdfium2.PdfDocument(content)
    assert pdf.is_tagged()
    assert [it.get_title() for it in pdf.get_toc() if it.level == 1] == [
        "About this manual",
        "Who is a child?",
        "Cases",
    ]
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert opened.Root.Lang == "en"
        assert opened.docinfo.Title == f"Facilitator manual · {course.page.title}"
        assert str(opened.open_metadata()["pdfuaid:part"]) == "1"
        links = [it for it in opened.pages[2].Annots if it.Subtype == "/Link"]
        assert len(links) == 1


def test_the_same_manual_is_not_printed_again(course, manual, monkeypatch):
    printing.print_stale()
    monkeypatch.setattr(printing, "render", None)
    assert printing.print_stale() == 0


def test_what_is_published_takes_the_place_of_the_old_one(course, manual):
    printing.print_stale()
    page = ManualPartPage.objects.get(slug="cases")
    page.title = "More cases"
    publish(page)
    assert printing.print_stale() == 1
    assert "More cases" in " ".join(pages_of(bytes(ManualPrint.objects.get().content)))


@pytest.mark.parametrize("setting", ["BASE_URL", "WAGTAIL_SITE_NAME"])
def test_a_site_that_is_called_another_prints_anew(course, manual, settings, setting):
    printing.print_stale()
    setattr(settings, setting, "https://moved.example")
    assert printing.print_stale() == 1
    assert "https://moved.example" in text_and_names_of(bytes(ManualPrint.objects.get().content))


def test_another_look_prints_anew(course, manual, monkeypatch, tmp_path):
    names = [path.name for path in printing.LOOKS]
    assert names == ["manual.typ", "prose.typ", "sheet.typ"]
    printing.print_stale()
    for number, path in enumerate(printing.LOOKS):
        other = tmp_path / path.name
        other.write_text(path.read_text() + "// mended")
        looks = (*printing.LOOKS[:number], other, *printing.LOOKS[number + 1 :])
        monkeypatch.setattr(printing, "LOOKS", looks)
        assert printing.print_stale() == 1


def test_what_is_published_again_as_it_was_is_not_printed_again(course, manual):
    printing.print_stale()
    publish(ManualPartPage.objects.get(slug="cases"))
    assert printing.print_stale() == 0


def test_a_manual_that_is_gone_leaves_no_file(course, manual):
    make_print(manual)
    ManualPage.objects.get().delete()
    assert printing.print_stale() == 0
    assert not ManualPrint.objects.exists()


def translated_into_arabic(manual: ManualPage) -> ManualPage:
    other = Locale.objects.get_or_create(language_code=CODE)[0]
    page = manual.copy_for_translation(other, copy_parents=True)
    page.title = "Manuel"
    return publish(page)


def test_a_translation_is_a_file_of_its_own(course, manual):
    translated_into_arabic(manual)
    assert printing.print_stale() == 2
    printed = ManualPrint.objects.get(locale=CODE)
    with pikepdf.open(io.BytesIO(bytes(printed.content))) as opened:
        assert opened.Root.Lang == "ar"
    assert "Manuel" in pages_of(bytes(printed.content))[0]


def test_what_is_not_translated_is_printed_in_its_own_language(course, manual):
    """As screen readers are told it: the course on the first page, a part and its label."""
    translated_into_arabic(manual)
    CoursePage.objects.filter(locale__language_code=CODE).update(live=False)
    printing.print_stale()
    content = bytes(ManualPrint.objects.get(locale=CODE).content)
    with pikepdf.open(io.BytesIO(content)) as opened:
        named_course, *lines = opened.Root.StructTreeRoot.K[0].K
        headings = {str(it.T): str(it.get("/Lang", "")) for it in lines if it.S == "/H2"}
        assert named_course.Lang == "en"
        assert headings == {"About this manual": "", "Who is a child?": "en", "Cases": "en"}
        assert language_of_first_words(opened.pages[2]) == "en"


def test_a_translation_that_is_withdrawn_leaves_no_file(course, manual):
    translated = translated_into_arabic(manual)
    make_print(manual)
    make_print(manual, locale=CODE)
    translated.unpublish()
    printing.print_stale()
    assert ManualPrint.objects.get().locale == "en"


def test_one_that_is_refused_has_no_file_and_keeps_no_other_from_printing(
    course, manual, monkeypatch, caplog
):
    def render(template, data, **how):
        if "Refused" in data["document_title"]:
            raise typst.TypstError("no glyph")
        return compiler.render(template, data, **how)

    make_print(make_manual(make_course(), title="Refused"))
    later = make_manual(make_course())
    monkeypatch.setattr(printing, "render", render)
    assert printing.print_stale() == 2
    printed = set(ManualPrint.objects.values_list("manual", flat=True))
    assert printed == {manual.translation_key, later.translation_key}
    assert "Manual not printed" in caplog.text


# --- who gets it ------------------------------------------------------------------------------


def test_the_contents_say_how_large_it_is(course, manual, facilitator):
    make_print(manual)
    address = reverse("manuals:pdf", args=[course.slug])
    page = facilitator.get(reverse("manuals:contents", args=[course.slug])).content.decode()
    assert f'href="{address}" hreflang="en"' in page
    assert '"outline-meta">40 pages · 8\xa0bytes' in page
    response = facilitator.get(address)
    assert response.headers["Content-Type"] == "application/pdf"
    name = f'attachment; filename="{course.slug}-manual-en.pdf"'
    assert response.headers["Content-Disposition"] == name
    assert response.headers["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content) == b"%PDF-1.7"


def test_a_pdf_in_another_language_than_the_page_says_so(course, manual, facilitator):
    make_print(manual)
    address = reverse("manuals:contents", args=[course.slug])
    page = facilitator.get(address, headers={"Accept-Language": "fr"}).content.decode()
    assert 'manual.pdf" hreflang="en"' in page
    assert '"outline-meta">Anglais · 40 pages' in page


def test_until_it_is_made_nothing_leads_to_it(course, manual, facilitator):
    page = facilitator.get(reverse("manuals:contents", args=[course.slug])).content.decode()
    assert "There is no PDF of the whole manual yet." in page
    assert facilitator.get(reverse("manuals:pdf", args=[course.slug])).status_code == 404


def test_who_may_not_read_the_manual_does_not_get_it(course, manual, client):
    make_print(manual)
    address = reverse("manuals:pdf", args=[course.slug])
    assert client.get(address).status_code == 302
    client.force_login(make_user())
    assert client.get(address).status_code == 404
