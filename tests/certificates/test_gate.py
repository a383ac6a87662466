"""What a gate gets: the page that is kept on the device, its worker, and the poster."""

import re
from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import translation

from certificates import poster
from lms.printing.compiler import render
from tests.factories.people import make_user

from .builders import make_certificate

A4 = (595, 842)
DOTS_PER_INCH = 150


def draw(language: str = "en") -> bytes:
    with translation.override(language):
        data = poster.poster_data()
    return render(poster.TEMPLATE, data, timestamp=datetime(2026, 7, 14, tzinfo=UTC))


@pytest.mark.django_db
def test_the_worker_keeps_the_page_the_keys_and_the_lists_and_no_certificate(client) -> None:
    certificate = make_certificate()
    response = client.get(reverse("certificates:service_worker"))
    assert response.headers["Content-Type"] == "text/javascript"
    kept = re.findall(r'"(/[^"]+)"', response.content.decode())
    served = [path for path in kept if not path.startswith("/static/")]
    lists = reverse("certificates:status_list", args=[certificate.status_list_id])
    assert served == ["/verify/offline/", "/.well-known/did.json", lists]
    assert all(client.get(path).status_code == 200 for path in served)
    static = [path.removeprefix("/static/") for path in kept if path.startswith("/static/")]
    assert all(map(finders.find, static))
    assert certificate.code not in response.content.decode()


@pytest.mark.django_db
def test_the_page_that_is_kept_is_the_same_for_everybody(client) -> None:
    nobody_s = client.get(reverse("certificates:offline")).content
    client.force_login(make_user("learner"))
    assert client.get(reverse("certificates:offline")).content == nobody_s
    assert b"data-signed-out" not in nobody_s  # else it would clear the device of somebody's notes


@pytest.mark.parametrize("host", ["x.org", f"{'long.' * 9}example.org"])
def test_the_poster_is_one_page_and_its_code_is_read(settings, host: str) -> None:
    settings.BASE_URL = f"https://{host}"
    document = pypdfium2.PdfDocument(draw())
    assert len(document) == 1
    assert tuple(round(side) for side in document[0].get_size()) == A4
    image = document[0].render(scale=DOTS_PER_INCH / 72).to_pil().convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [f"https://{host}/verify/"]


def test_the_poster_says_to_open_it_once_with_a_connection() -> None:
    text = pypdfium2.PdfDocument(draw())[0].get_textpage().get_text_range()
    assert "once while you have a connection" in " ".join(text.split())
    assert "Safe Learning (demonstration issuer)" in text


def test_the_poster_is_accessible_and_turned_round_by_its_own_word() -> None:
    pdf = draw("ar-xb")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"/Lang(ar)" in pdf
    assert len(pypdfium2.PdfDocument(pdf)) == 1


@pytest.mark.django_db
def test_registrars_find_the_poster_in_the_menu_and_print_it(client) -> None:
    client.force_login(make_user("registrar", group="Certificate registrars"))
    address = reverse("certificates_registrar:gate_poster")
    assert address in client.get("/admin/").content.decode()
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


@pytest.mark.django_db
def test_others_do_not(client) -> None:
    client.force_login(make_user("author", group="Course authors"))
    address = reverse("certificates_registrar:gate_poster")
    assert address not in client.get("/admin/").content.decode()
    assert client.get(address).status_code == 302
