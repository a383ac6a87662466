"""The PDF: one page, readable by people and programs, the same bytes every time."""

import io
import re
import threading

import pypdfium2
import pytest
import typst
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates import pages
from certificates.rendering import pdf_of
from lms.printing.fonts import FAMILIES, FONT_DIR, is_covered

from .builders import CODE, make_claims, make_drawable

A4_LANDSCAPE = (842, 595)
LATIN = ["Zoë Łukasiewicz", "Nguyễn Thị Minh", "Şükrü Çağlar", "Đặng Hữu Phước", "Ólafur Þórðarson"]
OTHERS = ["Γεώργιος Παπαδόπουλος", "Наталія Їжакевич"]
ARABIC = ["محمد عبد الرحمن", "الأنصاري", "صلاح الدين", "إسلام الآغا", "گلناز چراغی", "عائشہ ٹھاکر"]


def draw(
    *,
    locale: str = "en",
    code: str = CODE,
    site: str = "",
    template: int = pages.TEMPLATE_VERSION,
    **claims,
) -> bytes:
    said = make_claims(**claims)
    said["site"] = site or said["site"]
    return pdf_of(make_drawable(said, locale=locale, code=code, template=template))


def pages_of(pdf: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf)


def text_of(pdf: bytes) -> str:
    """As a reader copies it: lines joined, without the marks that let long words break."""
    text = pages_of(pdf)[0].get_textpage().get_text_range()
    return " ".join(text.replace("\u200b", "").split())


# --- what it says -----------------------------------------------------------------------------


def test_it_says_everything_that_the_verify_page_lets_compare() -> None:
    text = re.sub(r"(?<=/) (?=verify|7K3Q)", "", text_of(draw()))  # an address may break there
    for said in (
        "Safe Learning",
        "Certificate of completion",
        "Amara Diallo",
        "Child protection, online part",
        "14 July 2026",
        "14 July 2028",
        "1 hour 30 minutes",
        "2026-7K3QF-9XW2M",
        "You can say who is a child.",
        "This is not a UN, KCS or government document.",
        "https://learn.example.org/verify/7K3QF9XW2MAB/",
        "7K3Q-F9XW-2MAB",
    ):
        assert said in text


@pytest.mark.parametrize("name", LATIN + OTHERS + ARABIC)
def test_a_name_is_copied_as_it_was_written(name: str) -> None:
    assert name in text_of(draw(given="", family=name))


def test_objectives_stand_in_for_outcomes() -> None:
    assert "Define child" in text_of(draw(outcomes=[]))
    assert "Learning outcomes" not in text_of(draw(outcomes=[], objectives=[]))


def test_it_is_drawn_in_the_language_of_the_learner_and_turned_round() -> None:
    pdf = draw(locale="ar-xb")
    assert b"/Lang(ar)" in pdf
    page = pages_of(pdf)[0].get_textpage()
    at, _count = page.search("نسخة الدورة", match_case=True).get_next()
    assert page.get_charbox(at)[0] > A4_LANDSCAPE[0] / 2


# --- one page ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claims",
    [
        {"given": "W" * 120, "family": "M" * 120},
        {"given": "Maximiliana " * 10, "family": "Wolfeschlegelstein " * 6},
        {"family": "الأنصاري " * 13},
        {"certificate_title": "Wide title " * 18},
        {"outcomes": ["You can say at length what nobody would want to read here. " * 3] * 40},
        {"outcomes": ["w" * 500]},
        {"certificate_note": "This is not a UN, KCS or government document. " * 40},
    ],
)
def test_whatever_is_long_stays_on_one_page(claims: dict) -> None:
    pdf = draw(**claims)
    document = pages_of(pdf)
    assert len(document) == 1
    page = document[0]
    assert tuple(round(side) for side in page.get_size()) == A4_LANDSCAPE
    text = page.get_textpage()
    boxes = [text.get_charbox(at) for at in range(text.count_chars())]
    width, height = page.get_size()
    assert all(box[0] >= 0 and box[2] <= width for box in boxes)
    assert all(box[1] >= 0 and box[3] <= height for box in boxes)
    assert "7K3Q-F9XW-2MAB" in text_of(pdf)


