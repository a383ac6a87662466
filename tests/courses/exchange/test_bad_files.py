"""Whatever stands in the files: every mistake is named, nothing is changed, nothing breaks."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exchange.load import load
from tests.courses.exchange import folder
from tests.courses.exchange.folder import refusals

pytestmark = pytest.mark.django_db

# To a page that is nowhere.
LINK = '<p><a linktype="page" uuid="7a55726f-2390-403c-b116-4434827151d9">Gate</a></p>'


@pytest.fixture
def files(tmp_path):
    return folder.write(tmp_path / "small")


def numbered(cases: list[tuple]) -> list[str]:
    return [f"{number} {case[-1]}" for number, case in enumerate(cases)]


def a_block(block):
    return lambda data: data["body"].append(block)


def a_question(**fields):
    return lambda data: data["questions"][0].update(fields)


def without(name):
    return lambda data: data.pop(name)


TABLE = {"caption": "Who", "columns": ["a", "b"], "rows": [["a", "b"]]}
FILM = {"title": "Gate", "video": "gate-12345678.mp4", "seconds": 5, "transcript": "<p>Go.</p>"}
SORTING = {"title": "Sort", "instruction": "Now?", "groups": ["Now", "Later"]}
CARDS = [{"text": "a", "group": 1, "feedback": "b"}, {"text": "c", "group": 3, "feedback": "d"}]
RIGHT = {"text": "Also", "correct": True, "feedback": "Hm."}
BAD = [
    (folder.COURSE, without("audience"), "“audience” is missing"),
    (folder.COURSE, lambda d: d.update(audiance="x"), "“audiance” is not known here"),
    (folder.COURSE, lambda d: d.update(title=5), "title: This must be text"),
    (folder.COURSE, lambda d: d.update(duration_minutes="30"), "must be a whole number"),
    (folder.COURSE, lambda d: d.update(duration_minutes=True), "must be a whole number"),
    (folder.COURSE, lambda d: d.update(duration_minutes=10**30), "duration_minutes: "),
    (folder.COURSE, lambda d: d.update(level="expert"), "level: "),
    (folder.COURSE, lambda d: d.update(slug="a b"), "slug: "),
    (folder.COURSE, lambda d: d.update(slug=""), "slug: "),
    (folder.COURSE, lambda d: d.update(title="x" * 300), "title: "),
    (folder.COURSE, lambda d: d.update(uuid="me"), "This is not a uuid"),
    (folder.COURSE, lambda d: d.update(image="path.png"), "There is no image “path.png”"),
    (folder.COURSE, lambda d: d.update(topics=["?"]), "is no name for a topic"),
    (folder.COURSE, lambda d: d["objectives"].append({"code": "1.1", "text": "x"}), "there twice"),
    (folder.COURSE, lambda d: d["objectives"][0].update(code="one"), "objectives"),
    (folder.LESSON, lambda d: d.update(kind="film"), "Begin with “kind: lesson”"),
    (folder.LESSON, lambda d: d.update(kind=["lesson"]), "Begin with “kind: lesson”"),
    (folder.LESSON, lambda d: d.update(slug="at-the-gate"), "“at-the-gate” is there twice"),
    (folder.LESSON, lambda d: d.update(minutes=-1), "minutes: "),
    (folder.LESSON, a_block({"movie": "x"}), "the names are heading, rich_text"),
    (folder.LESSON, a_block({"heading": "a", "steps": "b"}), "Each block is one name"),
    (folder.LESSON, a_block("heading"), "must be a mapping"),
    (folder.LESSON, a_block({"heading": ""}), "body > 6: This field is required"),
    (folder.LESSON, a_block({"heading": "a\0b"}), "invisible control character"),
    (folder.LESSON, a_block({"steps": {"title": "x", "items": ["one"]}}), "items"),
    (folder.LESSON, a_block({"steps": {"items": ["one", "two"]}}), "“title” is missing"),
    (folder.LESSON, a_block({"table": {**TABLE, "rows": [["a"]]}}), "one text for each column"),
    (folder.LESSON, a_block({"table": {**TABLE, "caption": ""}}), "Write a caption"),
    (folder.LESSON, a_block({"table": {**TABLE, "rows": [["", "b"]]}}), "in its first cell"),
    (folder.LESSON, a_block({"table": {**TABLE, "columns": "x"}}), "must be a list"),
    (folder.LESSON, a_block({"video": FILM}), "no film or recording “gate-12345678.mp4”"),
    (folder.LESSON, a_block({"document": {"title": "A", "document": "a.pdf"}}), "no document"),
    (folder.LESSON, a_block({"sorting": {**SORTING, "cards": CARDS}}), "no group of this number"),
    (folder.LESSON, a_block({"figure": {"figure": "x"}}), "no dated figure “x”"),
    (
        folder.LESSON,
        a_block({"knowledge_check": {"question": "small/none"}}),
        "no question “small/none”",
    ),
    (folder.LESSON, a_block({"image": {"image": None}}), "This field is required"),
    (
        folder.LESSON,
        a_block({"rich_text": "<p>Hi</p><script>alert(1)</script>"}),
        "“<script>” is not allowed",
    ),
    (folder.LESSON, a_block({"rich_text": "<p>1 < 2</p>"}), "write a plain < as &lt;"),
    (folder.LESSON, a_block({"rich_text": "<p onclick='x()'>Hi</p>"}), "is not allowed"),
    (folder.LESSON, a_block({"rich_text": "<a href='javascript:x()'>Hi</a>"}), "is not allowed"),
    (folder.LESSON, a_block({"rich_text": '<a linktype="page" id="1">x</a>'}), "is not allowed"),
    (folder.LESSON, a_block({"rich_text": '<a linktype="page">x</a>'}), "Write a link to a page"),
    (
        folder.SECOND,
        lambda d: d["body"][0]["scenario"]["nodes"][0]["choices"][0].update(goes_to="nowhere"),
        "leads to “nowhere”",
    ),
    (folder.QUIZ, lambda d: d["blueprint"][1]["draw"].update(count="1"), "whole number"),
    (folder.QUIZ, lambda d: d["blueprint"][1]["draw"].update(bank="big"), "“big”"),
    (folder.QUIZ, lambda d: d["blueprint"][1]["draw"].update(critical="maybe"), "maybe"),
    (folder.QUIZ, lambda d: d.update(pass_mark=101), "pass_mark: "),
    (folder.FIGURES, lambda d: d[0].update(as_of="2025-01-02"), "as_of: This must be a date"),
    (folder.FIGURES, lambda d: d.append({**d[0], "text": ""}), "text: This field cannot be blank"),
    (folder.FIGURES, lambda d: d.append({**d[0]}), "“reports-2024” is there twice"),
    (folder.BANK, lambda d: d["questions"][0]["choices"][1].update(RIGHT), "exactly one choice"),
    (folder.BANK, lambda d: d["questions"][0]["choices"][1].update(text=""), "has no text"),
    (folder.BANK, lambda d: d["questions"][0]["choices"][1].update(text=False), "must be text"),
    (folder.BANK, lambda d: d["questions"][0]["choices"][1].update(id="a"), "the same id"),
    (folder.BANK, lambda d: d["questions"][0]["choices"][1].update(id="1"), "letters from a to z"),
    (folder.BANK, lambda d: d["questions"][0]["choices"].append("x"), "must be a mapping"),
    (folder.BANK, a_question(type="essay"), "Write one of single_choice"),
    (folder.BANK, a_question(type={}), "Write one of single_choice"),
    (folder.BANK, a_question(objective=1.1), "objective: This must be text"),
    (folder.BANK, a_question(objective="first"), "objective: "),
    (folder.BANK, a_question(practice_only=True), "A practice question cannot be critical"),
    (folder.BANK, a_question(key="second"), "“second” is there twice"),
    (folder.BANK, a_question(key="old"), "no question “small/first”"),
    (folder.BANK, a_question(prompt=LINK), "A question cannot link to a page"),
    (folder.BANK, lambda d: d["questions"].append(None), "must be a mapping"),
]


@pytest.mark.parametrize(("name", "how", "words"), BAD, ids=numbered(BAD))
def test_a_mistake_is_named_and_nothing_is_loaded(files, name, how, words):
    folder.change(files, name, how)
    before = folder.everything()
    report = load(files)
    assert words in refusals(report)
    assert any(row.what.startswith(name) or name == folder.BANK for row in report.refused)
    assert folder.everything() == before


def test_a_link_to_no_page_is_refused(files):
    folder.change(files, folder.LESSON, lambda data: data["body"].append({"rich_text": LINK}))
    assert "There is no page 7a55726f" in refusals(load(files))


TEXTS = [
    ("title: [unclosed", "line 1"),
    ("title: a\ntitle: b", "“title” stands there twice"),
    ("title: &x a\nslug: *x", "anchors (&), aliases (*) and tags (!) are not used"),
    ("title: !!python/object/apply:os.system [ls]", "tags (!) are not used"),
    ("? [a, b]\n: c", "line 1"),
    ("as_of: 2025-02-31", "This is not YAML"),
    ("[" * 5000, "nested too deeply"),
    ("- a\n- b", "must be a mapping"),
    ("", "The file is empty"),
    ("just words", "must be a mapping"),
    ("title: x" + " " * 1_000_001, "larger than 1 MB"),
    (b"title: \xff\xfe", "not UTF-8"),
]


@pytest.mark.parametrize(("text", "words"), TEXTS, ids=numbered(TEXTS))
def test_a_file_that_cannot_be_read_is_named(files, text, words):
    path = files / folder.COURSE
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = folder.everything()
    report = load(files)
    assert words in refusals(report)
    assert folder.everything() == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("modules/lesson.yaml", "needs a name like"),
        ("modules/01-listening/first.yaml", "needs a name like"),
        ("modules/01-listening/04-more.yml", "needs a name like"),
        ("banks/notes.txt", "does not belong here"),
        ("lessons.yaml", "does not belong here"),
        ("modules/02-empty/01-lesson.yaml", "module.yaml: This file is missing"),
    ],
)
def test_a_file_in_the_wrong_place_is_named(files, name, words):
    (files / name).parent.mkdir(exist_ok=True)
    (files / name).write_text("x: y")
    assert words in refusals(load(files))


def test_a_readme_may_lie_beside_the_files(files):
    (files / "README.md").write_text("# Small")
    (files / ".gitkeep").write_text("")
    assert not load(files).refused


def test_a_folder_without_a_course_is_refused(tmp_path):
    assert "has no course.yaml" in refusals(load(tmp_path / "nowhere"))


def _paths(data, path=()):
    yield path
    if isinstance(data, dict | list):
        for key in data if isinstance(data, dict) else range(len(data)):
            yield from _paths(data[key], (*path, key))


PATHS = [(name, path) for name, data in folder.FILES.items() for path in _paths(data) if path]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.dates()
    | st.sampled_from(["a", "<p>x</p>", "small", "small/first", "1.1", "first-words", "good"])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=40, deadline=None)
@given(where=st.sampled_from(PATHS), value=ANYTHING)
def test_no_value_anywhere_breaks_the_load(tmp_path_factory, where, value):
    name, path = where
    files = copy.deepcopy(folder.FILES)
    target = files[name]
    for part in path[:-1]:
        target = target[part]
    target[path[-1]] = value
    root = folder.write(tmp_path_factory.mktemp("any"), files)
    before = folder.everything()
    report = load(root, dry_run=True)
    assert folder.everything() == before
    assert report.rows
