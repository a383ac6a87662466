"""Moodle XML: files as Moodle writes them, hostile ones, and our own coming back."""

import base64
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.formats import Entry, Unreadable
from courses.questions.formats.moodle_xml import MoodleXML, join_path, split_path
from courses.questions.import_plan import without_ids
from tests.factories.questions import BODIES, body

XML = MoodleXML()
MULTILANG = '<span lang="%s" class="multilang">%s</span>'
DOT = base64.b64encode(b"a picture").decode()


def read(questions: str) -> list[Entry]:
    return XML.read(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{questions}</quiz>'.encode()
    ).entries


def question(kind: str, rest: str = "", text: str = "<p>Why?</p>", form: str = "html") -> Entry:
    [entry] = read(
        f"""<question type="{kind}">
    <name><text>A name</text></name>
    <questiontext format="{form}"><text><![CDATA[{text}]]></text>
<file name="a dot.png" path="/" encoding="base64">{DOT}</file></questiontext>
    <generalfeedback format="html"><text></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>
    <idnumber></idnumber>
    {rest}
  </question>"""
    )
    return entry


def answer(fraction: str, text: str, feedback: str = "", form: str = "html", more: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="{form}"><text><![CDATA[{text}]]></text>'
        f'<feedback format="html"><text><![CDATA[{feedback}]]></text></feedback>{more}</answer>'
    )


CHOICES = answer("100", "<p>Yes</p>", "<p>Right.</p>") + answer("0", "<p>No</p>")


# --- types --------------------------------------------------------------------------------------


def test_a_choice_with_a_part_of_the_points():
    entry = question(
        "multichoice",
        "<single>true</single>" + answer("100", "A") + answer("33.33333", "B") + answer("-50", "C"),
    )
    assert entry.body["type"] == "single_choice"
    assert [(c["text"], c["correct"], c.get("points")) for c in entry.body["choices"]] == [
        ("A", True, None),
        ("B", False, 33),
        ("C", False, None),
    ]
    assert entry.notes == ["A choice that takes points away now gives none."]


@pytest.mark.parametrize(("wrong", "lenient"), [("-50", None), ("0", True)])
def test_several_choices_are_lenient_where_nothing_takes_points_away(wrong, lenient):
    several = "<single>false</single>" + answer("50", "A") + answer("50", "B") + answer(wrong, "C")
    found = question("multichoice", several).body
    assert found["type"] == "multiple_choice"
    assert [choice["correct"] for choice in found["choices"]] == [True, True, False]
    assert found.get("lenient") == lenient


def test_true_and_false_in_whatever_order_and_language():
    swapped = question("truefalse", answer("100", "false") + answer("0", "true", "No!")).body
    assert [(c["text"], c["correct"]) for c in swapped["choices"]] == [
        ("True", False),
        ("False", True),
    ]
    assert swapped["choices"][0]["feedback"] == "No!"
    old = question("truefalse", answer("100", "Vrai") + answer("0", "Faux")).body
    assert [(c["text"], c["correct"]) for c in old["choices"]] == [("True", True), ("False", False)]


def test_lines_to_match_with_wrong_answers():
    rows = "".join(
        f'<subquestion format="html"><text><![CDATA[{text}]]></text><answer><text>{right}</text>'
        "</answer></subquestion>"
        for text, right in (("<p>Kenya</p>", "Nairobi"), ("Ghana", "Accra"), ("", "Paris"))
    )
    found = question("matching", f"<shuffleanswers>true</shuffleanswers>{rows}").body
    assert [(pair["text"], pair["answer"]) for pair in found["pairs"]] == [
        ("Kenya", "Nairobi"),
        ("Ghana", "Accra"),
    ]
    assert found["extras"] == [{"text": "Paris"}]


def test_a_number_with_units():
    entry = question(
        "numerical",
        answer("100", "5500", more="<tolerance>0.5</tolerance>")
        + answer("50", "1,5E3", more="<tolerance>1</tolerance>")
        + answer("0", "*", "Look again.")
        + "<units><unit><multiplier>1</multiplier><unit_name>W</unit_name></unit>"
        "<unit><multiplier>0.001</multiplier><unit_name>kW</unit_name></unit></units>"
        "<unitgradingtype>0</unitgradingtype><showunits>0</showunits>",
    )
    assert [(a["value"], a["tolerance"], a["points"]) for a in entry.body["answers"]] == [
        ("5500", "0.5", 100),
        ("1.5E+3", "1", 50),
    ]
    assert entry.body["units"] == [{"name": "W", "factor": "1"}, {"name": "kW", "factor": "0.001"}]
    assert entry.notes == ["The feedback for any other number was left out."]


