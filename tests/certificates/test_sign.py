"""A certificate counts as issued once it is signed: by which key, and what that covers."""

import gzip
import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from certificates import preparing, services
from certificates.credentials import document, signing
from certificates.issuer import addresses, keys, status
from certificates.issuer.models import IssuerKey, KeyState, StatusList
from certificates.models import Certificate
from certificates.preparing import try_to_prepare
from certificates.signing_again import sign_again_all, sign_what_is_left
from certificates.states import Reason, State

from .builders import certificate_of, make_certificate, make_claims, make_completion

MOMENT = datetime(2026, 7, 14, 9, 30, tzinfo=UTC)
FACTS = document.Facts("0123456789AB", UUID(int=1), UUID(int=2), 1, 5, MOMENT)


def signed(**changes):
    key = Ed25519PrivateKey.generate()
    unsigned = {**document.credential(make_claims(), FACTS), **changes}
    return signing.sign(unsigned, key=key, method="did:web:x#key-1", created=MOMENT), key


def verifies(certificate: Certificate) -> bool:
    key = signing.from_multibase(certificate.signed_with.public)
    return signing.verify(json.loads(certificate.credential), key=key)


# --- signatures --------------------------------------------------------------------------------


def test_the_options_of_a_proof_are_canonical_as_they_stand() -> None:
    whole, _key = signed()
    [proof] = whole["proof"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    fixed = signing.OPTIONS.format(created=proof["created"], method=proof["verificationMethod"])
    assert signing.canonical({"@context": whole["@context"], **options}) == fixed


def test_whatever_is_altered_the_signature_does_not_hold() -> None:
    whole, key = signed()
    assert signing.verify(whole, key=key.public_key())
    for name in ("name", "validUntil", "awardedDate", "id"):
        altered = {**whole, name: whole[name].replace("2", "3") + "x"}
        assert not signing.verify(altered, key=key.public_key()), name
    assert not signing.verify(whole, key=Ed25519PrivateKey.generate().public_key())


@pytest.mark.parametrize("extra", [{"rank": "major"}, {"type": ["VerifiableCredential", "Rank"]}])
def test_what_the_signature_would_not_cover_is_not_signed(extra) -> None:
    with pytest.raises(signing.NotSignable):
        signed(**extra)


def test_no_context_is_ever_fetched() -> None:
    with pytest.raises(signing.NotSignable, match="example"):
        signed(**{"@context": [signing.CREDENTIALS, "https://example.org/context"]})


# --- issuing -----------------------------------------------------------------------------------

in_database = pytest.mark.django_db


@in_database
def test_a_prepared_certificate_is_signed() -> None:
    certificate = make_certificate(given="Zoë", family="Diallo")
    assert certificate.state == State.VALID
    assert verifies(certificate)
    credential = json.loads(certificate.credential)
    [identity] = credential["credentialSubject"]["identifier"]
    assert identity["identityHash"] == "Zoë Diallo"
    assert credential["id"].endswith(certificate.get_absolute_url())
    assert credential["credentialSubject"]["achievement"]["name"] == certificate.claims["title"]


@in_database
def test_without_a_key_nothing_is_issued_and_the_completion_stands(settings) -> None:
    settings.ISSUER_KEY_MAKES_ITSELF = False
    certificate = certificate_of(make_completion())
    assert not try_to_prepare(certificate_id=certificate.pk)
    waiting = Certificate.objects.get(pk=certificate.pk)
    assert waiting.state == State.BEING_PREPARED
    assert "issuer_keys make" in waiting.problem
    call_command("issuer_keys", "make")
    assert try_to_prepare(certificate_id=certificate.pk)
    ready = Certificate.objects.get(pk=certificate.pk)
    assert ready.state == State.VALID
    assert not ready.problem


@in_database
def test_the_file_of_another_key_signs_nothing() -> None:
    row = keys.active().row
    other = IssuerKey.objects.create(name="other", public="z6Mk", state=KeyState.RETIRED)
    IssuerKey.objects.filter(pk=other.pk).update(name="swapped")
    IssuerKey.objects.filter(pk=row.pk).update(public="z6MkOther")
    with pytest.raises(keys.NoKey, match="not the private half"):
        keys.active()


@in_database
def test_a_key_file_is_read_by_its_owner_only() -> None:
    path = keys.path_of(keys.active().row.name)
    assert path.stat().st_mode & 0o077 == 0


@in_database
def test_old_certificates_survive_a_rotation(client) -> None:
    old = make_certificate()
    call_command("issuer_keys", "rotate")
    new = make_certificate()
    assert old.signed_with.pk != new.signed_with.pk
    published = client.get(reverse("certificates:did")).json()
    listed = {it["id"]: it["publicKeyMultibase"] for it in published["verificationMethod"]}
    assert set(published["assertionMethod"]) == set(listed)
    for certificate in (old, new):
        [proof] = json.loads(certificate.credential)["proof"]
        key = signing.from_multibase(listed[proof["verificationMethod"]])
        assert signing.verify(json.loads(certificate.credential), key=key)


@in_database
def test_after_a_compromise_what_is_valid_is_signed_anew_and_the_key_is_gone(client) -> None:
    kept, revoked = make_certificate(), make_certificate()
    services.revoke(certificate=revoked, by=None, reason=Reason.WITHDRAWN, note="")
    bad = kept.signed_with
    call_command("issuer_keys", "compromised", bad.name)
    again = Certificate.objects.get(pk=kept.pk)
    before, after = json.loads(kept.credential), json.loads(again.credential)
    assert again.signed_with != bad
    assert verifies(again)
    assert after["id"] == before["id"]
    assert after["validFrom"] >= before["validFrom"]
    assert after["credentialStatus"] == before["credentialStatus"]
    assert after["credentialSubject"]["id"] == before["credentialSubject"]["id"]
    published = client.get(reverse("certificates:did")).json()["assertionMethod"]
    assert published == [again.signed_with.address("http://testserver")]
    row = StatusList.objects.get()
    [proof] = json.loads(row.credential)["proof"]
    assert proof["verificationMethod"] in published


@in_database
def test_certificates_from_before_signatures_are_signed_by_the_command() -> None:
    old = make_certificate()
    unsigned = {"credential": "", "signed_at": None, "signed_with": None, "subject_uuid": None}
    Certificate.objects.filter(pk=old.pk).update(
        **unsigned, status_list=None, status_index=None, achievement=None
    )
    call_command("sign_certificates")
    now = Certificate.objects.get(pk=old.pk)
    assert verifies(now)
    assert now.events.count() == old.events.count()
    assert sign_again_all() == (0, 0)


@in_database
def test_a_key_that_is_reported_while_it_signs_issues_nothing(monkeypatch) -> None:
    certificate = certificate_of(make_completion())
    draw = preparing.pdf_of

    def draw_meanwhile(one: Certificate) -> bytes:
        keys.report_compromised(one.signed_with.name)
        return draw(one)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(preparing, "pdf_of", draw_meanwhile)
        assert not try_to_prepare(certificate_id=certificate.pk)
    assert Certificate.objects.get(pk=certificate.pk).state == State.BEING_PREPARED
    assert try_to_prepare(certificate_id=certificate.pk)
    ready = Certificate.objects.get(pk=certificate.pk)
    assert ready.signed_with.state == KeyState.ACTIVE


@in_database
def test_what_a_cut_off_command_left_is_signed_when_it_is_due() -> None:
    certificate = make_certificate()
    keys.report_compromised(certificate.signed_with.name)
    assert sign_what_is_left() == 1
    again = Certificate.objects.get(pk=certificate.pk)
    assert again.signed_with.state == KeyState.ACTIVE


@in_database
def test_what_expired_is_not_signed_anew_after_a_compromise() -> None:
    expired = make_certificate()
    yesterday = timezone.localdate() - timedelta(days=1)
    Certificate.objects.filter(pk=expired.pk).update(valid_until=yesterday)
    call_command("issuer_keys", "compromised", expired.signed_with.name)
    assert Certificate.objects.get(pk=expired.pk).credential == expired.credential


@in_database
def test_one_from_before_signatures_was_valid_since_it_was_issued() -> None:
    certificate = certificate_of(make_completion())
    issued_at = timezone.now() - timedelta(days=400)
    Certificate.objects.filter(pk=certificate.pk).update(created_at=issued_at)
    assert try_to_prepare(certificate_id=certificate.pk)
    credential = json.loads(Certificate.objects.get(pk=certificate.pk).credential)
    assert credential["validFrom"] == document.moment(issued_at)


@in_database
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("retire", "nobody"), "no key nobody"),
        (("retire",), "the name of a key"),
        (("make",), "active key already"),
    ],
)
def test_a_wrong_command_says_what_to_do(words, says) -> None:
    assert keys.active()
    with pytest.raises(CommandError, match=says):
        call_command("issuer_keys", *words)


