"""GIFT: its whole grammar, and our own coming back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.formats import Entry
from courses.questions.formats.gift import Gift
from courses.questions.import_plan import without_ids
from tests.factories.questions import BODIES, body

GIFT = Gift()


def read(text: str) -> list[Entry]:
    return GIFT.read(text.encode()).entries


def one(text: str) -> Entry:
    [entry] = read(text)
    assert not entry.refusal
    return entry


def test_one_best_answer_with_feedback_and_weights():
    entry = one(
        """// question: 1  name: Grant
// [id:grant-1] [tag:objective:4.1] [tag:trust \\] me]
::Grant::Who is buried\\: in Grant's tomb?{
    =no one#Right \\#1.
    ~%50%Grant and\\nhis wife#Nearly.
    ~%-25%nobody \\~ \\= \\{x\\}
    ####That <b>is</b> why.
}"""
    )
    assert (entry.name, entry.key, entry.objective) == ("Grant", "grant-1", "4.1")
    assert entry.tags == ["trust ] me"]
    assert entry.body == {
        "type": "single_choice",
        "prompt": "<p>Who is buried: in Grant's tomb?</p>",
        "choices": [
            {"text": "no one", "correct": True, "feedback": "Right #1."},
            {
                "text": "Grant and his wife",
                "correct": False,
                "feedback": "Nearly.",
                "points": 50,
            },
            {"text": "nobody ~ = {x}", "correct": False, "feedback": ""},
        ],
        "feedback": "<p>That <b>is</b> why.</p>",
    }


@pytest.mark.parametrize(("wrong", "lenient"), [("%-50%", None), ("", True)])
def test_several_right_answers(wrong, lenient):
    found = one(f"Which?{{~%50%a ~%50%b ~{wrong}c}}").body
    assert found["type"] == "multiple_choice"
    assert [choice["correct"] for choice in found["choices"]] == [True, True, False]
    assert found.get("lenient") == lenient


@pytest.mark.parametrize(
    ("answers", "right", "said"),
    [
        ("T", "True", ("", "")),
        ("FALSE#No, it is not.#Yes.", "False", ("No, it is not.", "Yes.")),
        ("TRUE#Wrong.#Right.####All.", "True", ("Right.", "Wrong.")),
    ],
)
def test_true_or_false(answers, right, said):
    found = one(f"Is it?{{{answers}}}").body
    assert found["type"] == "true_false"
    assert [choice["text"] for choice in found["choices"] if choice["correct"]] == [right]
    assert tuple(choice["feedback"] for choice in found["choices"]) == said


def test_words():
    found = one("Two plus two?{=four =%50%4#In words. =for*}").body
    assert found["answers"] == [
        {"text": "four", "points": 100, "feedback": ""},
        {"text": "4", "points": 50, "feedback": "In words."},
        {"text": "for*", "points": 100, "feedback": ""},
    ]


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ("#1822:5", [("1822", "5", 100)]),
        ("#1..5", [("3", "2", 100)]),
        ("#3.141..3.142", [("3.1415", "0.0005", 100)]),
        ("#=1822:0#Yes! =%50%1822:2#Nearly.", [("1822", "0", 100), ("1822", "2", 50)]),
        ("#-3", [("-3", "0", 100)]),
    ],
)
def test_numbers(answers, wanted):
    found = one(f"When?{{{answers}}}").body
    assert [(a["value"], a["tolerance"], a["points"]) for a in found["answers"]] == wanted


def test_the_feedback_for_any_other_number_is_told():
    assert one("When?{#=1:0 ~#No.}").notes == ["The feedback for any other number was left out."]


def test_lines_to_match():
    found = one("Match.{=Canada -> Ottawa =Italy->Rome = -> Paris}").body
    assert [(pair["text"], pair["answer"]) for pair in found["pairs"]] == [
        ("Canada", "Ottawa"),
        ("Italy", "Rome"),
    ]
    assert found["extras"] == [{"text": "Paris"}]


def test_an_essay_and_a_missing_word():
    assert one("Write about it. {####Thanks.}").body["type"] == "free_text"
    missing = one("Grant is {~buried =entombed ~living} in his tomb.").body
    assert missing["prompt"] == "<p>Grant is _____ in his tomb.</p>"


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("[html]<p>a<br>b</p>{}", "<p>a<br/>b</p>"),
        ("[plain]<b>{}", "<p>&lt;b&gt;</p>"),
        ("[markdown]**a**{}", "<p><b>a</b></p>"),
        ("[moodle]a\\n\\nb{}", "<p>a</p>\n<p>b</p>"),
        ("a\nb{}", "<p>a<br/>b</p>"),
        ("a\\\\b{}", "<p>a\\b</p>"),
        ("[html]<script>x()</script>ok{}", "<p>ok</p>"),
    ],
)
def test_formats_of_the_text(text, prompt):
    assert one(text).body["prompt"] == prompt


def test_categories_comments_and_lines():
    first, second = read("// only\n\n\na{}\n\n$CATEGORY: $course$/top/A/B\n\n// x\nb\n{=c}\n")
    assert (first.line, first.path) == (4, ())
    assert (second.line, second.path) == (8, ("A", "B"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Only a text.", "without a question"),
        ("A bracket { is open", "bracket"),
        ("A bracket } is closed", "bracket"),
        ("How many?{#many}", "not a number"),
        ("Match.{=a->b =c}", "no ->"),
    ],
)
def test_what_cannot_be_read_says_why(text, said):
    [entry] = read(text)
    assert said in entry.refusal
    assert entry.body == {}


def test_an_old_encoding_is_read_and_said():
    reading = GIFT.read("Élève?{T}".encode("cp1252"))
    assert reading.entries[0].body["prompt"] == "<p>Élève?</p>"
    assert "Windows-1252" in reading.notes[0]
    assert GIFT.read("\ufeffÉlève?{T}".encode()).notes == []


@given(st.text(alphabet="ab{}~=#:\\%->[]\n$/ .1T", max_size=60))
def test_no_text_makes_it_stumble(text):
    for entry in GIFT.read(f"x{text}".encode()).entries:
        assert bool(entry.body) != bool(entry.refusal)


def what_gift_keeps(plain: dict) -> dict:
    """A body without what docs/quizzes.md says is lost."""
    for part in plain.get("pairs", []):
        part["feedback"] = ""
    for group in plain.get("groups", []):
        for card in group["cards"]:
            card["feedback"] = ""
    if plain["type"] == "number":
        plain["units"] = []
    if plain["type"] == "free_text":
        plain["criteria"] = [{"text": "Answers the question", "points": 1}]
        del plain["guide"]
    return plain


@pytest.mark.parametrize("kind", sorted(set(BODIES) - {"cloze"}))
def test_a_type_comes_back_as_far_as_gift_goes(kind):
    plain = what_gift_keeps(without_ids(body(kind)))
    entry = Entry(body=plain, key="a-key", objective="4.1", tags=["trust"], critical=True)
    [found] = GIFT.read(GIFT.write([entry]).content).entries
    assert found.body == plain
    assert (found.key, found.objective, found.tags) == ("a-key", "4.1", ["trust"])
    assert found.critical


@given(
    st.text(alphabet="ab{}~=#:\\%->[]$/ .1T*é", min_size=1, max_size=30).map(str.strip).filter(bool)
)
def test_any_text_of_a_choice_comes_back(text):
    choices = [
        {"text": text, "correct": True, "feedback": text},
        {"text": "b", "correct": False, "feedback": "", "points": 37},
    ]
    plain = without_ids(body("single_choice", choices=choices))
    [found] = GIFT.read(GIFT.write([Entry(body=plain, key="a")]).content).entries
    assert found.body == plain


def test_a_text_with_gaps_is_left_out_and_said():
    written = GIFT.write([Entry(body=without_ids(body("cloze")), key="gaps")])
    assert written.left_out == [("gaps", "GIFT has no text with gaps.")]
