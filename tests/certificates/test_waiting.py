"""A certificate that cannot be prepared is seen by registrars, and tried again."""

import pytest
from django.urls import reverse

from certificates.models import Certificate
from certificates.preparing import try_to_prepare
from certificates.states import State
from tests.factories.people import make_user
from tests.queries import counted_queries

from .builders import certificate_of, make_certificate, make_completion

pytestmark = pytest.mark.django_db
WAITING = "certificates_registrar:waiting"


@pytest.fixture(autouse=True)
def registrar(client):
    client.force_login(make_user("registrar", group="Certificate registrars"))


@pytest.fixture
def failed(settings, tmp_path) -> Certificate:
    """There is no key to sign it with."""
    row = certificate_of(make_completion())
    settings.ISSUER_KEY_MAKES_ITSELF = False
    assert not try_to_prepare(certificate_id=row.pk)
    settings.ISSUER_KEY_MAKES_ITSELF = True
    row.refresh_from_db()
    return row


def page(client) -> str:
    return client.get(reverse(WAITING)).content.decode()


def test_it_says_what_is_wrong(client, failed) -> None:
    ready, waiting = make_certificate(), certificate_of(make_completion())
    text = page(client)
    assert "NoKey" in failed.problem
    assert "NoKey" in text
    assert "1 certificate could not be prepared." in text
    assert text.index(failed.number) < text.index(waiting.number)
    assert ready.number not in text
    inspected = client.get(reverse("certificates_registrar:inspect", args=[failed.pk]))
    assert "NoKey" in inspected.content.decode()


def test_trying_again_prepares_it(client, failed) -> None:
    again = reverse("certificates_registrar:try_again", args=[failed.pk])
    client.post(again)
    assert Certificate.objects.get().state == State.VALID
    assert "Every certificate is ready." in page(client)
    assert "does not wait any more" in client.post(again, follow=True).content.decode()


def test_without_a_key_it_stays_and_still_says_so(client, failed, settings) -> None:
    settings.ISSUER_KEY_MAKES_ITSELF = False
    again = reverse("certificates_registrar:try_again", args=[failed.pk])
    client.post(again)
    assert "NoKey" in page(client)


def test_it_asks_no_more_for_more_rows(client, failed) -> None:
    page(client)
    with counted_queries() as few:
        page(client)
    for _ in range(3):
        make_completion()
    with counted_queries() as many:
        page(client)
    assert len(few) == len(many)
