"""A module as one PDF: who gets it, what it says, and that nothing of a lesson is missing."""

import re
import shutil
from collections import Counter

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from courses.editions import content
from courses.exchange.load import load
from courses.learning import module_sheet, sheet_prose
from courses.studio.release import release
from lms.printing import prose as printing
from lms.printing.elements import is_shown
from lms.printing.prose import Sheet, parsed
from tests.courses.catalogue.test_blocks import BLOCKS, _value
from tests.courses.exchange.folder import STARTER
from tests.factories.courses import SmallCourse, make_course, make_question, publish
from tests.factories.images import make_image
from tests.factories.people import make_enrolment, make_user
from tests.lms.test_prose_print import texts_of
from tests.queries import counted_queries

SHEET = Sheet("https://example.org/", "x", False, "step {}".format, lambda src: None)

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> SmallCourse:
    return make_course()


@pytest.fixture
def learner(client, course):
    enrolment = make_enrolment(course.offering)
    client.force_login(enrolment.person.user)
    return enrolment


def address(course: SmallCourse, module: str = "") -> str:
    return reverse("learning:module", args=[course.slug, module or course.module.slug])


def printed(client: Client, course: SmallCourse) -> bytes:
    response = client.get(address(course))
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def words_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(re.sub("[\u200b\u00ad\ufffe]", "", text).split())


def rewrite(course: SmallCourse, *body: dict, **fields) -> None:
    lesson = course.lessons[0]
    lesson.body = list(body)
    for name, value in fields.items():
        setattr(lesson, name, value)
    publish(lesson)


# --- who gets it ------------------------------------------------------------------------------


def test_a_learner_gets_the_module_as_a_file(client, course, learner):
    response = client.get(address(course))
    name = f"{course.slug}-{course.module.slug}.pdf"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_course_home_and_each_lesson_lead_to_it(client, course, learner):
    home = reverse("learning:course_home", args=[course.slug])
    for page in (home, f"{home}{course.lessons[0].slug}/"):
        assert f'href="{address(course)}"' in client.get(page).content.decode()


def test_a_stranger_does_not_get_it(client, course):
    assert client.get(address(course)).status_code == 302
    client.force_login(make_user())
    assert client.get(address(course)).status_code == 404


def test_a_module_that_does_not_exist(client, course, learner):
    for slug in ("nothing", course.lessons[0].slug):
        assert client.get(address(course, slug)).status_code == 404


# --- what it says -----------------------------------------------------------------------------


def test_it_names_course_module_edition_and_where_to_turn(client, course, learner):
    pdf = printed(client, course)
    words = words_of(pdf)
    last = len(pypdfium2.PdfDocument(pdf))
    for said in (
        *(course.page.title, "Module", "Lesson 1 of 2", "Lesson 2 of 2", "Edition 1"),
        *("Nobody reads it for reports of concern.", "http://testserver/worried/"),
        *(f"1 / {last}", f"{last} / {last}"),
    ):
        assert said in words


def test_each_lesson_begins_a_page(client, course, learner):
    pages = pypdfium2.PdfDocument(printed(client, course))
    texts = [page.get_textpage().get_text_range() for page in pages]
    begins = [n for n, text in enumerate(texts) if re.search(r"Lesson \d of 2", text)]
    assert begins == [1, 2]


def test_a_quiz_says_that_it_is_taken_on_the_platform(client, course, learner):
    words = words_of(printed(client, course))
    assert course.quiz.title in words
    assert "It is not printed" in words


def test_it_is_tagged_and_names_its_language(client, course, learner):
    pdf = pypdfium2.PdfDocument(printed(client, course))
    assert pdf.get_metadata_value("Title").startswith("Module · ")
    assert pdf.is_tagged()
    assert [(it.level, it.get_title()) for it in pdf.get_toc()][:2] == [
        (0, "Module"),
        (1, course.lessons[0].title),
    ]


def test_the_sensitive_part_comes_after_its_note_and_its_alternative(client, course, learner):
    value = {
        "topic": "A topic",
        "note": "A note.",
        "body": [{"type": "rich_text", "value": "<p>The heavy part.</p>"}],
        "alternative": "<p>A lighter text.</p>",
    }
    rewrite(course, {"type": "content_note", "value": value}, content_note="Before all of it.")
    words = words_of(printed(client, course))
    order = ["Before all of it.", "Content note", "A note.", "A lighter text.", "The heavy part."]
    assert sorted(order, key=words.index) == order
    assert "Show this part" not in words


def test_the_answers_to_a_check_stand_at_the_end(client, course, learner):
    question = make_question(course.bank, practice_only=True, live=True)
    check = {"type": "knowledge_check", "value": {"question": question.pk}}
    rewrite(course, check)
    words = words_of(printed(client, course))
    asked, answered = words.index("Check yourself 1"), words.rindex("Answers")
    assert asked < words.index("A right B wrong C odd") < answered
    assert words.index("Right · Because right.") > answered
    assert "Open a choice" not in words


def test_a_story_says_which_step_a_choice_leads_to(client, course, learner):
    choice = {"text": "I wait.", "feedback": "<p>Hm.</p>", "goes_to": "end"}
    nodes = [
        {"key": "start", "text": "<p>It is dark.</p>", "ending": "", "choices": [choice]},
        {"key": "end", "text": "<p>It is light.</p>", "ending": "good", "choices": []},
    ]
    value = {"title": "A night", "intro": "<p>You watch.</p>", "nodes": nodes}
    rewrite(course, {"type": "scenario", "value": value})
    words = words_of(printed(client, course))
    assert "I wait. (step 2)" in words
    assert "Go on (step 3)" in words
    assert "(end)" not in words
    assert "Start again" not in words


