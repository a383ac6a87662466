"""The template as CSV and XLSX: every type there and back, and what spreadsheets do to files."""

import csv
import io
import zipfile
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from courses.questions.formats import FORMATS, Entry, Unreadable
from courses.questions.import_plan import without_ids
from tests.factories.questions import BODIES, body

CSV, XLSX = FORMATS["csv"], FORMATS["xlsx"]


def read(text: str | bytes) -> list[Entry]:
    return CSV.read(text.encode() if isinstance(text, str) else text, "en").entries


def sheet(*rows: tuple) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", BODIES)
def test_every_type_comes_back_the_same(name, kind):
    plain = without_ids(body(kind))
    entry = Entry(
        body=deepcopy(plain),
        key="a-key",
        path=("Safety", "Deep"),
        objective="B3",
        difficulty=3,
        critical=True,
        tags=["trust", "first aid"],
    )
    [found] = FORMATS[name].read(FORMATS[name].write([entry]).content, "en").entries
    assert found.body == plain
    for field in ("key", "path", "objective", "difficulty", "critical", "practice_only", "tags"):
        assert getattr(found, field) == getattr(entry, field)


def test_the_friendliest_table():
    entry, words = read(
        "type,prompt,choice 1,choice 2,choice 3,right\n"
        "Single choice,Who?,You,Me,They,2\n"
        "short text,Where?,here,there\n"
    )
    assert (entry.line, entry.body["type"]) == (2, "single_choice")
    assert [c["text"] for c in entry.body["choices"] if c["correct"]] == ["Me"]
    assert [a["points"] for a in words.body["answers"]] == [100, 100]


@pytest.mark.parametrize(
    ("separator", "word"), [(";", "semicolons"), ("\t", "tabs"), (",", "commas")]
)
def test_the_separator_is_found_and_said(separator, word):
    reading = CSV.read(separator.join(["type", "prompt"]).encode() + b"\n", "en")
    assert word in reading.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_need_no_guess(encoding):
    text = "type,prompt,choice 1\nshort_text,Élève?,été\n"
    reading = CSV.read(text.encode(encoding), "en")
    assert reading.entries[0].body["prompt"] == "<p>Élève?</p>"
    assert len(reading.notes) == 1


def test_an_old_encoding_is_read_and_said():
    reading = CSV.read("type;prompt;choice 1\nshort_text;Élève?;été\n".encode("cp1252"), "en")
    assert reading.entries[0].body["answers"][0]["text"] == "été"
    assert "Windows-1252" in reading.notes[0]


def test_a_cell_of_several_lines_does_not_shift_the_lines():
    first, second = read('type,prompt,choice 1\nshort_text,"a\n\nb",c\nshort_text,d,e\n')
    assert (first.line, second.line) == (2, 5)
    assert first.body["prompt"] == "<p>a</p>\n<p>b</p>"


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "''@x", "'plain"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_defused_and_comes_back(text):
    plain = without_ids(body("single_choice"))
    plain["choices"][0]["text"] = plain["choices"][0]["feedback"] = text
    content = CSV.write([Entry(body=plain, key="a")]).content
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert read(content)[0].body == plain
    book = XLSX.write([Entry(body=plain, key="a")]).content
    cells = [cell for row in load_workbook(io.BytesIO(book)).active for cell in row]
    assert text in [cell.value for cell in cells]
    assert not any(cell.data_type == "f" for cell in cells)
    assert XLSX.read(book, "en").entries[0].body == plain


@given(
    st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=30)
    .map(str.strip)
    .filter(bool)
)
def test_any_words_come_back(text):
    for kind in ("matching", "categorise", "free_text", "short_text"):
        plain = without_ids(body(kind))
        for part in plain.get("pairs", plain.get("answers", plain.get("criteria", []))):
            part["text"] = text
        for pair in plain.get("pairs", []):
            pair["answer"] = text
        for group in plain.get("groups", [])[:1]:
            group["text"] = text
        assert read(CSV.write([Entry(body=deepcopy(plain), key="a")]).content)[0].body == plain


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("riddle,Why?,a,1,", "one of these"),
        ("single_choice,Why?,a,7,", "under “right”"),
        ("single_choice,Why?,a,first,", "under “right”"),
        ("matching,Why?,a,,", "arrow"),
        ("number,How many?,few,,", "not a number"),
        ("cloze,[[1]],a,,", "as Moodle does"),
        ("single_choice,Why?,a,1,perhaps", "yes or no"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(row, said):
    [entry] = read(f"type,prompt,choice 1,right,critical\n{row}\n")
    assert said in entry.refusal
    assert entry.line == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "no column “type”"),
        ("type,prompt,mood\n", "no such column"),
        ("type,prompt,prompt\n", "twice"),
        ('type,prompt\n"a', "Line 2 cannot be read"),
        ("\n \n", "empty"),
    ],
)
def test_a_table_that_is_none_is_refused(content, said):
    with pytest.raises(Unreadable, match=said):
        read(content)


def test_numbers_and_words_of_a_spreadsheet():
    head = ("type", "prompt", "choice 1", "choice 2", "right", "critical", "practice")
    found = XLSX.read(sheet(head, ("number", "How many?", 18.0, 2.5, 1, True, None)), "en")
    [entry] = found.entries
    assert [a["value"] for a in entry.body["answers"]] == ["18", "2.5"]
    assert entry.critical
    assert not entry.practice_only
    assert "Sheet" in found.notes[0]


def test_formulas_and_broken_or_huge_spreadsheets_are_refused(monkeypatch):
    with pytest.raises(Unreadable, match="formula"):
        XLSX.read(sheet(("type", "prompt"), ("essay", "=1+1")), "en")
    with pytest.raises(Unreadable, match="damaged"):
        XLSX.read(b"PK\x03\x04 and so on", "en")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a zip, but no spreadsheet")
    with pytest.raises(Unreadable, match="damaged"):
        XLSX.read(out.getvalue(), "en")
    monkeypatch.setattr("courses.questions.formats.spreadsheet.LARGEST", 100)
    with pytest.raises(Unreadable, match="too large"):
        XLSX.read(sheet(("type", "prompt")), "en")