def test_outcomes_that_find_no_room_are_on_the_verify_page() -> None:
    text = text_of(draw(outcomes=["You can say at length what nobody reads here. " * 3] * 40))
    assert "The full list is on the verify page." in text


# --- characters -------------------------------------------------------------------------------


def test_a_name_that_cannot_be_printed_is_not_printed_wrong() -> None:
    with pytest.raises(typst.TypstError):
        draw(family="王小明")


@pytest.mark.parametrize("template", pages.TEMPLATES)
def test_signs_of_an_author_that_no_font_has_are_left_out(template: int) -> None:
    odd = {"certificate_title": "Do ✅ and → don’t\n", "outcomes": ["王 You can\u202e act"]}
    text = text_of(draw(template=template, **odd))
    assert "Do and don’t" in text
    assert "You can act" in text


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_no_text_of_an_author_stops_a_certificate(text: str) -> None:
    claims = {"certificate_title": text, "certificate_note": text, "outcomes": [text]}
    assert len(pages_of(draw(**claims))) == 1


def test_markup_in_a_name_or_text_is_only_text() -> None:
    text = text_of(draw(certificate_title="#panic() *a* $x$ <b> \\ @c"))
    assert "#panic() *a* $x$ <b> \\ @c" in text


def test_every_letter_of_the_languages_we_print_has_a_glyph() -> None:
    ranges = ((0x20, 0x7E), (0xA1, 0x17F), (0x1EA0, 0x1EF9), (0x386, 0x38A), (0x400, 0x45F))
    for first, last in ranges:
        assert all(is_covered(chr(point)) for point in range(first, last + 1))
    assert all(is_covered(letter) for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئپچژگکیٹڈڑےہ")
    assert not is_covered("王")
    assert not is_covered("😀")


def test_the_fonts_come_with_their_licence() -> None:
    licence = (FONT_DIR / "OFL.txt").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert all(family.split()[0] in licence for family in (*FAMILIES, "Source Serif"))


# --- QR ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "site", ["http://127.0.0.1:8000", "https://x.org", f"https://{'long.' * 9}example.org"]
)
def test_the_qr_code_of_a_printed_page_is_read(site: str) -> None:
    page = pages_of(draw(site=site))[0]
    image = page.render(scale=150 / 72).to_pil().convert("L")
    found = zxingcpp.read_barcodes(image)
    assert [code.text for code in found] == [f"{site}/verify/{CODE}/"]
    corners = found[0].position
    millimetres = (corners.top_right.x - corners.top_left.x) / 150 * 25.4
    assert millimetres == pytest.approx(pages.QR_MM, abs=1)


# --- file -------------------------------------------------------------------------------------


def test_it_is_archivable_and_accessible_by_its_own_word() -> None:
    pdf = draw()
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    metadata = pages_of(pdf).get_metadata_dict()
    assert metadata["Title"] == "Certificate of completion: Amara Diallo"
    assert metadata["Author"] == "Safe Learning"
    assert metadata["CreationDate"].startswith("D:20260714120000")


def test_the_same_certificate_is_the_same_file_in_every_thread() -> None:
    names = ["Amara", "Zoë", "محمد", "W" * 60] * 3
    alone = {name: draw(given=name) for name in names}
    together: list[bool] = []

    def draw_all() -> None:
        together.extend(draw(given=name) == alone[name] for name in names)

    threads = [threading.Thread(target=draw_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [True] * len(names) * 4


def test_the_qr_code_and_the_address_have_text_alternatives() -> None:
    pdf = draw()
    assert b"/Alt(QR code with the address of the verify page)" in pdf
    assert b"/URI(https://learn.example.org/verify/7K3QF9XW2MAB/)" in pdf


def test_a_page_is_small() -> None:
    assert io.BytesIO(draw()).getbuffer().nbytes < 60_000