def test_a_picture_is_printed(client, course, learner):
    value = {"image": make_image().pk, "alt": "A path", "decorative": False, "caption": "The way"}
    rewrite(course, {"type": "image", "value": value})
    pdf = printed(client, course)
    assert "The way" in words_of(pdf)
    page = pypdfium2.PdfDocument(pdf)[1].render().to_pil().convert("RGB")
    teal = [n for n, (r, g, b) in page.getcolors(1 << 24) if r < 9 and 120 < g < 136 > b > 120]
    assert sum(teal) > 50


def test_a_picture_elsewhere_is_not_fetched():
    for src in ("https://example.org/a.png", "/media/../db.sqlite3", "/media/gone.png", "/x"):
        assert module_sheet.picture(src) is None


@pytest.mark.parametrize("text", ["A 👍 and a 字", "\u202eturned", "⟦x⟧", "x" * 400])
def test_no_character_stops_the_printing(client, course, learner, text):
    rewrite(course, {"type": "heading", "value": text}, title=text[:200], content_note=text)
    assert "Lesson 2 of 2" in words_of(printed(client, course))


def test_a_course_from_right_to_left(client, course, learner):
    arabic = Locale.objects.create(language_code="ar-xb")
    page = course.lessons[0].copy_for_translation(arabic, copy_parents=True)
    page.title, page.body = "من هو الطفل؟", [{"type": "heading", "value": "استمع"}]
    publish(page)
    learner.locale = "ar-xb"
    learner.save()
    pdf = printed(client, course)
    words = words_of(pdf)
    assert "الطفل" in words
    assert "[Check" not in words
    assert _edge_of_ink(pdf) == "right"


def _edge_of_ink(pdf: bytes) -> str:
    """On which side the title of the second page stands."""
    image = pypdfium2.PdfDocument(pdf)[1].render(scale=1).to_pil().convert("L")
    left, _top, right, _bottom = image.crop((0, 90, image.width, 200)).point(_dark).getbbox()
    return "right" if image.width - right < left else "left"


def _dark(value: int) -> int:
    return 255 if value < 120 else 0


# --- nothing is lost --------------------------------------------------------------------------


def test_every_word_of_the_starter_course_is_printed(client, tmp_path):
    english = shutil.ignore_patterns("translations")
    page = load(shutil.copytree(STARTER, tmp_path / "starter", ignore=english)).course_page
    assert page
    edition = release(course_page=page)
    outline = content.outline(edition, "en")
    assert len(outline.modules) > 2
    for module in outline.modules:
        found = Counter(_tokens(words_of(module_sheet.module_pdf(edition, outline, module, "en"))))
        for lesson in [item for item in module.children if item.kind == "lesson"]:
            wanted = Counter(_tokens(_shown(content.prose(lesson, "en").html)))
            assert not wanted - found, lesson.slug


@pytest.mark.parametrize("name", BLOCKS)
def test_every_word_of_a_block_is_printed(name):
    """Of a block that nobody thought of here, too."""
    checks = sheet_prose.Checks()
    html = BLOCKS[name].render(_value(name))
    body = str(sheet_prose.arranged(html, checks))
    blocks = [it for part in (body, *checks.answers) for it in printing.blocks(parsed(part), SHEET)]
    found = Counter(_tokens(" ".join(texts_of(blocks))))
    assert not Counter(_tokens(_shown(html))) - found


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _shown(html: str) -> str:
    """What a browser shows of a lesson but what has no use on paper."""
    soup = sheet_prose.parsed(html)
    useless = f"{sheet_prose.LEFT_OUT}, .sensitive > summary"
    for tag in [*soup.select(useless), *soup.find_all(lambda tag: not is_shown(tag))]:
        tag.decompose()
    return soup.get_text(" ")


def test_what_cannot_be_printed_leads_to_the_lessons_and_into_the_log(
    client, course, learner, monkeypatch, caplog
):
    unprintable = {"lang": 1}
    monkeypatch.setattr(module_sheet._Printed, "data", lambda self, edition, today: unprintable)
    response = client.get(address(course), follow=True)
    assert response.redirect_chain == [(reverse("learning:course_home", args=[course.slug]), 302)]
    assert "Print each lesson from your browser." in response.content.decode()
    assert str(course.module.translation_key) in caplog.text


# --- what it costs ----------------------------------------------------------------------------


def test_the_second_download_is_not_drawn_again(client, course, learner, monkeypatch):
    first = printed(client, course)
    monkeypatch.setattr(module_sheet, "render", None)
    assert printed(client, course) == first


def test_what_is_published_is_drawn_again(
    client, course, learner, django_capture_on_commit_callbacks
):
    printed(client, course)
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(course, {"type": "rich_text", "value": "<p>Newer.</p>"})
    assert "Newer." in words_of(printed(client, course))


def test_a_download_costs_the_same_for_2_and_8_lessons(client):
    costs = []
    for lessons in (2, 8):
        course = make_course(lessons=lessons)
        client.force_login(make_enrolment(course.offering).person.user)
        printed(client, course)
        with counted_queries() as queries:
            printed(client, course)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 4