# --- the list of what was revoked --------------------------------------------------------------


def bit_of(certificate: Certificate, client) -> bool:
    response = client.get(reverse("certificates:status_list", args=[certificate.status_list_id]))
    listed = json.loads(response.content)["credentialSubject"]["encodedList"]
    packed = gzip.decompress(urlsafe_b64decode(listed[1:] + "=" * (-len(listed[1:]) % 4)))
    index = certificate.status_index
    return bool(packed[index // 8] >> (7 - index % 8) & 1)


@in_database
def test_a_revocation_sets_its_bit_and_no_other(client, django_capture_on_commit_callbacks) -> None:
    kept, gone = make_certificate(), make_certificate()
    status.sign_due(now=timezone.now())
    assert not bit_of(gone, client)
    with django_capture_on_commit_callbacks(execute=True):
        services.revoke(certificate=gone, by=None, reason=Reason.WITHDRAWN, note="")
    assert bit_of(gone, client)
    assert not bit_of(kept, client)


@in_database
def test_a_list_whose_task_was_lost_is_signed_by_run_due(client) -> None:
    gone = make_certificate()
    services.revoke(certificate=gone, by=None, reason=Reason.WITHDRAWN, note="")
    assert status.sign_due(now=timezone.now()) == 1
    assert bit_of(gone, client)
    assert status.sign_due(now=timezone.now()) == 0
    assert status.sign_due(now=timezone.now() + timedelta(days=1, hours=1)) == 1


@in_database
def test_addresses_in_documents_are_those_of_the_site() -> None:
    certificate = make_certificate()
    site, uuid = "http://testserver", certificate.achievement.uuid
    pairs = {
        addresses.profile(site): reverse("certificates:profile"),
        addresses.achievement(site, uuid): reverse("certificates:achievement", args=[uuid]),
        addresses.status_list(site, 7): reverse("certificates:status_list", args=[7]),
        addresses.certificate(site, certificate.code): certificate.get_absolute_url(),
    }
    assert all(address == site + path for address, path in pairs.items())


@pytest.mark.parametrize(
    ("site", "did"),
    [
        ("https://learn.example.org", "did:web:learn.example.org"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
        ("https://example.org/learn", "did:web:example.org:learn"),
    ],
)
def test_the_issuer_is_named_by_its_host(site, did) -> None:
    assert addresses.did(site) == did
