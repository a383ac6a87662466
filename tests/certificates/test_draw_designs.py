"""Template 3: sound and accessible in every language and design, with its credential inside."""

import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from certificates import pages, rendering
from certificates.designs.content import built_in
from certificates.rendering import MOST_IN_ONE_FILE, pdf_of, pdf_of_many

from .builders import CODE, make_claims, make_drawable
from .designs import a_design

OUTLOUD = Path(sys.executable).parent / "outloud"
CREDENTIAL = json.dumps({"name": "Zoë عبد", "proof": [{"created": "2026"}]}, ensure_ascii=False)
ARABIC = "منظمة المثال للإغاثة"
DESIGNS = {
    "built-in": built_in,
    "organisation": a_design,
    "no logo": lambda: a_design(has_logo=False),
    "arabic": lambda: a_design(organisation=ARABIC),
    "unsigned": lambda: a_design(signatories=[]),
}
HOLDERS = {
    "en": ("Amara", "Diallo"),
    "fr": ("Zoé", "Lefèvre-N’Diaye"),
    "es": ("María José", "Núñez"),
    "ar": ("ليلى", "عبد الرحمن"),
}
WIDEST = {"given": "W" * 60, "family": "M" * 59}
EVERYTHING_LONG = {
    "certificate_title": "Wide title " * 18,
    "certificate_note": "This is our own record. " * 20,
    "outcomes": ["You can say at length what nobody reads. " * 3] * 30,
}
LONG_DESIGN = {
    "organisation": "Very Long Organisation for the Protection of Children " * 2,
    "signatories": [{"name": "N" * 80, "role": "Role " * 24, "signature": None}] * 2,
}


def drawn(language: str = "en", design=None, credential: str = CREDENTIAL, **claims) -> bytes:
    given, family = HOLDERS[language]
    said = make_claims(**{"given": given, "family": family, **claims})
    return pdf_of(make_drawable(said, locale=language, design=design, credential=credential))


def text_of(pdf: bytes, page: int = 0) -> str:
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range()
    return " ".join(text.replace("\u200b", "").split())


def fonts_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    every = [it for it in pdf.objects if isinstance(it, pikepdf.Dictionary)]
    return [it for it in every if it.get("/Type") == "/FontDescriptor"]


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("language", HOLDERS)
def test_it_is_sound_and_accessible_in_every_language_and_design(tmp_path, language, design):
    file = tmp_path / "certificate.pdf"
    file.write_bytes(drawn(language, DESIGNS[design]()))
    heard = subprocess.run([OUTLOUD, file], capture_output=True, text=True, check=False)
    assert heard.returncode == 0, heard.stdout
    assert " 0 error(s)" in heard.stdout
    with pikepdf.open(file) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.get_warnings() == []
        assert len(pdf.pages) == 1
        fonts = fonts_of(pdf)
        assert fonts
        assert all("/FontFile2" in it or "/FontFile3" in it for it in fonts)


@pytest.mark.parametrize("language", HOLDERS)
def test_its_text_is_copied_as_it_was_written(language) -> None:
    pdf = drawn(language, a_design())
    text = text_of(pdf)
    words = make_drawable(locale=language, design=a_design()).wording
    for said in (" ".join(HOLDERS[language]), words["heading"], words["certifies"], "Example Aid"):
        assert said in text
    for label, value in words["facts"]:
        assert label in text
        assert value in text
    assert f"/Lang({language})".encode() in pdf


def test_an_arabic_page_runs_from_the_right() -> None:
    page = pypdfium2.PdfDocument(drawn("ar"))[0]
    text = page.get_textpage()
    at, _count = text.search("رقم الشهادة").get_next()
    assert text.get_charbox(at)[0] > page.get_width() / 2


@pytest.mark.parametrize("language", HOLDERS)
@pytest.mark.parametrize("offline", [False, True])
def test_whatever_is_long_stays_on_one_page(monkeypatch, language, offline) -> None:
    monkeypatch.setattr(rendering, "offline_url", lambda certificate: OFFLINE)
    design = a_design(**LONG_DESIGN, offline_qr=offline)
    for claims in (WIDEST, {"given": "", "family": "الأنصاري " * 13}, WIDEST | EVERYTHING_LONG):
        document = pypdfium2.PdfDocument(drawn(language, design, **claims))
        assert len(document) == 1
        text = document[0].get_textpage()
        assert "7K3Q-F9XW-2MAB" in text.get_text_range()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        assert min(box[1] for box in boxes) > 30  # points: inside the frame
        assert max(box[3] for box in boxes) < 595 - 30


