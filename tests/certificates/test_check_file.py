"""Somebody gives us a file: whether it is ours, and what was altered in it."""

import io
import json
import zlib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from certificates import migrations, services
from certificates.badges import png, svg
from certificates.claims import new_code
from certificates.credentials.baking import bake_png, bake_svg
from certificates.handing_out import png_of, svg_of
from certificates.issuer import keys
from certificates.models import Certificate, PdfHash
from certificates.preparing import sign_again
from certificates.rendering import pdf_of

from .builders import make_certificate
from .test_verify import end

pytestmark = pytest.mark.django_db


def send(client, content: bytes, *, name: str = "x.bin", address: str = "check_file", **how):
    data = {"file": SimpleUploadedFile(name, content)}
    return client.post(reverse(f"certificates:{address}"), data, **how)


def data_of(client, content: bytes) -> dict:
    return send(client, content, address="check_file_json").json()


def altered(certificate: Certificate, change) -> bytes:
    data = json.loads(certificate.credential)
    change(data)
    return json.dumps(data).encode()


def named(data: dict, name: str) -> None:
    data["credentialSubject"]["identifier"][0]["identityHash"] = name


def pdf_with(*attached: bytes) -> bytes:
    """As much of a PDF as matters here."""
    streams = [b"1 0 obj <<>>\nstream\n" + zlib.compress(it) + b"\nendstream" for it in attached]
    return b"%PDF-1.7\n" + b"\n".join([*streams, b"trailer"])


# --- genuine -----------------------------------------------------------------------------------


def test_every_file_of_ours_is_recognised_by_what_is_in_it(client) -> None:
    certificate = make_certificate(given="Zoë")
    signed = certificate.credential.encode()
    for content, kind in (
        (signed, "json"),
        (b"\xef\xbb\xbf" + signed + b"\n", "json"),
        (png_of(certificate), "png"),
        (svg_of(certificate), "svg"),
        (pdf_with(b"{}", b"other", signed), "pdf"),
    ):
        answer = data_of(client, content)
        assert (answer["outcome"], answer["file"]) == ("genuine", kind)
        assert answer["certificate"]["number"] == certificate.number
        text = send(client, content).content.decode()
        assert "The certificate in this file is genuine." in text
        assert "This certificate is valid." in text
        assert "Zoë Diallo" in text


def test_a_pdf_that_we_handed_out_is_known_by_its_hash(client) -> None:
    certificate = make_certificate()
    answer = data_of(client, pdf_of(certificate))
    assert (answer["outcome"], answer["certificate"]["status"]) == ("ours", "valid")
    assert data_of(client, pdf_of(certificate) + b"\n")["outcome"] != "ours"


@pytest.mark.parametrize("how", ["revoked", "replaced", "expired"])
def test_a_genuine_file_does_not_hide_that_it_ended(client, how) -> None:
    certificate = make_certificate()
    pdf = pdf_of(certificate)
    end(certificate, how)
    for content in (pdf, certificate.credential.encode()):
        assert data_of(client, content)["certificate"]["status"] == how
        assert "This certificate is valid." not in send(client, content).content.decode()


def test_the_same_in_other_bytes_is_said_to_be_the_same(client) -> None:
    certificate = make_certificate(given="Zoë")
    rewritten = json.dumps(json.loads(certificate.credential), indent=2, sort_keys=True).encode()
    assert data_of(client, rewritten)["outcome"] == "rewritten"
    assert "another program" in send(client, rewritten).content.decode().lower()


def test_an_older_signature_is_told_and_the_new_one_offered(client) -> None:
    certificate = make_certificate()
    old, old_pdf = certificate.credential.encode(), pdf_of(certificate)
    keys.report_compromised(certificate.signed_with.name)
    new = sign_again(certificate=Certificate.objects.get(pk=certificate.pk))
    assert old != new.credential.encode()
    assert data_of(client, old)["outcome"] == "older"
    text = send(client, old).content.decode()
    assert reverse("certificates:credential", args=[new.code]) in text
    assert data_of(client, new.credential.encode())["outcome"] == "genuine"
    PdfHash.objects.create(certificate=new, sha256="0" * 64)  # its file is the same in template 2
    Certificate.objects.filter(pk=new.pk).update(pdf_sha256="0" * 64)
    assert data_of(client, old_pdf)["outcome"] == "older"


def test_what_was_handed_out_before_hashes_had_a_table_is_known(client) -> None:
    certificate = make_certificate()
    PdfHash.objects.all().delete()
    [path] = Path(migrations.__file__).parent.glob("*_keep_hashes.py")
    migration = import_module(f"{migrations.__name__}.{path.stem}")
    for _time in range(2):
        migration.keep(apps, None)
    assert data_of(client, pdf_of(certificate))["outcome"] == "ours"


# --- altered -----------------------------------------------------------------------------------

