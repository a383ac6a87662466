"""Lists as people make them, and files that are none: read right, or refused with what to do."""

import io
import itertools
import tracemalloc
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils.translation import override
from openpyxl import Workbook

from courses.models import Person, Roster
from courses.rosters import rosters
from courses.rosters.checking import read
from courses.rosters.columns import FIELDS, Columns
from courses.rosters.reading import MOST_ROWS, Unreadable, table_of
from lms.settings.base import LANGUAGES
from tests.courses.rosters.lists import HEAD, book, checked, make_manager, make_tree, text
from tests.factories.people import make_user

ROW = "Amina,Yusuf,KE-1,,en"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        "FIRST NAME,Surname,No.,Organisation,Lang",
        "Prénom,Nom de famille,Matricule,Unité,Langue",
        "nombre,apellidos,Correo electrónico,Unidad,Idioma",
    ],
)
def test_columns_are_known_in_three_languages(head):
    assert sorted(Columns(head.split(",")).places) == sorted(FIELDS)


@pytest.mark.parametrize(
    "head",
    [
        "Prénom,Nom de famille,Matricule ou e-mail,Unité,Langue",
        "Nombre,Apellido,Número de servicio o correo electrónico,Unidad,Idioma",
    ],
)
def test_a_column_may_be_named_for_the_number_or_the_address(head):
    assert sorted(Columns(head.split(",")).places) == sorted(FIELDS)


@pytest.mark.parametrize("language", [code for code, _name in LANGUAGES])
def test_the_columns_of_our_own_example_are_known_in_every_language(language):
    with override(language):
        page = BeautifulSoup(render_to_string("courses/rosters/_format.html"), "html.parser")
    columns = Columns(heading.text for heading in page.select("thead th"))
    assert sorted(columns.places) == sorted(FIELDS)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_separators_and_unicode_are_guessed(separator, encoding):
    content = "Given name;Family name;Number\nZoë;N’Diaye;1\nأمينة;يوسف;2\n".replace(";", separator)
    table = read(content.encode(encoding))
    assert [cells for _line, cells in table.rows] == [
        ["Zoë", "N’Diaye", "1"],
        ["أمينة", "يوسف", "2"],
    ]
    assert table.separator == separator


@pytest.mark.parametrize(
    ("encoding", "row"),
    [("cp1252", ["José", "Muñoz Åsa", "1"]), ("cp1256", ["أمينة", "يوسف", "1"])],
)
def test_the_encodings_of_windows_are_told_apart(encoding, row):
    table = read(f"Prénom;Nom;No\n{';'.join(row)}\n".replace("é", "e", 1).encode(encoding))
    assert (table.encoding, table.rows[0][1]) == (encoding, row)


def test_a_wrong_guess_can_be_corrected():
    content = "Nom;Prenom\nيوسف;أمينة".encode("cp1256")
    assert read(content, encoding="cp1252", separator=";").rows[0][1] != ["يوسف", "أمينة"]
    assert read(content, encoding="cp1256", separator=";").rows[0][1] == ["يوسف", "أمينة"]


def test_a_workbook_is_read_as_it_is_shown():
    content = book([["Family name", "Given name", "Service number"], ["Yusuf", "Amina", 20417.0]])
    assert read(content).rows[0][1] == ["Yusuf", "Amina", "20417"]


def test_blank_lines_take_no_memory():
    content = f"{HEAD}\n".encode() + b"\n" * 500_000 + f"{ROW}\n".encode()
    tracemalloc.start()
    try:
        table = read(content)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [cells for _line, cells in table.rows] == [ROW.split(",")]
    assert most < 20 * len(content)


def test_no_more_is_read_than_a_list_may_have():
    lines = ((number, ["Yusuf"]) for number in itertools.count(2))
    with pytest.raises(Unreadable, match="more than 25000 rows"):
        table_of(itertools.chain([(1, ["Family name"])], itertools.islice(lines, 100_000)))
    assert next(lines)[0] == 2 + MOST_ROWS + 1


def test_who_stands_below_many_empty_lines_of_a_sheet_is_read():
    workbook = Workbook()
    workbook.active["A1"], workbook.active["A26001"] = "Family name", "Yusuf"
    out = io.BytesIO()
    workbook.save(out)
    assert read(out.getvalue()).rows == [(26_001, ["Yusuf"])]


def test_a_picture_is_no_hindrance():
    """It is never read, and a crest may be larger than the list."""
    made, out = io.BytesIO(book([["Family name"], ["Yusuf"]])), io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/media/image1.png", b"\x89PNG" * 500_000)
    assert read(out.getvalue()).rows == [(2, ["Yusuf"])]


