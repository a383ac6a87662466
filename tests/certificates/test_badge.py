"""The picture of an achievement, and a credential inside it."""

import io
import zlib

import pytest
from openbadgeslib import baking as other
from PIL import Image

from certificates.badges import lettering, motif, png, svg
from certificates.credentials.baking import (
    MOST_BYTES,
    MOST_CHUNKS,
    Unreadable,
    bake_png,
    bake_svg,
    from_png,
    from_svg,
)
from certificates.issuer import addresses

from .builders import make_certificate

ARABIC = "حماية الطفل في حالات النزاع المسلح"
TITLES = (
    "PSEA",
    "Child protection, online part",
    ARABIC,
    "Working safely with children in emergencies: for staff, volunteers and visitors",
    "Wickramasinghe-Ramanantsoanirina Rajaonarimampianina " * 8,
    "x" * 300,
    "",
    "🧒",
)
CREDENTIAL = '{"id":"https://learn.example.org/verify/X/","name":"Zoë <b> & \\"]]>\\" حماية"}'


@pytest.mark.parametrize("title", TITLES)
def test_every_title_fits_the_disc(title: str) -> None:
    for line in lettering.lines_of(title, "Safe Learning"):
        half = line.size * 0.36
        for y in (line.y - half, line.y + half):
            reach = ((line.width / 2) ** 2 + (y - motif.CENTRE) ** 2) ** 0.5
            assert reach <= lettering.RADIUS, line
    picture = Image.open(io.BytesIO(png.draw(title, "Safe Learning")))
    assert picture.size == (600, 600)


def test_words_are_as_large_as_they_may_be_and_whole_where_they_fit() -> None:
    short, long = (lettering.lines_of(title, "X")[0].size for title in (TITLES[0], TITLES[3]))
    assert short > long
    lines = lettering.lines_of(TITLES[3], "X")[:-1]
    assert " ".join(line.text for line in lines) == TITLES[3]
    assert lettering.lines_of(TITLES[4], "X")[-2].text.endswith(lettering.ELLIPSIS)


def test_arabic_is_written_from_right_to_left_in_a_font_that_has_it() -> None:
    *lines, issuer = lettering.lines_of(ARABIC, "التعلم الآمن")
    assert {line.font for line in (*lines, issuer)} == {lettering.ARABIC}
    assert all(line.rtl for line in lines)
    assert lettering.CAN_SHAPE


def test_the_picture_is_the_same_each_time_and_another_for_another_title() -> None:
    first, again, another = (png.draw(title, "X") for title in ("A", "A", "B"))
    assert first == again
    assert first != another


@pytest.mark.django_db
def test_software_of_any_site_may_fetch_the_picture(client, django_assert_num_queries) -> None:
    certificate = make_certificate()
    site, uuid = certificate.claims["site"], certificate.achievement.uuid
    address = addresses.badge(site, uuid).removeprefix(site)
    first = client.get(address)
    assert first.headers["Content-Type"] == "image/png"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "public" in first.headers["Cache-Control"]
    assert addresses.badge(site, uuid) in certificate.credential
    with django_assert_num_queries(1):
        assert client.get(address).content == first.content
    assert certificate.claims["family_name"].encode() not in first.content


# --- baking ------------------------------------------------------------------------------------


def test_a_baked_png_stays_a_picture_and_gives_its_credential_back() -> None:
    plain = png.draw("A", "B")
    baked = bake_png(plain, CREDENTIAL)
    assert from_png(plain) == []
    assert from_png(baked) == [CREDENTIAL.encode()]
    pictures = [Image.open(io.BytesIO(data)).convert("RGBA").tobytes() for data in (plain, baked)]
    assert pictures[0] == pictures[1]
    assert baked.index(b"iTXt") == len(b"\x89PNG\r\n\x1a\n") + 25 + 4  # after IHDR, before all


def test_a_baked_svg_gives_its_credential_back_whatever_stands_in_it() -> None:
    plain = svg.draw(ARABIC, "B & <C>")
    baked = bake_svg(plain, CREDENTIAL)
    assert from_svg(plain.encode()) == []
    assert from_svg(baked.encode()) == [CREDENTIAL.encode()]
    before, _mark, after = baked.partition("<openbadges:credential><![CDATA[")
    assert before.count("<") == 1
    assert 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"' in before
    assert after


def test_other_software_finds_what_was_baked() -> None:
    picture = bake_png(png.draw("A", "B"), CREDENTIAL)
    drawing = bake_svg(svg.draw("A", "B"), CREDENTIAL).encode()
    element = other.SVG_ELEMENT_OB3
    assert other.extract_png(picture, keyword=other.ITXT_KEYWORD_OB3) == CREDENTIAL
    assert other.extract_svg(drawing, element=element, text_fallback=True) == CREDENTIAL


def test_what_others_compressed_is_read_within_limits() -> None:
    for size, is_read in ((10, True), (MOST_BYTES + 1, False), (50_000_000, False)):
        text = zlib.compress(b"x" * size)
        data = b"openbadgecredential\0\1\0\0\0" + text
        chunk = len(data).to_bytes(4) + b"iTXt" + data + b"\0\0\0\0"
        picture = png.draw("A", "B")
        baked = picture[:33] + chunk + picture[33:]
        if is_read:
            assert from_png(baked) == [b"x" * size]
        else:
            with pytest.raises(Unreadable):
                from_png(baked)


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffiTXt",
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0iTXt\0\0\0\0" * (MOST_CHUNKS + 1),
    ],
)
def test_a_hostile_png_is_refused(bad: bytes) -> None:
    with pytest.raises(Unreadable):
        from_png(bad)


@pytest.mark.parametrize(
    "bad",
    [
        b"<svg",
        b"<html/>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g/>" * 30_000 + b"</svg>",
    ],
)
def test_a_hostile_svg_is_refused(bad: bytes) -> None:
    with pytest.raises(Unreadable):
        from_svg(bad)