def test_a_number_that_is_none_is_refused():
    assert "not a number" in question("numerical", answer("100", "{x}+1")).refusal


def test_words_with_capitals():
    found = question("shortanswer", "<usecase>1</usecase>" + answer("100", "Foc*", "So.")).body
    assert found["match_case"] is True
    assert found["answers"] == [{"text": "Foc*", "points": 100, "feedback": "So."}]


def test_an_essay_gets_one_criterion_of_its_grade():
    rest = (
        '<graderinfo format="html"><text><![CDATA[<p>Look for:</p><ul><li>a</li><li>b</li></ul>]]>'
        "</text></graderinfo><attachments>2</attachments>"
    )
    entry = question("essay", rest.replace("1.0000000", "3.0"))
    assert entry.body["criteria"] == [{"text": "Answers the question", "points": 1}]
    assert entry.body["guide"].split() == ["Look", "for:", "a", "b"]
    assert entry.notes == ["No files can be handed in here."]


def test_things_to_order():
    rest = "<layouttype>VERTICAL</layouttype>" + "".join(
        answer(str(n), f"<p>{n}</p>") for n in (1, 2, 3)
    )
    assert question("ordering", rest).body["items"] == [{"text": t} for t in "123"]


def test_gaps_as_moodle_writes_them():
    text = (
        "<p>San Francisco: {1:MULTICHOICE:=California#OK~Arizona#Wrong}<br />"
        "Capital: {2:SAC:%100%Paris#Yes!<br />Well done.~%50%Marseille \\} or \\~#No, &amp; far."
        "~*#No.}"
        " since {:NM:=23.8:0.1#Good~%50%23.8:2~*#Any}, {1:MCVS:%-50%a &lt; b~=c}</p>"
    )
    entry = question("cloze", text=text)
    assert entry.refusal == ""
    assert entry.body["prompt"] == (
        "<p>San Francisco: [[1]]<br/>Capital: [[2]] since [[3]], [[4]]</p>"
    )
    first, second, third, fourth = entry.body["gaps"]
    assert first == {
        "weight": 1,
        "type": "single_choice",
        "choices": [
            {"text": "California", "correct": True, "feedback": "OK"},
            {"text": "Arizona", "correct": False, "feedback": "Wrong"},
        ],
    }
    assert (second["weight"], second["match_case"]) == (2, True)
    assert second["answers"] == [
        {"text": "Paris", "points": 100, "feedback": "Yes!\nWell done."},
        {"text": "Marseille } or ~", "points": 50, "feedback": "No, & far."},
        {"text": "*", "points": 0, "feedback": "No."},
    ]
    assert [(a["value"], a["tolerance"], a["points"]) for a in third["answers"]] == [
        ("23.8", "0.1", 100),
        ("23.8", "2", 50),
    ]
    assert [choice["text"] for choice in fourth["choices"]] == ["a < b", "c"]


def test_a_gap_of_several_choices_is_refused():
    assert "several right" in question("cloze", text="{1:MULTIRESPONSE:=a~=b~c}").refusal


@pytest.mark.parametrize(
    "kind", ["description", "calculated", "ddwtos", "ddmarker", "random", "own"]
)
def test_what_has_no_place_is_refused_with_a_reason(kind):
    entry = question(kind, CHOICES)
    assert entry.refusal
    assert entry.body == {}


def test_a_question_without_answers_is_refused():
    assert question("multichoice").refusal == "The question has no answers."


# --- texts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<p dir="ltr" style="text-align: left;">One<br></p>', "<p>One</p>"),
        ("One &amp; two&nbsp;<b>three</b>", "<p>One &amp; two\xa0<b>three</b></p>"),
        ("<div><h3>Title</h3>Text <strong>and <em>more</strong></em></div>",
         "<p>Title</p>\n<p>Text <b>and <i>more</i></b></p>"),
        ("<ul><li>a<li>b</ul>tail", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>tail</p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p> a b</p>"),
        ("<p>a<script>alert(1)</script><img src=x onerror=alert(1)>b</p>", "<p>ab</p>"),
        ('<a href="javascript:alert(1)" onclick="x()">go</a>', "<p>go</p>"),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
         "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("a < b and <p", "<p>a &lt; b and &lt;p</p>"),
        (f"{MULTILANG % ('fr', 'Oui')} {MULTILANG % ('en', 'Yes')}",
         "<p>Yes</p>"),
        ("{mlang fr}Oui{mlang}{mlang en}Yes{mlang}", "<p>Yes</p>"),
        (f"{MULTILANG % ('fr', 'Oui')}{MULTILANG % ('sw', 'Ndiyo')}",
         "<p>Oui</p>"),
    ],
)  # fmt: skip
def test_html_becomes_what_our_editor_allows(html, wanted):
    found = question("multichoice", CHOICES, html).body["prompt"]
    assert found.replace("<p> ", "<p>") == wanted.replace("<p> ", "<p>")


