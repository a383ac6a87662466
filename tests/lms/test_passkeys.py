"""What no device sends is answered with a sentence, whoever sends it and to which page."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db

BYTES = "AAAA"
ANSWERS = {
    "a number that is too long": "9" * 5000,
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "a number": "7",
    "a word": '"word"',
    "null": "null",
    "an empty object": "{}",
    "an empty answer": json.dumps({"id": BYTES, "rawId": BYTES, "response": {}}),
    "an answer that is a list": json.dumps({"id": BYTES, "rawId": BYTES, "response": []}),
    "a made-up registration": json.dumps(
        {
            "id": BYTES,
            "rawId": BYTES,
            "type": "public-key",
            "response": {"clientDataJSON": BYTES, "attestationObject": BYTES},
        }
    ),
    "a made-up sign-in": json.dumps(
        {
            "id": BYTES,
            "rawId": BYTES,
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "A" * 80,
                "signature": BYTES,
                "userHandle": "MQ",
            },
        }
    ),
    "half a letter": json.dumps({"id": "\ud800", "rawId": "\ud800", "response": {}}),
}
answers = pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
SAID = "The passkey was not accepted."


@answers
def test_signing_in(client, answer: str) -> None:
    address = reverse("mfa_login_webauthn")
    client.get(address, headers={"accept": "application/json"})
    page = client.post(address, {"credential": answer}, follow=True)
    assert page.redirect_chain == [(reverse("account_login"), 302)]
    assert SAID in page.content.decode()


@answers
def test_adding_one(client, answer: str) -> None:
    client.force_login(make_user("learner"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    address = reverse("mfa_add_webauthn")
    client.get(address)
    page = client.post(address, {"name": "Phone", "credential": answer})
    assert page.status_code == 200
    assert SAID in page.content.decode()
    assert not Authenticator.objects.exists()


@answers
def test_the_second_step(answer: str) -> None:
    user = make_user("learner")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    client = Client()
    client.post(reverse("account_login"), {"login": "learner", "password": PASSWORD})
    address = reverse("mfa_authenticate")
    client.get(address)
    page = client.post(address, {"credential": answer})
    assert SAID in page.content.decode()
    assert "_auth_user_id" not in client.session
