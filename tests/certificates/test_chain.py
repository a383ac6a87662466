"""Earlier certificates stay; whoever verifies learns their numbers and dates, and nothing new."""

import pytest
from django.urls import reverse

from certificates import services
from certificates.holders.chain import MOST, earlier
from certificates.models import Certificate
from certificates.preparing import prepare
from certificates.states import Reason
from courses.people.services import set_certificate_name
from tests.factories.people import make_user

from .builders import make_certificate
from .test_remind import expiring, refreshed

pytestmark = pytest.mark.django_db


def page(client, certificate: Certificate, **data) -> str:
    url = reverse("certificates:verify", args=[certificate.code])
    return (client.post(url, data) if data else client.get(url)).content.decode()


def corrected(certificate: Certificate, family_name: str = "Dialo") -> Certificate:
    new = services.replace(
        certificate=certificate,
        by=make_user(),
        reason=Reason.CORRECTED,
        note="x",
        given_name="Amara",
        family_name=family_name,
    )
    return prepare(certificate=new)


def test_the_verify_page_shows_number_and_dates_of_the_earlier_one(client) -> None:
    old = expiring(days=20)
    new = refreshed(old)
    text = page(client, new)
    assert old.number in text
    assert old.code not in text
    assert str(old.uuid) not in text
    [row] = client.get(reverse("certificates:verify_json", args=[new.code])).json()["earlier"]
    assert row == {
        "number": old.number,
        "completed_on": old.valid_from.isoformat(),
        "valid_until": old.valid_until.isoformat(),
        "status": "valid",
    }


def test_an_old_code_says_nothing_of_what_came_after(client) -> None:
    old = expiring(days=20)
    new = refreshed(old)
    assert new.number not in page(client, old)


def test_a_protected_one_shows_them_after_the_family_name_only(client) -> None:
    old = expiring(days=20, disclosure="protected")
    new = refreshed(old)
    assert new.is_protected
    assert old.number not in page(client, new)
    assert old.number not in page(client, new, family_name="Haddad")
    assert old.number in page(client, new, family_name="diallo")


def test_others_and_other_courses_are_never_in_it() -> None:
    mine = expiring(days=20)
    expiring(days=20)
    Certificate.objects.exclude(pk=mine.pk).update(holder=mine.holder)  # of another course
    new = refreshed(mine)
    assert earlier(new) == [mine]


def revoke(old: Certificate) -> None:
    services.revoke(certificate=old, by=make_user(), reason=Reason.WITHDRAWN, note="x")


def protect(old: Certificate) -> None:
    Certificate.objects.filter(pk=old.pk).update(disclosure="protected")


@pytest.mark.parametrize("change", [revoke, protect])
def test_what_would_say_more_than_dates_is_shown_to_the_holder_only(client, change) -> None:
    old = expiring(days=20)
    new = refreshed(old)
    change(old)
    assert old.number not in page(client, new)
    assert earlier(new) == [old]
    client.force_login(new.holder.user)
    mine = client.get(reverse("certificates:mine", args=[new.uuid])).content.decode()
    assert old.number in mine
    assert reverse("certificates:mine", args=[old.uuid]) in mine


def test_a_number_that_stands_on_a_paper_with_another_name_is_not_shown(client) -> None:
    old = expiring(days=20, family="Dialo")
    person = old.holder
    set_certificate_name(
        person=person, given_name="Amara", family_name="Diallo", time_zone=person.time_zone
    )
    assert old.number not in page(client, refreshed(old))
    first = make_certificate(family="Dialo")
    second = corrected(first, "Diallo")
    assert first.number not in page(client, second)
    assert earlier(second) == [first]


def test_a_long_history_is_one_query_and_bounded(django_assert_num_queries) -> None:
    last = make_certificate()
    for number in range(MOST + 1):
        last = corrected(last, f"Diallo {'abcdefghijklmnopqrstuvwxyz'[number]}")
    with django_assert_num_queries(1):
        assert len(earlier(last)) == MOST


def test_erased_holders_have_no_chain(client) -> None:
    old = expiring(days=20)
    new = refreshed(old)
    services.redact(person=new.holder, by=None)
    text = page(client, new)
    assert "The name was removed" in text
    assert old.number not in text