@given(st.text(alphabet="<>/&;\"'= \n abpiulo-!", max_size=60))
def test_no_html_makes_anything_but_our_elements(html):
    from courses.questions.formats import markup  # noqa: PLC0415

    found = markup.read(html).html
    assert markup.OURS.fullmatch(found)
    assert markup.read(found).html == found


def test_texts_in_moodles_own_formats():
    assert question("essay", text="One\ntwo\n\nthree", form="moodle_auto_format").body[
        "prompt"
    ] == ("<p>One<br/>two</p>\n<p>three</p>")
    assert question("essay", text="a <b> & c", form="plain_text").body["prompt"] == (
        "<p>a &lt;b&gt; &amp; c</p>"
    )
    assert question("essay", text="**a** and *b*", form="markdown").body["prompt"] == (
        "<p><b>a</b> and <i>b</i></p>"
    )


def test_the_first_picture_comes_in_and_others_are_told():
    text = (
        '<p>See <img src="@@PLUGINFILE@@/a%20dot.png" alt="A dot"></p>'
        '<img src="@@PLUGINFILE@@/a%20dot.png"><img src="https://example.org/b.png">'
    )
    entry = question("multichoice", CHOICES, text)
    assert entry.pictures == {"a dot.png": b"a picture"}
    assert (entry.body["image"], entry.body["image_alt"]) == ("a dot.png", "A dot")
    assert entry.notes == [
        "Only the first picture was taken.",
        "A picture that is not in the file was left out.",
    ]


def test_a_choice_that_is_a_picture_is_called_by_what_it_tells():
    choice = (
        '<answer fraction="100" format="html"><text><![CDATA[<img src="@@PLUGINFILE@@/b.png" '
        f'alt="A tree">]]></text><file name="b.png" encoding="base64">{DOT}</file></answer>'
    )
    [first, _second] = question("multichoice", choice + answer("0", "No")).body["choices"]
    assert first == {
        "text": "A tree",
        "image": "b.png",
        "image_alt": "A tree",
        "correct": True,
        "feedback": "",
    }


def test_what_was_dropped_is_said():
    rest = (
        '<correctfeedback format="html"><text>Your answer is correct.</text></correctfeedback>'
        '<incorrectfeedback format="html"><text>Read it again.</text></incorrectfeedback>'
        '<hint format="html"><text>Think.</text></hint>'
    )
    assert question("multichoice", CHOICES + rest).notes == [
        "The feedback for right, partly right and wrong answers was left out.",
        "The hints were left out.",
    ]


def test_tags_go_where_they_belong():
    tags = ["objective:4.1", "difficulty:hard", "critical", "trust", "first aid"]
    rest = "".join(f"<tag><text>{tag}</text></tag>" for tag in tags)
    entry = question("multichoice", f"{CHOICES}<tags>{rest}</tags>")
    assert (entry.objective, entry.difficulty, entry.critical) == ("4.1", 3, True)
    assert entry.tags == ["trust", "first aid"]


# --- files --------------------------------------------------------------------------------------


def test_categories_and_lines():
    category = (
        '<question type="category"><category><text>$course$/top/Default for A//B/Sub</text>'
        "</category></question>\n"
    )
    essay = '<question type="essay"><questiontext><text>x</text></questiontext></question>\n'
    first, second = read(essay + category + essay)
    assert (first.line, first.path) == (3, ())
    assert (second.line, second.path) == (5, ("Default for A/B", "Sub"))


@given(st.lists(st.text(alphabet="ab/ $", min_size=1).map(str.strip).filter(bool), max_size=3))
def test_the_names_of_categories_come_back(names):
    # As Moodle has it: a name cannot end or begin with what separates names without a space.
    path = tuple(name.replace("//", "/") for name in names)
    assert [n.replace(" ", "").replace("/", "") for n in split_path(join_path(path))] == [
        n.replace(" ", "").replace("/", "") for n in path
    ] or "/" in "".join(path)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;">]>