def bomb(size: int = 200 * 1024 * 1024) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * size)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def swollen(part: str, before: bytes, with_: bytes, size: int) -> bytes:
    """A workbook with ``size`` bytes of one thing again and again in a part; small when packed."""
    made, out = io.BytesIO(book([["Family name"], ["Yusuf"]])), io.BytesIO()
    with (
        zipfile.ZipFile(made) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                assert before in content
                content = content.replace(before, with_ * (size // len(with_)) + before, 1)
            new.writestr(name, content)
    return out.getvalue()


FORMATS = swollen("xl/styles.xml", b"</cellXfs>", b"<xf/>", 2 * 1024 * 1024)
TYPES = swollen("[Content_Types].xml", b"</Types>", b"<Default/>", 2 * 1024 * 1024)
SHEET = swollen("xl/worksheets/sheet1.xml", b"</sheetData>", b"<x/>", 30 * 1024 * 1024)


def with_entities() -> bytes:
    """A workbook whose strings are defined by one another, to be a gigabyte."""
    made, out = io.BytesIO(book([["Family name"], ["Yusuf"]])), io.BytesIO()
    lol = '<!DOCTYPE s [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<worksheet", f"{lol}]><worksheet".encode(), 1)
                content = content.replace(b"Yusuf", b"&i;")
            new.writestr(part, content)
    return out.getvalue()


BROKEN = {
    "empty": (b"", "The list is empty"),
    "blank": (b"\n \n\n", "The list is empty"),
    "only a header": (HEAD.encode(), "nobody below it"),
    "no header": (ROW.encode(), "The first row names the columns"),
    "wrong encoding": (b"Family name\nM\x81ller", "cannot be read as"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", "This is not a list"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "The first row names the columns"),
    "open quotes": (text('"Amina,Yusuf,1,,'), "quotation mark"),
    "too much": (text(ROW, head=f"{HEAD},Date of birth,Rank"), "“Date of birth”, “Rank”"),
    "whole names": (text("Amina Yusuf", head="Full name"), "Make two columns"),
    "one thing twice": (
        text(ROW, head="Number,Family name,E-mail"),
        "a service number or an e-mail",
    ),
    "many columns": (text("," * 5000), "too many columns"),
    "merged cells": (book([["Family name"], ["Yusuf"]], merge="A2:B3"), "Cell A2 is merged"),
    "zip bomb": (bomb(), "far too large"),
    "formats": (FORMATS, "far more than a list"),
    "types": (TYPES, "far more than a list"),
    "a large sheet": (SHEET, "far too large"),
    "entities": (with_entities(), "damaged"),
    "another ZIP": (zipped(a_txt=b"x"), "no XLSX file"),
    "damaged": (book([["Family name"], ["Yusuf"]])[:-900], "damaged"),
    "no sheets": (zipped(xl__workbook_xml=b"<x/>"), "damaged"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
    "old": (OLE + b"\0" * 600, "old program"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_what_to_do(name):
    content, said = BROKEN[name]
    with pytest.raises(Unreadable, match=said):
        read(content)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def manager(tree):
    return make_manager(tree[0], "chief")


@pytest.mark.parametrize("name", BROKEN)
def test_nothing_is_kept_of_a_broken_file(tree, manager, client, name):
    client.force_login(manager)
    content, said = BROKEN[name]
    file = SimpleUploadedFile("list.csv", content)
    page = client.post(f"/rosters/{tree[0].uuid}/upload/", {"file": file})
    assert page.status_code == 200
    assert said.split("“")[0] in page.content.decode()
    assert not Roster.objects.exists()


def test_a_file_of_100_megabytes_is_refused_unread(tree, manager, client):
    client.force_login(manager)
    file = SimpleUploadedFile("list.csv", b"a" * 100 * 1024 * 1024)
    page = client.post(f"/rosters/{tree[0].uuid}/upload/", {"file": file})
    assert "larger than 5 MB" in page.content.decode()
    assert not Roster.objects.exists()


@pytest.mark.parametrize("cell", ["=1+1", "+254", "-5", "@SUM(A1)", "=HYPERLINK(1)"])
@pytest.mark.parametrize("column", range(4))
def test_what_begins_like_a_formula_is_refused_where_it_stands(tree, manager, cell, column):
    cells = ["Amina", "Yusuf", "KE-1", "Contingent A", "en"]
    cells[column] = cell
    for content in (text(",".join(cells)), book([HEAD.split(","), cells])):
        row = checked(tree[0], content, manager).rows.get()
        assert row.outcome == "refused"
        assert "begins like a formula" in row.note


def test_the_report_never_begins_a_cell_with_a_formula(tree, manager, client):
    roster = checked(tree[0], text("=cmd|' /C calc'!A0,+Yusuf,1,,"), manager)
    client.force_login(manager)
    report = client.get(f"/rosters/lists/{roster.uuid}/report.csv").content.decode()
    assert ",'=cmd" in report.replace('"', "")
    assert not [c for c in report.replace('"', "").split(",") if c.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Amina,,1,,", "The family name is missing"),
        ("Amina,123,1,,", "at least one letter"),
        ("Amina,Yu🙂suf,1,,", "We cannot print"),
        (f"Amina,{'Y' * 130},1,,", "too long"),
        ("Amina,Yusuf,1;2,,", "is no service number"),
        ("Amina,Yusuf,amina@,,", "is no e-mail address"),
    ],
)
def test_a_row_that_is_wrong_says_why(tree, manager, row, said):
    found = checked(tree[0], text(row), manager).rows.get()
    assert (found.outcome, said in found.note) == ("refused", True)


def test_how_it_was_read_is_shown_and_can_be_changed(tree, manager, client):
    client.force_login(manager)
    roster = checked(tree[0], "Nom;Prenom\nيوسف;أمينة".encode("cp1256"), manager)
    page = client.get(f"/rosters/lists/{roster.uuid}/").content.decode()
    assert "Read as Windows-1256 (Arabic), with a semicolon" in page
    assert "يوسف" in page
    client.post(f"/rosters/lists/{roster.uuid}/read/", {"encoding": "cp1252", "separator": ";"})
    rosters.work.func(str(roster.uuid))
    roster.refresh_from_db()
    assert roster.encoding == "cp1252"
    assert not Person.objects.filter(user=None).exists()


def test_somebody_elses_list_is_not_there(tree, manager, client):
    roster = checked(tree[0], text(ROW), manager)
    for other in (make_user(), make_manager(tree[1]), make_manager(tree[0])):
        client.force_login(other)
        assert client.get(f"/rosters/lists/{roster.uuid}/").status_code == 404
