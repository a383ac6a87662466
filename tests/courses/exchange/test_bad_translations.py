"""A translation that is not one of the course is refused, with a line that says what to do."""

import pytest

from courses.exchange.load import load
from courses.exchange.report import Action
from courses.models import CoursePage
from tests.courses.exchange import folder

pytestmark = pytest.mark.django_db

LESSON, BANK = f"{folder.FR}/{folder.LESSON}", f"{folder.FR}/{folder.BANK}"
QUIZ, COURSE = f"{folder.FR}/{folder.QUIZ}", f"{folder.FR}/{folder.COURSE}"
SECOND, FIGURES = f"{folder.FR}/{folder.SECOND}", f"{folder.FR}/{folder.FIGURES}"


@pytest.fixture
def files(tmp_path):
    return folder.write_with_french(tmp_path)


def refused(files) -> str:
    report = load(files)
    assert not CoursePage.objects.exists()
    return folder.refusals(report)


def test_a_file_too_many_says_what_it_may_be(files):
    (files / LESSON).rename(files / LESSON.replace("first-words", "premiers-mots"))
    said = refused(files)
    assert "premiers-mots.yaml: The course itself has no modules/01-listening" in said


def choices(data: dict) -> list[dict]:
    return data["questions"][0]["choices"]


def first_node(data: dict) -> dict:
    return data["body"][0]["scenario"]["nodes"][0]


BAD = [
    (
        LESSON,
        lambda d: d["body"].pop(0),
        "The course itself has “body > 1 > heading” here",
    ),
    (LESSON, lambda d: d["body"].append({"heading": "Too much"}), "has nothing here; remove it"),
    (LESSON, lambda d: d.update(minutes=9), "minutes: This must be “5”"),
    (LESSON, lambda d: d.update(required=False), "required: This must be “true”"),
    (LESSON, lambda d: d.update(slug="premiers-mots"), "slug: This must be “first-words”"),
    (LESSON, lambda d: d.update(kind="quiz", body=None), "is not known here"),
    (LESSON, lambda d: d["body"][0].update(heading=""), "1 > heading: This text is missing"),
    (
        LESSON,
        lambda d: d.update(content_note="Note"),
        "content_note: The course itself has no text",
    ),
    (
        LESSON,
        lambda d: d["body"][1].update(rich_text="<p>Un</p><p>Deux</p>"),
        "Keep the paragraphs",
    ),
    (
        LESSON,
        lambda d: d["body"][2]["do_dont"]["dont"].append("Non"),
        "dont > 2: The course itself",
    ),
    (
        LESSON,
        lambda d: d["body"][3]["knowledge_check"].update(question="small/x"),
        "small/practice",
    ),
    (SECOND, lambda d: first_node(d).update(key="debut"), "key: This must be “start”"),
    (SECOND, lambda d: first_node(d)["choices"][0].update(goes_to="start"), "must be “end”"),
    (QUIZ, lambda d: d.update(pass_mark=50), "pass_mark: This must be “80”"),
    (QUIZ, lambda d: d["blueprint"].reverse(), "The course itself has “blueprint > 1 > fixed"),
    (BANK, lambda d: choices(d)[0].update(id="c"), "first > choices > 1 > id: This must be “a”"),
    (BANK, lambda d: choices(d)[1].update(correct=True), "exactly one"),
    (BANK, lambda d: choices(d).reverse(), "choices > 1 > id: This must be “a”"),
    (BANK, lambda d: choices(d).pop(), "at least two choices"),
    (BANK, lambda d: d["questions"].reverse(), "> practice: The course itself has “first”"),
    (BANK, lambda d: d["questions"][1].update(key="other"), "The course itself has “second”"),
    (BANK, lambda d: d["questions"][0].update(critical=False), "critical: This must be “true”"),
    (BANK, lambda d: d.update(name="Petite"), "name: This must be “Small”"),
    (FIGURES, lambda d: d[0].update(key="other"), "The course itself has “reports-2024”"),
    (COURSE, lambda d: d["outcomes"].append("Plus"), "outcomes > 2: The course itself has nothing"),
    (COURSE, lambda d: d["objectives"][0].update(code="1.2"), "code: This must be “1.1”"),
    (COURSE, lambda d: d.update(mistake="x"), "“mistake” is not known here"),
    (COURSE, lambda d: d.pop("title"), "“title” is missing"),
    (
        COURSE,
        lambda d: d.update(uuid="7a55726f-2390-403c-b116-4434827151d9"),
        "Write the same uuid",
    ),
]


@pytest.mark.parametrize(("name", "how", "message"), BAD, ids=[row[2] for row in BAD])
def test_what_differs_is_named_with_its_place(files, name, how, message):
    folder.change(files, name, how)
    said = refused(files)
    assert message in said
    assert name in said


def test_links_lead_where_those_of_the_course_itself_lead(files):
    link = '<p>See <a href="https://example.org/{}">them</a>.</p>'
    for name, page in ((folder.LESSON, "en"), (LESSON, "fr")):
        text = link.format(page)
        folder.change(files, name, lambda d, text=text: d["body"][1].update(rich_text=text))
    assert "Keep the links of the course itself" in refused(files)


def test_the_gaps_of_a_text_stay(files):
    cloze = {
        "key": "gaps",
        "type": "cloze",
        "objective": "1.1",
        "prompt": "<p>You [[1]].</p>",
        "gaps": [
            {"short_text": {"id": "a", "answers": [{"id": "b", "text": "listen", "points": 100}]}}
        ],
    }
    for name in (folder.BANK, BANK):
        folder.change(files, name, lambda d: d["questions"].append(dict(cloze)))
    folder.change(files, BANK, lambda d: d["questions"][-1].update(prompt="<p>Vous [[2]].</p>"))
    assert "gap" in refused(files).lower()


def test_the_same_words_twice_are_translated_the_same(files):
    for name, last in ((folder.LESSON, "Listen."), (LESSON, "Écoutez bien.")):
        first = "Listen." if name == folder.LESSON else "Écoutez."
        text = f"<ul><li>{first}</li><li>{last}</li></ul>"
        folder.change(files, name, lambda d, text=text: d["body"][1].update(rich_text=text))
    assert "said twice in the same words" in refused(files)


def test_a_text_too_long_for_its_place_is_refused(files):
    long = "mot " * 100
    folder.change(files, LESSON, lambda d: d.update(title=long))
    folder.change(files, BANK, lambda d: choices(d)[0].update(text=long * 2))
    said = refused(files)
    assert f"{LESSON} > title" in said
    folder.change(files, LESSON, lambda d: d.update(title="Court"))
    assert BANK in refused(files)


# --- languages -----------------------------------------------------------------------------------


def rename(files, name: str) -> None:
    (files / folder.FR).rename(files / "translations" / name)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("french", "“french” is no code of a language. Write one of ar-xb, es, fr."),
        ("en", "This is the language of the course itself"),
    ],
)
def test_a_folder_that_is_no_other_language_is_refused(files, name, message):
    rename(files, name)
    assert message in refused(files)


def test_a_file_beside_the_languages_is_refused(files):
    (files / "translations/notes.md").write_text("Hello")
    assert "translations/notes.md: Here are only folders" in refused(files)


def test_a_language_that_the_site_does_not_have_is_told_and_left_out(files):
    rename(files, "de")
    report = load(files)
    assert report.refused == []
    [row] = report.of(Action.LEFT_ALONE)
    assert str(row) == (
        "left alone: translations/de: The site does not have this language, but ar-xb, es, fr."
    )
    assert CoursePage.objects.count() == 1