# --- QR ---------------------------------------------------------------------------------------

ADDRESS = f"https://learn.example.org/verify/{CODE}/"
OFFLINE = f"{ADDRESS}#{'Ab3_' * 48}"


def scanned(pdf: bytes) -> tuple[str, float]:
    """What a scanner reads from a print of 150 dpi, and how wide the code is in mm."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil().convert("L")
    [code] = zxingcpp.read_barcodes(image)
    corners = code.position
    return code.text, (corners.top_right.x - corners.top_left.x) / 150 * 25.4


@pytest.mark.parametrize("language", HOLDERS)
def test_the_code_is_read_from_a_print(language) -> None:
    text, width = scanned(drawn(language, a_design()))
    assert text == ADDRESS
    assert width == pytest.approx(pages.QR_MM, abs=1)


def test_the_offline_code_is_larger_and_said_to_be_one(monkeypatch) -> None:
    monkeypatch.setattr(rendering, "offline_url", lambda certificate: OFFLINE)
    pdf = drawn(design=a_design(offline_qr=True))
    text, width = scanned(pdf)
    assert text == OFFLINE
    assert width == pytest.approx(pages.OFFLINE_QR_MM, abs=1)
    assert "The code proves this certificate without a connection, too." in text_of(pdf)
    assert scanned(drawn(design=a_design()))[0] == ADDRESS


def test_the_code_is_the_usual_one_where_there_is_no_proof() -> None:
    without_proof = scanned(drawn(design=a_design(offline_qr=True)))
    assert without_proof == scanned(drawn(design=a_design()))


# --- the credential inside --------------------------------------------------------------------


def test_the_credential_comes_out_byte_for_byte(tmp_path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(drawn())
    with pikepdf.open(file) as pdf:
        assert list(pdf.attachments) == ["openbadge.json"]
        spec = pdf.attachments["openbadge.json"]
        inside = spec.get_file()
        assert inside.read_bytes() == CREDENTIAL.encode()
        assert inside.mime_type == "application/vc"
        assert spec.relationship == pikepdf.Name.Data
        assert "Open Badges" in spec.description


def test_what_is_not_signed_has_nothing_inside(tmp_path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(drawn(credential=""))
    with pikepdf.open(file) as pdf:
        assert not list(pdf.attachments)


def test_the_same_certificate_is_the_same_file() -> None:
    assert drawn("ar", a_design()) == drawn("ar", a_design())


# --- many -------------------------------------------------------------------------------------


def many(count: int = 8) -> list:
    looks = (built_in(), a_design())
    return [
        make_drawable(
            make_claims(given=f"Holder{number}", family="Diallo"),
            locale=list(HOLDERS)[number % len(HOLDERS)],
            design=looks[number % 2],
            credential=CREDENTIAL,
        )
        for number in range(count)
    ]


def test_many_are_one_file_with_a_page_each_in_their_order(tmp_path) -> None:
    pdf = pdf_of_many(many())
    assert pdf == pdf_of_many(many())
    assert len(pypdfium2.PdfDocument(pdf)) == 8
    for number in range(8):
        assert f"Holder{number} Diallo" in text_of(pdf, number)
    file = tmp_path / "many.pdf"
    file.write_bytes(pdf)
    assert subprocess.run([OUTLOUD, file], capture_output=True, check=False).returncode == 0
    with pikepdf.open(file) as opened:
        assert opened.check_pdf_syntax() == []
        assert not list(opened.attachments)


def test_earlier_ones_are_printed_on_the_page_of_today() -> None:
    [early] = many(1)
    early.template_version, early.design = 2, None
    early.wording = {
        key: early.wording[key]
        for key in ("lang", "rtl", "heading", "certifies", "has_completed", "facts", "points")
    } | {"more": "", "verify": "Check", "qr_alt": "QR", "signatories": [{"name": "A", "role": "B"}]}
    text = text_of(pdf_of_many([early, *many(2)]))
    assert "Holder0 Diallo" in text
    assert "A B" in text


@pytest.mark.parametrize("count", [0, MOST_IN_ONE_FILE + 1])
def test_none_or_too_many_are_refused(count) -> None:
    with pytest.raises(ValueError, match=f"^{count} certificates"):
        pdf_of_many([make_drawable()] * count)
