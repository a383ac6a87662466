"""Uploads are checked by size, name and content."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lms.files.models import CustomDocument, CustomImage
from tests.factories.people import make_user

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
