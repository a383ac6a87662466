"""Revoked, replaced, emptied: never deleted, and final."""

from datetime import timedelta

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates import claims as said
from certificates import services
from certificates.models import Certificate, CertificateEvent
from certificates.preparing import prepare
from certificates.states import EventKind, Reason, State
from courses.models import Completion, CompletionVoided, Person
from tests.factories.people import make_user

from .builders import certificate_of, make_certificate, make_completion

pytestmark = pytest.mark.django_db


def revoke(certificate: Certificate, reason: Reason = Reason.WITHDRAWN) -> Certificate:
    return services.revoke(certificate=certificate, by=make_user(), reason=reason, note="Why")


def replace(certificate: Certificate, given_name="Amara", family_name="Diallo") -> Certificate:
    return services.replace(
        certificate=certificate,
        by=make_user(),
        reason=Reason.CORRECTED,
        note="Misspelt",
        given_name=given_name,
        family_name=family_name,
    )


# --- revoke -----------------------------------------------------------------------------------


def test_revoking_keeps_the_certificate_and_says_who_and_why() -> None:
    certificate = make_certificate()
    revoked = revoke(certificate)
    event = revoked.events.get(kind="revoked")
    assert revoked.state == State.REVOKED
    assert (event.reason, event.note) == (Reason.WITHDRAWN, "Why")
    assert event.by is not None
    assert revoked.claims == certificate.claims


def test_revoking_twice_is_one_revocation() -> None:
    certificate = make_certificate()
    revoke(certificate)
    revoke(certificate, Reason.ISSUED_IN_ERROR)
    assert CertificateEvent.objects.filter(kind="revoked").get().reason == Reason.WITHDRAWN
    assert not CompletionVoided.objects.exists()


def test_issued_in_error_voids_the_completion_and_withdrawn_does_not() -> None:
    withdrawn, wrong = make_certificate(), make_certificate()
    revoke(withdrawn)
    assert not CompletionVoided.objects.exists()
    revoke(wrong, Reason.ISSUED_IN_ERROR)
    assert CompletionVoided.objects.get().completion.uuid == wrong.completion_uuid
    assert Completion.objects.count() == 2


def test_a_revoked_certificate_is_neither_prepared_nor_replaced() -> None:
    certificate = revoke(certificate_of(make_completion()))
    assert prepare(certificate=certificate).prepared_at is None
    assert services.prepare_overdue(now=timezone.now() + timedelta(hours=1)) == 0
    with pytest.raises(services.CertificateEnded):
        replace(certificate)


# --- replace ----------------------------------------------------------------------------------


def test_a_replacement_keeps_what_was_awarded_and_when() -> None:
    old = make_certificate(given="Amra", family="Dialo")
    new = prepare(certificate=replace(old))
    assert (new.holder_name, new.version, new.supersedes) == ("Amara Diallo", 2, old)
    assert new.number != old.number
    assert new.code != old.code
    same = ("completion_uuid", "holder", "locale", "disclosure", "valid_from", "valid_until")
    assert all(getattr(new, field) == getattr(old, field) for field in same)
    names = {"number", "given_name", "family_name"}
    assert {key for key in new.claims if new.claims[key] != old.claims[key]} == names
    assert new.claims_hash == said.claims_hash(new.claims, salt=new.salt)
    assert new.state == State.VALID


def test_the_old_one_says_replaced_and_keeps_its_own_claims() -> None:
    old = make_certificate(given="Amra")
    replace(old)
    old = Certificate.objects.get(pk=old.pk)
    assert old.state == State.REPLACED
    assert old.holder_name == "Amra Diallo"
    assert old.events.get(kind="superseded").reason == Reason.CORRECTED


def test_replacing_twice_the_same_way_is_one_replacement() -> None:
    old = make_certificate(given="Amra")
    assert replace(old) == replace(old)
    assert Certificate.objects.count() == 2
    with pytest.raises(services.CertificateEnded):
        replace(old, given_name="Amira")


def test_only_the_last_version_is_current() -> None:
    old = make_certificate(given="Amra")
    new = replace(replace(old), given_name="Amira")
    assert new.version == 3
    assert list(services.certificates_for_person(old.holder)) == [new]
    with pytest.raises(services.CertificateEnded):
        revoke(old)


def test_a_name_that_could_not_be_printed_is_mended_by_a_replacement() -> None:
    waiting = certificate_of(make_completion(family="王"))
    new = replace(waiting, family_name="Wang")
    assert services.prepare_overdue(now=timezone.now() + timedelta(hours=1)) == 1
    assert Certificate.objects.get(pk=new.pk).state == State.VALID


# --- redact -----------------------------------------------------------------------------------


def test_erasing_leaves_numbers_hashes_and_states_and_no_name() -> None:
    names = {"given_name": "Xaviera", "family_name": "Quetzal"}
    old = make_certificate(given="Xaviera", family="Quezal")
    new = prepare(certificate=replace(old, **names))
    person = Person.objects.get(pk=old.holder_id)
    assert services.redact(person=person, by=None) == 2
    assert services.redact(person=person, by=None) == 0
    mine = list(Certificate.objects.order_by("pk"))
    kept = serializers.serialize("json", [*mine, *CertificateEvent.objects.all()])
    assert not [word for word in ("Xaviera", "Que", "Misspelt") if word in kept]
    assert [one.number for one in mine] == [old.number, new.number]
    assert [one.claims_hash for one in mine] == [old.claims_hash, new.claims_hash]
    assert [one.state for one in mine] == [State.REPLACED, State.VALID]
    assert [one.salt + one.pdf_sha256 for one in mine] == ["", ""]
    assert [one.has_pdf for one in mine] == [False, False]


def test_erasing_one_person_touches_nobody_else() -> None:
    mine, other = make_certificate(given="Amara"), make_certificate(given="Noor")
    services.redact(person=mine.holder, by=None)
    assert Certificate.objects.get(pk=other.pk).holder_name == "Noor Diallo"


def test_an_emptied_certificate_is_not_prepared_again() -> None:
    certificate = certificate_of(make_completion())
    services.redact(person=certificate.holder, by=None)
    assert services.prepare_overdue(now=timezone.now() + timedelta(hours=1)) == 0
    assert prepare(certificate=certificate).prepared_at is None  # a task that was late


# --- the fold ---------------------------------------------------------------------------------


@pytest.mark.parametrize("second", [EventKind.REVOKED, EventKind.SUPERSEDED])
def test_the_database_lets_a_certificate_end_once(second: EventKind) -> None:
    certificate = revoke(make_certificate())
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateEvent.objects.create(certificate=certificate, kind=second)


def test_the_state_is_the_same_with_and_without_the_annotation() -> None:
    old = make_certificate()
    revoke(replace(old))
    plain = {one.pk: one.state for one in Certificate.objects.all()}
    annotated = {one.pk: one.state for one in Certificate.objects.with_ending()}
    assert plain == annotated
    assert set(plain.values()) == {State.REPLACED, State.REVOKED}


def test_a_corrected_name_is_shown_only_to_who_knows_it(client) -> None:
    old = make_certificate(given="Amara", family="Diallo")
    names = {"given_name": "Nia", "family_name": "Traoré"}
    new = services.replace(certificate=old, by=None, reason=Reason.CORRECTED, note="", **names)
    assert not new.is_protected
    page = client.get(old.get_absolute_url()).content.decode()
    assert "Diallo" not in page
    known = client.post(old.get_absolute_url(), {"family_name": "Diallo"}).content.decode()
    assert "Amara Diallo" in known