AS_READ = {"2099-01-01T23:59:59Z": "1 January 2099", "2020-01-01T00:00:00Z": "1 January 2020"}


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        ("name", "Certificate", "Child protection, all parts"),
        ("validUntil", "Valid until", "2099-01-01T23:59:59Z"),
        ("awardedDate", "Completed on", "2020-01-01T00:00:00Z"),
        ("issuer", "Issued by", "Ministry"),
        ("proof", "Signature", []),
        ("rank", "Another field: rank", "major"),
    ],
)
def test_what_was_altered_is_named_with_what_is_true(client, field, name, value) -> None:
    certificate = make_certificate()
    true = json.loads(certificate.credential).get(field)
    forged = altered(certificate, lambda data: data.__setitem__(field, value))
    answer = data_of(client, forged)
    assert answer["outcome"] == "altered"
    rows = answer["differences"]
    assert {row["path"].partition("/")[0] for row in rows} == {field}
    page = send(client, forged).content.decode()
    assert "This file was altered." in page
    assert name in page
    if isinstance(value, str):
        assert AS_READ.get(value, value) in page
    if isinstance(true, str):
        assert [(row["stated"], row["true"]) for row in rows] == [(value, true)]


def test_another_hour_of_the_same_day_is_shown_as_it_stands(client) -> None:
    certificate = make_certificate()
    until = json.loads(certificate.credential)["validUntil"]
    later = until.replace("T23:59:59Z", "T23:59:58Z")
    page = send(client, altered(certificate, lambda data: data.update(validUntil=later)))
    assert later != until
    assert later in page.content.decode()


def test_the_true_certificate_is_no_good_news_beside_a_forgery(client) -> None:
    certificate = make_certificate()
    page = send(client, altered(certificate, lambda data: named(data, "Eve"))).content.decode()
    assert "The certificate that we issued is valid." in page
    assert "notice-success verify-answer" not in page
    assert "This certificate is valid." not in page


def test_false_is_not_nothing_and_nothing_is_not_left_out(client) -> None:
    certificate = make_certificate()

    def hash_it(data: dict) -> None:
        data["credentialSubject"]["identifier"][0]["hashed"] = 0

    assert data_of(client, altered(certificate, hash_it))["outcome"] == "altered"
    without = altered(certificate, lambda data: data.pop("validUntil"))
    [row] = data_of(client, without)["differences"]
    assert (row["field"], row["stated"]) == ("valid_until", "")


def test_the_number_and_name_of_somebody_else_are_seen(client) -> None:
    certificate = make_certificate(given="Amara", family="Diallo")
    forged = altered(certificate, lambda data: named(data, "Eve Mallory"))
    [row] = data_of(client, bake_png(png.draw("A", "B"), forged.decode()))["differences"]
    assert (row["field"], row["stated"], row["true"]) == ("holder", "Eve Mallory", "Amara Diallo")


def test_a_key_that_is_not_ours_makes_no_older_signature(client) -> None:
    certificate = make_certificate()

    def by_another(data: dict) -> None:
        data["proof"][0]["verificationMethod"] = "did:web:evil.example#key-2026a"

    assert data_of(client, altered(certificate, by_another))["outcome"] == "altered"


# --- protected ---------------------------------------------------------------------------------


def test_a_protected_file_with_the_right_name_counts_as_having_typed_it(client) -> None:
    certificate = make_certificate(disclosure="protected", given="Xaviera", family="Al-Amīn Bey")
    for content in (certificate.credential.encode(), pdf_of(certificate)):
        answer = data_of(client, content)
        assert answer["certificate"]["holder"]["given_name"] == "Xaviera"
        assert "?key=" in send(client, content).content.decode()


def test_a_protected_file_with_another_name_never_tells_the_true_one(client) -> None:
    certificate = make_certificate(disclosure="protected", given="Xaviera", family="Diallo")
    for name in ("Eve Mallory", "", "Diallo Eve", "Xavier Diall"):
        forged = altered(certificate, lambda data, name=name: named(data, name))
        answer = data_of(client, forged)
        assert answer["outcome"] == "altered"
        assert answer["certificate"]["holder"] is None
        assert [row["true"] for row in answer["differences"]] == [None]
        page = send(client, forged).content.decode()
        assert "Xaviera" not in page
        assert "not shown, to protect the holder" in page
        assert "?key=" not in page
        assert "Fetch the files" not in page


# --- not ours ----------------------------------------------------------------------------------


def test_what_we_did_not_issue(client) -> None:
    certificate = make_certificate()
    site = certificate.claims["site"]
    for address in (f"{site}/verify/{new_code()}/", "https://x.example/", "", site):
        forged = altered(certificate, lambda data, address=address: data.update(id=address))
        response = send(client, forged)
        assert response.status_code == 404
        assert "We did not issue this." in response.content.decode()


