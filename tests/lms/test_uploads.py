"""Uploads are checked by size, name and content."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lms.files.models import CustomDocument, CustomImage, CustomMedia
from tests.factories.people import make_user
from tests.factories.uploads import CAPTIONS, FILM, RECORDING, make_film

pytestmark = pytest.mark.django_db


def office() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return file.getvalue()


FINE = {
    "guide.pdf": b"%PDF-1.7\n%%EOF",
    "guide.docx": office(),
    "table.csv": "Name,Größe\nمريم,1\n".encode(),
    "notes.TXT": b"One line.\n",
}
REFUSED = {
    "page.pdf": b"<html><script>alert(1)</script>",
    "guide.docx": b"%PDF-1.7",
    "table.csv": b"\xff\xfe\x00binary",
    "notes.txt": b"a\0b",
    "empty.pdf": b"",
    "page.html": b"<html>",
    "picture.svg": b"<svg/>",
    "program.exe": b"MZ",
    "guide.pdf.exe": b"%PDF-1.7",
    "large.txt": b"x" * (10 * 1024 * 1024 + 1),
}


@pytest.fixture
def upload(client):
    client.force_login(make_user(group="Course authors"))

    def upload(name: str, content: bytes, what: str = "wagtaildocs"):
        file = SimpleUploadedFile(name, content)
        data = {"title": "Guide", "file": file, "collection": "1"}
        return client.post(reverse(f"{what}:add"), data)

    return upload


@pytest.mark.parametrize("name", FINE)
def test_a_document_that_is_what_it_says_is_kept(upload, name: str) -> None:
    assert upload(name, FINE[name]).status_code == 302
    with CustomDocument.objects.get().open_file() as file:
        assert file.read() == FINE[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_document_that_is_something_else_is_refused_in_words(upload, name: str) -> None:
    response = upload(name, REFUSED[name])
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not CustomDocument.objects.exists()


@pytest.mark.parametrize("name", ["picture.png", "picture.svg", "picture.jpg"])
def test_an_image_that_is_none_is_refused_in_words(upload, name: str) -> None:
    response = upload(name, b"<svg onload='alert(1)'/>", "wagtailimages")
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not CustomImage.objects.exists()


# --- films and recordings ------------------------------------------------------------------------

WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + bytes(60)
MEDIA = {
    "gate.mp4": FILM,
    "gate.webm": WEBM,
    "voice.ogg": RECORDING,
    "voice.MP3": b"ID3\x04" + bytes(60),
    "voice.m4a": b"\0\0\0\x18ftypM4A " + bytes(60),
}
NO_MEDIA = {
    "gate.mp4": b"<html><script>alert(1)</script>",
    "gate.webm": WEBM.replace(b"webm", b"mkv!"),
    "voice.ogg": FILM,
    "voice.mp3": b"MZ",
    "voice.wav": b"RIFF",
    "gate.html": b"<html>",
}


@pytest.fixture
def upload_media(client):
    client.force_login(make_user(group="Course authors"))

    def upload(name: str, content: bytes, **files):
        kind = "audio" if name.startswith("voice") else "video"
        data = {"title": "Gate", "file": SimpleUploadedFile(name, content), "collection": "1"}
        data |= {field: SimpleUploadedFile(*file) for field, file in files.items()}
        return client.post(reverse("wagtailmedia:add", args=[kind]), data)

    return upload


@pytest.mark.parametrize("name", MEDIA)
def test_a_film_or_recording_that_is_one_is_kept(upload_media, name: str) -> None:
    assert upload_media(name, MEDIA[name]).status_code == 302
    media = CustomMedia.objects.get()
    with media.file.open() as file:
        assert file.read() == MEDIA[name]
    assert (media.file_size, len(media.file_hash)) == (len(MEDIA[name]), 40)


@pytest.mark.parametrize("name", NO_MEDIA)
def test_a_film_or_recording_that_is_none_is_refused_in_words(upload_media, name: str) -> None:
    response = upload_media(name, NO_MEDIA[name])
    assert response.context["form"].errors["file"]
    assert not CustomMedia.objects.exists()


def test_a_film_that_is_too_large_is_refused_in_words(upload_media, settings) -> None:
    settings.MEDIA_MAX_UPLOAD_SIZE = 100
    assert "too large" in str(upload_media("gate.mp4", FILM).context["form"].errors["file"])


@pytest.mark.parametrize(
    ("name", "content", "is_fine"),
    [
        ("gate.vtt", CAPTIONS, True),
        ("gate.vtt", b"\xef\xbb\xbf" + CAPTIONS, True),
        ("gate.vtt", b"WEBVTT\n", False),
        ("gate.vtt", b"<script>alert(1)</script> -->", False),
        ("gate.vtt", b"WEBVTT\n\xff --> ", False),
        ("gate.srt", CAPTIONS, False),
    ],
)
def test_captions_are_checked_too(upload_media, name: str, content: bytes, is_fine) -> None:
    response = upload_media("gate.mp4", FILM, captions=(name, content))
    assert CustomMedia.objects.exists() == is_fine
    if not is_fine:
        assert response.context["form"].errors["captions"]


def test_captions_that_are_taken_away_leave_the_disk(client, upload_media) -> None:
    film = make_film()
    before, hash_before = film.captions.name, film.file_hash
    data = {"title": "Gate", "collection": "1", "captions-clear": "on"}
    client.post(reverse("wagtailmedia:edit", args=[film.pk]), data)
    film.refresh_from_db()
    assert not film.captions
    assert not film.file.storage.exists(before)
    assert film.file_hash != hash_before


def test_a_film_that_is_deleted_takes_its_captions_along(
    django_capture_on_commit_callbacks,
) -> None:
    film = make_film()
    names = [film.file.name, film.captions.name]
    with django_capture_on_commit_callbacks(execute=True):
        film.delete()
    assert not any(film.file.storage.exists(name) for name in names)


# --- how they are served -------------------------------------------------------------------------


def test_a_player_gets_the_part_that_it_asks_for(client) -> None:
    response = client.get(make_film().file.url, headers={"Range": "bytes=4-7"})
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes 4-7/{len(FILM)}"
    assert b"".join(response.streaming_content) == b"ftyp"


def test_a_film_comes_as_what_it_is_and_nothing_else(client) -> None:
    film = make_film()
    for file, kind, content in (
        (film.file, "video/mp4", FILM),
        (film.captions, "text/vtt; charset=utf-8", CAPTIONS),
    ):
        response = client.get(file.url)
        assert response.getvalue() == content
        assert response.headers["Content-Type"] == kind
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["Accept-Ranges"] == "bytes"
