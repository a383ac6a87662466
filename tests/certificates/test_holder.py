"""What holders do with their certificate: share it, correct the name, choose who sees it."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from django.urls import reverse

from certificates import services
from certificates.holders import corrections
from certificates.holders.disclosure import disclose
from certificates.holders.models import Decision, Refusal
from certificates.holders.sharing import links
from certificates.models import Certificate, CertificateEvent, CertificateReminder, NameCorrection
from certificates.preparing import prepare
from certificates.states import Reason
from courses.learning.models import Disclosure
from courses.models import GuardianConsent, Person
from lms.users.models import User
from tests.factories.people import make_user
from tests.queries import counted_queries

from .builders import certificate_of, make_certificate, make_completion
from .test_remind import expiring, remind

pytestmark = pytest.mark.django_db
ASKED = {"given_name": "Amara", "family_name": "Diallo-Ba", "why": "misspelt"}


def to(name: str, certificate: Certificate) -> str:
    return reverse(f"certificates:{name}", args=[certificate.uuid])


@pytest.fixture
def certificate(client) -> Certificate:
    made = make_certificate()
    client.force_login(made.holder.user)
    return made


@pytest.fixture
def registrar() -> User:
    return make_user("registrar", group="Certificate registrars")


def words(client, certificate: Certificate) -> str:
    return unescape(client.get(to("mine", certificate)).content.decode())


def ask(certificate: Certificate, **fields: str) -> NameCorrection:
    return corrections.ask(certificate=certificate, **{**ASKED, **fields})


# --- the page ---------------------------------------------------------------------------------


def test_the_page_leads_to_the_file_first(client, certificate) -> None:
    text = words(client, certificate)
    assert text.count('class="button button-large"') == 1
    assert to("pdf", certificate) in text
    assert f"/verify/{certificate.code}/badge.png" in text
    assert f"/verify/{certificate.code}/credential.json" in text


def test_nobody_else_opens_it_or_changes_it(client, certificate) -> None:
    client.force_login(make_certificate().holder.user)
    assert client.get(to("mine", certificate)).status_code == 404
    for name in ("correct", "withdraw", "disclose"):
        assert client.post(to(name, certificate), ASKED).status_code == 404
    assert not NameCorrection.objects.exists()


def test_a_minor_is_asked_for_no_name(client, certificate) -> None:
    assert to("correct", certificate) in words(client, certificate)
    GuardianConsent.objects.create(person=certificate.holder, kept_where="Safe")
    assert to("correct", certificate) not in words(client, certificate)
    for answer in (
        client.get(to("correct", certificate)),
        client.post(to("correct", certificate), ASKED),
    ):
        assert answer.url == to("mine", certificate)
    with pytest.raises(corrections.Minors):
        ask(Certificate.objects.get(pk=certificate.pk))
    assert not NameCorrection.objects.exists()


@pytest.mark.parametrize("end", ["revoked", "replaced", "waiting"])
def test_the_page_of_what_is_no_longer_or_not_yet_valid_offers_no_file(client, end) -> None:
    shown = make_certificate() if end != "waiting" else certificate_of(make_completion())
    if end == "revoked":
        services.revoke(certificate=shown, by=make_user(), reason=Reason.WITHDRAWN, note="x")
    if end == "replaced":
        corrections.approve(correction=ask(shown), by=make_user())
    client.force_login(shown.holder.user)
    text = words(client, shown)
    assert ".pdf" not in text
    assert "linkedin.com" not in text
    assert to("correct", shown) not in text
    assert client.get(to("correct", shown)).url == to("mine", shown)


def test_the_link_to_linkedin_is_filled_in_without_the_name_and_sends_no_referrer(
    client, certificate
) -> None:
    address = links(certificate)["linkedin"]
    fields = {key: value for key, [value] in parse_qs(urlsplit(address).query).items()}
    begin, end = certificate.valid_from, certificate.valid_until
    assert fields == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Child protection, online part",
        "organizationName": certificate.claims["issuer"],
        "issueYear": str(begin.year),
        "issueMonth": str(begin.month),
        "expirationYear": str(end.year),
        "expirationMonth": str(end.month),
        "certUrl": links(certificate)["share"],
        "certId": certificate.number,
    }
    text = words(client, certificate)
    anchor = text[text.index('<a href="https://www.linkedin.com') :].split(">")[0]
    assert 'rel="noopener noreferrer external"' in anchor
    assert 'referrerpolicy="no-referrer"' in anchor


def test_a_protected_one_offers_no_link_to_linkedin(client, certificate) -> None:
    disclose(certificate=certificate, disclosure=Disclosure.PROTECTED, by=make_user())
    assert "linkedin.com" not in words(client, certificate)


# --- who sees the name ------------------------------------------------------------------------


@pytest.mark.parametrize("begin", ["named", "protected"])
def test_the_holder_chooses_whatever_the_offering_says(client, begin) -> None:
    certificate = make_certificate(disclosure=begin)
    client.force_login(certificate.holder.user)
    other = "named" if begin == "protected" else "protected"
    verify = reverse("certificates:verify", args=[certificate.code])
    for chosen in (other, begin):
        client.post(to("disclose", certificate), {"disclosure": chosen})
        shows = "Amara Diallo" in client.get(verify).content.decode()
        assert shows == (chosen == "named")
    kinds = certificate.events.values_list("kind", "by")
    me = certificate.holder.user_id
    assert list(kinds) == [("issued", None), (other, me), (begin, me)]


def test_choosing_the_same_twice_is_one_event(client, certificate) -> None:
    for _ in range(2):
        client.post(to("disclose", certificate), {"disclosure": "protected"})
    assert certificate.events.filter(kind="protected").count() == 1


@pytest.mark.parametrize("data", [{}, {"disclosure": "everybody"}, {"disclosure": "\x00"}])
def test_a_choice_that_is_none_changes_nothing_and_says_so(client, certificate, data) -> None:
    response = client.post(to("disclose", certificate), data, follow=True)
    assert "Choose whether the verify page shows your name." in response.content.decode()
    assert certificate.events.count() == 1


def test_the_name_on_a_replaced_one_can_be_protected_too(client, certificate) -> None:
    corrections.approve(correction=ask(certificate), by=make_user())
    client.post(to("disclose", certificate), {"disclosure": "protected"})
    verify = reverse("certificates:verify", args=[certificate.code])
    assert "Amara Diallo" not in client.get(verify).content.decode()


def test_a_replacement_keeps_what_the_holder_chose(certificate) -> None:
    disclose(certificate=certificate, disclosure=Disclosure.PROTECTED, by=make_user())
    new = corrections.approve(correction=ask(certificate), by=make_user())
    assert new.is_protected


# --- name correction --------------------------------------------------------------------------


def test_the_holder_asks_and_sees_that_it_waits(client, certificate) -> None:
    response = client.post(to("correct", certificate), ASKED, follow=True)
    assert "Your name correction is waiting" in response.content.decode()
    assert "Diallo-Ba" in response.content.decode()
    assert NameCorrection.objects.get().decision == Decision.WAITING
    assert client.get(to("correct", certificate)).url == to("mine", certificate)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"family_name": "Diallo"}, "This is the name that stands on the certificate now."),
        ({"family_name": "  Diallo "}, "This is the name that stands on the certificate now."),
        ({"family_name": ""}, "This field is required."),
        ({"family_name": "Diallo 😀"}, "We cannot print"),
        ({"family_name": "Di\u202eallo"}, "We cannot print"),
        ({"family_name": "王"}, "We cannot print"),
        ({"family_name": "-"}, "A name needs at least one letter."),
        ({"family_name": "D" * 121}, "at most 120"),
        ({"why": ""}, "Choose what is wrong."),
        ({"why": "a child is in danger"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_a_name_gets_a_sentence_and_changes_nothing(
    client, certificate, data, said
) -> None:
    response = client.post(to("correct", certificate), {**ASKED, **data})
    assert response.status_code == 200
    assert said in unescape(response.content.decode())
    assert not NameCorrection.objects.exists()


def test_there_is_no_free_text_to_report_in(client, certificate) -> None:
    text = client.get(to("correct", certificate)).content.decode()
    assert "<textarea" not in text
    assert text.count('type="text"') == 2


def test_the_holder_takes_it_back_and_the_name_asked_for_goes(client, certificate) -> None:
    ask(certificate)
    client.post(to("withdraw", certificate))
    client.post(to("withdraw", certificate))
    row = NameCorrection.objects.get()
    assert (row.decision, str(row)) == (Decision.WITHDRAWN, "")
    assert to("correct", certificate) in words(client, certificate)


def test_asking_twice_is_one_request_and_the_database_says_so_too(certificate) -> None:
    assert ask(certificate) == ask(certificate, family_name="Other")
    with pytest.raises(IntegrityError), transaction.atomic():
        NameCorrection.objects.create(certificate=certificate, **ASKED)


def test_after_five_requests_people_have_to_talk(client, certificate) -> None:
    for _ in range(corrections.MOST):
        ask(certificate)
        corrections.withdraw(certificate=certificate)
    response = client.post(to("correct", certificate), ASKED, follow=True)
    assert "Talk to the people who run your course." in response.content.decode()


def test_approving_replaces_the_certificate_and_renames_the_person(
    certificate, registrar, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    asked = ask(certificate)
    with django_capture_on_commit_callbacks(execute=True):
        new = corrections.approve(correction=asked, by=registrar)
        assert corrections.approve(correction=asked, by=registrar) == new
    new = Certificate.objects.get(pk=new.pk)
    assert (new.holder_name, new.state) == ("Amara Diallo-Ba", "valid")
    assert Person.objects.get(pk=new.holder_id).full_name == "Amara Diallo-Ba"
    ended = certificate.events.get(kind="superseded")
    assert (ended.reason, ended.by) == (Reason.CORRECTED, registrar)
    row = NameCorrection.objects.get()
    assert (row.decision, row.decided_by) == (Decision.APPROVED, registrar)
    (letter,) = mailoutbox
    assert letter.subject == "The name on your certificate was changed"
    assert "Diallo" not in letter.subject


def test_refusing_says_why_to_the_holder(
    client, certificate, registrar, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    asked = ask(certificate)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            corrections.refuse(correction=asked, by=registrar, refusal=Refusal.ANOTHER_PERSON)
    (letter,) = mailoutbox
    for text in (letter.body, words(client, certificate)):
        assert "A certificate cannot be passed on." in text
    assert Certificate.objects.get().holder_name == "Amara Diallo"
    with pytest.raises(corrections.NotWaiting):
        corrections.approve(correction=asked, by=registrar)


def test_what_was_taken_back_is_not_decided(certificate, registrar) -> None:
    asked = ask(certificate)
    corrections.withdraw(certificate=certificate)
    with pytest.raises(corrections.NotWaiting):
        corrections.approve(correction=asked, by=registrar)
    with pytest.raises(corrections.NotWaiting):
        corrections.refuse(correction=asked, by=registrar, refusal=Refusal.ENDED)


def test_a_holder_without_an_address_reads_it_on_the_page(
    client, certificate, registrar, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    User.objects.filter(pk=certificate.holder.user_id).update(email=None)
    with django_capture_on_commit_callbacks(execute=True):
        corrections.refuse(correction=ask(certificate), by=registrar, refusal=Refusal.NOT_CONFIRMED)
    assert mailoutbox == []
    assert "We could not confirm the new name." in words(client, certificate)


# --- the registrar ----------------------------------------------------------------------------


def decide(client, asked: NameCorrection, decision: str):
    address = reverse("certificates_corrections:decide", args=[asked.pk])
    return client.post(address, {"decision": decision}, follow=True).content.decode()


def test_the_list_shows_both_names_of_what_waits(client, certificate, registrar) -> None:
    client.force_login(registrar)
    index = reverse("certificates_corrections:index")
    assert "No request waits for a decision." in client.get(index).content.decode()
    asked = ask(certificate)
    text = client.get(index).content.decode()
    for shown in (certificate.number, "Amara Diallo", "Amara Diallo-Ba"):
        assert shown in text
    decide(client, asked, "approve")
    assert certificate.number not in client.get(index).content.decode()


def test_the_list_costs_the_same_for_1_and_6(client, certificate, registrar) -> None:
    client.force_login(registrar)
    index = reverse("certificates_corrections:index")
    ask(certificate)
    client.get(index)
    with counted_queries() as one:
        client.get(index)
    for _ in range(5):
        ask(make_certificate())
    with counted_queries() as six:
        client.get(index)
    assert len(six) == len(one)


def test_what_was_revoked_meanwhile_can_only_be_refused(client, certificate, registrar) -> None:
    client.force_login(registrar)
    asked = ask(certificate)
    services.revoke(certificate=certificate, by=registrar, reason=Reason.WITHDRAWN, note="x")
    assert "Refuse the request." in decide(client, asked, "approve")
    assert "Done." in decide(client, asked, "ended")
    assert NameCorrection.objects.get().refusal == Refusal.ENDED


@pytest.mark.parametrize("decision", ["", "maybe", "waiting"])
def test_a_decision_that_is_none_changes_nothing(client, certificate, registrar, decision) -> None:
    client.force_login(registrar)
    asked = ask(certificate)
    decide(client, asked, decision)
    assert NameCorrection.objects.get().decision == Decision.WAITING


def test_deciding_twice_is_told(client, certificate, registrar) -> None:
    client.force_login(registrar)
    asked = ask(certificate)
    decide(client, asked, "not_confirmed")
    assert "This was decided or taken back already." in decide(client, asked, "approve")


# --- erased -----------------------------------------------------------------------------------


def test_erasing_takes_credential_hashes_requests_and_reminders_with_it(client, registrar) -> None:
    old = expiring(days=20, given="Xaviera", family="Quezal")
    assert remind() == 1
    asked = ask(old, given_name="Xaviera", family_name="Quetzal")
    new = prepare(certificate=corrections.approve(correction=asked, by=registrar))
    ask(new, family_name="Quetzalli")
    Certificate.objects.filter(pk=new.pk).update(problem="no glyph for Q in Quetzal")
    services.redact(person=new.holder, by=None)
    assert not NameCorrection.objects.exists()
    assert not CertificateReminder.objects.exists()
    rows = [*Certificate.objects.all(), *CertificateEvent.objects.all()]
    kept = serializers.serialize("json", rows)
    assert not [word for word in ("Xaviera", "Que") if word in kept]
    for certificate in Certificate.objects.all():
        assert (certificate.credential, certificate.pdf_sha256, certificate.salt) == ("", "", "")
        verify = reverse("certificates:verify", args=[certificate.code])
        text = client.get(verify).content.decode()
        assert "The name was removed" in text
        assert certificate.number in text


def test_an_erased_request_is_not_decided_any_more(certificate, registrar) -> None:
    asked = ask(certificate)
    services.redact(person=certificate.holder, by=None)
    with pytest.raises(corrections.NotWaiting):
        corrections.approve(correction=asked, by=registrar)
    with pytest.raises(services.CertificateEnded):
        disclose(certificate=certificate, disclosure=Disclosure.PROTECTED, by=registrar)