<quiz><question type="essay"><name><text>&c;</text></name></question></quiz>"""
EXTERNAL = b"""<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<quiz><question type="essay"><name><text>&x;</text></name></question></quiz>"""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "unsafe"),
        (EXTERNAL, "unsafe"),
        (b'<!DOCTYPE quiz SYSTEM "http://example.org/x.dtd"><quiz/>', "unsafe"),
        (b"<quiz>" + b"<a>" * 500 + b"</a>" * 500 + b"</quiz>", "nested"),
        (b"<quiz><question></quiz>", "well-formed"),
        (b'<?xml version="1.0" encoding="UTF-8"?><quiz>\xe9</quiz>', "well-formed"),
        (b'<?xml version="1.0" encoding="klingon"?><quiz/>', "well-formed"),
        (b"<html><body/></html>", "not Moodle's"),
        (b"", "empty"),
    ],
)
def test_a_hostile_or_broken_file_is_refused(content, said):
    with pytest.raises(Unreadable, match=said):
        XML.read(content)


# --- our own ------------------------------------------------------------------------------------

WORDS = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=20
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip


def again(plain: dict, **fields) -> Entry:
    entry = Entry(body=deepcopy(plain), key="a-key", objective="4.1", **fields)
    [found] = XML.read(XML.write([entry]).content).entries
    return found


@pytest.mark.parametrize("kind", BODIES)
def test_every_type_comes_back_the_same(kind):
    plain = without_ids(body(kind))
    found = again(plain, tags=["trust"], difficulty=1, practice_only=True)
    assert found.body == plain
    assert (found.key, found.objective, found.difficulty) == ("a-key", "4.1", 1)
    assert found.practice_only
    assert found.tags == ["trust"]
    assert found.notes == []


def _strewn(part, words, name: str = ""):
    """A body with other words in it."""
    match part:
        case dict():
            return {key: _strewn(value, words, key) for key, value in part.items()}
        case list():
            return [_strewn(value, words) for value in part]
        case str() if part and name in {"text", "feedback", "guide", "answer"} and part[0] != "<":
            return words()
        case _:
            return part


@pytest.mark.parametrize("kind", sorted(set(BODIES) - {"true_false"}))
@given(data=st.data())
def test_any_words_come_back_the_same(kind, data):
    plain = _strewn(without_ids(body(kind)), lambda: data.draw(WORDS))
    for group, name in enumerate(plain.get("groups", [])):
        name["text"] += str(group)  # two groups of one name are one
    assert again(plain).body == plain


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "true_false", "choices": [
            {"text": "Vrai", "correct": True, "feedback": ""},
            {"text": "Faux", "correct": False, "feedback": "Non."},
        ]},
        {"type": "multiple_choice", "lenient": True},
        {"type": "single_choice", "choices": [
            {"text": "a", "correct": True, "feedback": ""},
            {"text": "b", "correct": False, "feedback": "", "points": 37},
        ]},
        {"type": "short_text", "match_case": True, "match_accents": True},
        {"type": "matching", "extras": []},
        {"type": "categorise", "groups": [
            {"text": "Empty", "cards": []},
            {"text": "Full", "cards": [{"text": t, "feedback": ""} for t in "ab"]},
        ]},
        {"type": "cloze", "prompt": "<p>[[1]] and [[2]]</p>", "gaps": [
            {"type": "short_text", "weight": 3, "match_case": True, "match_accents": True,
             "answers": [{"text": "a}~#\\", "points": 37, "feedback": "<b> & }"}]},
            {"type": "number", "weight": 1, "units": [{"name": "km", "factor": "0.001"}],
             "answers": [{"value": "1.5", "tolerance": "0.1", "points": 100, "feedback": ""}]},
        ]},
    ],
)  # fmt: skip
def test_what_moodle_has_no_place_for_comes_back_by_tags(changes):
    plain = {**without_ids(body(changes["type"])), **changes}
    assert again(plain).body == plain
    written = XML.write([Entry(body=plain, key="a")]).content.decode()
    tags = [part.partition("</text>")[0] for part in written.split("<tag><text>")[1:]]
    assert all(len(tag) <= 50 for tag in tags)


def test_letters_that_xml_cannot_hold_are_left_out():
    plain = {**without_ids(body("free_text")), "guide": "a\x0bb ]]> c"}
    assert again(plain).body["guide"] == "ab ]]> c"