def test_our_code_at_another_address_was_altered(client) -> None:
    certificate = make_certificate()
    address = f"https://evil.example/verify/{certificate.code}/"
    forged = altered(certificate, lambda data: data.update(id=address))
    assert [row["field"] for row in data_of(client, forged)["differences"]] == ["address"]


def test_files_without_a_certificate_or_with_several(client) -> None:
    certificate, other = make_certificate(), make_certificate()
    out = io.BytesIO()
    Image.open(io.BytesIO(png_of(certificate))).save(out, "PNG")  # as any program saves it again
    both = pdf_with(certificate.credential.encode(), other.credential.encode())
    for content, outcome in (
        (out.getvalue(), "empty"),
        (svg.draw("A", "B").encode(), "empty"),
        (pdf_with(b"x"), "empty"),
        (both, "several"),
        (b"", "unreadable"),
        (b"MZ\x90", "unreadable"),
        (b"{", "unreadable"),
        (b'{"id":"a","id":"b"}', "unreadable"),
        (b'{"id":"\\ud800"}', "unreadable"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "unreadable"),
        (b'{"n":NaN}', "unreadable"),
        (b'{"n":' + b"9" * 5000 + b"}", "unreadable"),
        (bake_svg(svg.draw("A", "B"), "[1]").encode(), "unreadable"),
    ):
        response = send(client, content, address="check_file_json")
        assert response.json()["outcome"] == outcome, content[:60]
        assert send(client, content).status_code == response.status_code


def test_of_an_emptied_certificate_nothing_is_confirmed(client) -> None:
    certificate = make_certificate(given="Xaviera")
    text = certificate.credential.encode()
    services.redact(person=certificate.holder, by=None)
    answer = data_of(client, text)
    assert (answer["outcome"], answer["certificate"]["holder"]) == ("unconfirmed", None)
    assert "Xaviera" not in send(client, text).content.decode()


# --- how it is received ------------------------------------------------------------------------


@pytest.mark.parametrize("size", [2 * 1024 * 1024 + 1, 3 * 1024 * 1024])
def test_a_large_file_is_told_to_be_one(client, size) -> None:
    response = send(client, b"{" + b" " * size)
    assert response.status_code == 413
    assert "more than 2 MB" in response.content.decode()


def test_no_file_is_told_kindly(client) -> None:
    for data in ({}, {"file": "text"}):
        response = client.post("/verify/file/", data)
        assert response.status_code == 400
        assert "Choose the file" in response.content.decode()
    assert client.post("/verify/file.json", b"{}", content_type="text/plain").status_code == 400


def test_programs_get_data_when_they_ask_for_it(client) -> None:
    certificate = make_certificate()
    client.handler.enforce_csrf_checks = True
    for how in ({"address": "check_file_json"}, {"headers": {"accept": "application/json"}}):
        response = send(client, certificate.credential.encode(), **how)
        assert response.json()["outcome"] == "genuine"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "no-store" in response.headers["Cache-Control"]
        assert "Accept" in response.headers["Vary"]


def test_a_file_takes_few_queries_and_changes_nothing(client) -> None:
    certificate = make_certificate()
    forged = altered(certificate, lambda data: named(data, "Eve"))
    for content in (certificate.credential.encode(), pdf_of(certificate), forged):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            send(client, content)
        assert len(queries) <= 3
        assert all(query["sql"].startswith("SELECT") for query in queries)


def test_files_count_as_looking_up_codes(client, settings) -> None:
    settings.VERIFY_REQUESTS_PER_MINUTE = 1
    assert send(client, b"{}").status_code == 404
    assert send(client, b"{}").status_code == 429
    refused = send(client, b"{}", headers={"accept": "application/json"})
    assert refused.json()["status"] == "too_many_requests"


def test_the_signature_of_a_protected_one_is_not_given_away(client) -> None:
    certificate = make_certificate(disclosure="protected")
    value = json.loads(certificate.credential)["proof"][0]["proofValue"]
    page = certificate.get_absolute_url()
    stated: dict = {"id": f"http://testserver{page}"}
    for _upload in range(12):  # as somebody would who fills in what the answer tells
        answer = send(client, json.dumps(stated).encode()).content.decode()
        assert value not in answer
        told = data_of(client, json.dumps(stated).encode())
        assert value not in json.dumps(told)
        for row in told["differences"]:
            if row["true"]:
                stated[row["field"]] = row["true"]


def test_an_earlier_file_counts_as_ours_only_with_the_earlier_signature(client) -> None:
    certificate = make_certificate()
    earlier = certificate.credential
    keys.report_compromised(certificate.signed_with.name)
    sign_again(certificate=certificate)
    assert data_of(client, earlier.encode())["outcome"] == "older"
    forged = json.loads(earlier)
    forged["proof"][0]["proofValue"] = "z" + "1" * 88
    assert data_of(client, json.dumps(forged).encode())["outcome"] == "altered"
