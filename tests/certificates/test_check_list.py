"""A list of numbers and family names, checked at once."""

import csv
import io
import re
from base64 import b64decode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certificates import services
from certificates.claims import new_number
from certificates.models import Certificate, ListCheck

from .builders import certificate_of, make_certificate, make_completion
from .test_verify import end

pytestmark = pytest.mark.django_db
RESULT = re.compile(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"')


def send(client, content: bytes):
    return client.post("/verify/list/", {"list": SimpleUploadedFile("list.csv", content)})


def listed(*rows: tuple[str, str], head: str = "Number,Family name", separator: str = ",") -> str:
    return "\n".join([head, *(separator.join(row) for row in rows)])


def result(response) -> list[list[str]]:
    """The file that the page offers, without its header."""
    [packed] = RESULT.findall(response.content.decode())
    text = b64decode(packed).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def statuses(client, content: str | bytes) -> list[str]:
    response = send(client, content.encode() if isinstance(content, str) else content)
    assert response.status_code == 200, response.content.decode()
    return [row[2] for row in result(response)]


def test_each_row_has_its_status(client) -> None:
    certificates = [make_certificate(family="Diallo") for _ in range(4)]
    for certificate, how in zip(certificates[1:], ("expired", "revoked", "replaced"), strict=True):
        end(certificate, how)
    rows = [(certificate.number, "diallo") for certificate in certificates]
    assert statuses(client, listed(*rows)) == ["Valid", "Expired", "Revoked", "Replaced"]
    page = send(client, listed(*rows).encode()).content.decode()
    assert "4 of 4 certificates" in page
    assert "secret" not in page


def test_a_wrong_name_and_an_unknown_number_are_the_same_answer(client) -> None:
    known, protected = make_certificate(), make_certificate(disclosure="protected")
    waiting = certificate_of(make_completion())
    emptied = make_certificate()
    services.redact(person=emptied.holder, by=None)
    rows = [
        (known.number, "Mallory"),
        (protected.number, "Mallory"),
        (waiting.number, "Diallo"),
        (emptied.number, "Diallo"),
        (emptied.number, ""),
        (new_number(2026), "Diallo"),
        ("12", "Diallo"),
        ("", "Diallo"),
        (known.code, "Diallo"),
    ]
    assert set(statuses(client, listed(*rows))) == {"No match"}
    assert statuses(client, listed((protected.number, "Diallo"))) == ["Valid"]


@pytest.mark.parametrize(
    ("head", "separator", "encoding"),
    [
        ("Number,Family name", ",", "utf-8"),
        ("FAMILY_NAME;certificate number", ";", "utf-8-sig"),
        ("Ship;surname;Number", ";", "cp1252"),
        ("number\tLast name", "\t", "utf-8"),
    ],
)
def test_lists_come_as_spreadsheets_write_them(client, head, separator, encoding) -> None:
    certificate = make_certificate(family="Muñoz-Ångström")
    cells = {"n": certificate.number.lower().replace("-", " "), "f": "MUÑOZ ångström", "s": "x"}
    order = {"Number,Family name": "nf", "Ship;surname;Number": "sfn"}
    columns = order.get(head, "nf" if head.startswith("number") else "fn")
    row = tuple(cells[column] for column in columns)
    text = listed(row, ("", *("" for _ in row[1:])), head=head, separator=separator)
    assert statuses(client, text.replace("\n", "\r\n").encode(encoding)) == ["Valid"]


def test_the_template_is_a_list_that_can_be_read(client) -> None:
    certificate = make_certificate()
    template = client.get("/verify/list/template.csv")
    assert template.headers["Content-Disposition"].startswith("attachment")
    content = template.content + f"{certificate.number},Diallo\r\n".encode()
    assert statuses(client, content) == ["Valid"]


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"", "The list is empty"),
        (b"Number,Family name\n", "no certificates below its header"),
        (b"2026-AAAAA-BBBBB,Diallo\n", "The first row names the columns"),
        (b"\xff\xfeN\0u\0", "This is not a CSV file"),
        (b'Number,Family name\n"' + b"x" * 200_000, "This is not a CSV file"),
        (b"Number,Family name\n" + b"1,x\n" * 501, "501 certificates"),
        (b"Number,Family name\n" + b"1,x\n" * 200_000, "too large"),
    ],
)
def test_what_is_no_list_is_told_what_to_do(client, content, hint) -> None:
    response = send(client, content)
    assert response.status_code == 400
    assert hint in response.content.decode()
    assert not ListCheck.objects.exists()


def test_no_list_at_all_is_told_kindly(client) -> None:
    response = client.post("/verify/list/")
    assert response.status_code == 400
    assert "Choose the file" in response.content.decode()


def test_the_result_holds_no_formulas(client) -> None:
    rows = [("=1+1", "@SUM(A1)"), ("+1", "-1")]
    found = result(send(client, listed(*rows).encode()))
    assert [row[:2] for row in found] == [["'=1+1", "'@SUM(A1)"], ["'+1", "'-1"]]


def test_a_check_is_counted_without_whom_it_was_about(client) -> None:
    certificate = make_certificate(family="Diallo")
    statuses(client, listed((certificate.number, "Diallo"), (certificate.number, "Mallory")))
    check = ListCheck.objects.get()
    assert (check.rows, check.matches) == (2, 1)
    assert {field.name for field in ListCheck._meta.get_fields()} == {"id", "at", "rows", "matches"}


def test_a_long_list_takes_as_many_queries_as_a_short_one(
    client, django_assert_num_queries
) -> None:
    certificates: list[Certificate] = [make_certificate() for _ in range(3)]
    rows = [(certificate.number, "Diallo") for certificate in certificates]
    rows += [(new_number(2026), "Diallo") for _ in range(497)]
    client.get("/verify/list/")  # what every page keeps
    for few in (rows[:1], rows):
        with django_assert_num_queries(2):
            send(client, listed(*few).encode())


def test_rows_are_counted_by_the_hour(client, settings) -> None:
    settings.VERIFY_ROWS_PER_HOUR = 5
    three = listed(*[("1", "x")] * 3).encode()
    assert send(client, three).status_code == 200
    refused = send(client, three)
    assert refused.status_code == 429
    assert "Try again in an hour" in refused.content.decode()
    assert ListCheck.objects.count() == 1


def test_nobody_keeps_or_lists_an_answer(client) -> None:
    response = send(client, listed(("1", "x")).encode())
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-store" in response.headers["Cache-Control"]
