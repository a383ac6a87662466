"""About whose addresses a provider of accounts is believed."""

import pytest
from allauth.account.models import EmailAddress

from tests.factories.people import AGREED
from tests.lms.test_openid import AMARA, SIGN_UP, go, is_signed_in, provider

__all__ = ["provider"]  # a fixture
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["x@other.example", "x@sub.ministry.example", "x@ministry.example@other.example"]
)
def test_of_a_domain_that_is_not_its_own_a_provider_is_not_believed(
    client, provider, mailoutbox, address
):
    provider.person = AMARA | {"email": address}
    assert address not in go(client).text
    client.post(SIGN_UP, {"email": "x@other.example", **AGREED})
    assert not is_signed_in(client)
    assert mailoutbox[0].to == ["x@other.example"]
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_its_own_domain_may_be_written_in_capitals(client, provider):
    provider.person = AMARA | {"email": "Amara@Ministry.Example"}
    go(client)
    client.post(SIGN_UP, AGREED)
    assert is_signed_in(client)
