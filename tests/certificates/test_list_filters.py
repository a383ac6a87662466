"""The list of certificates narrowed by course, offering, state and dates."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates import services
from certificates.listing import in_state
from certificates.models import Certificate
from certificates.states import Reason, State
from courses.models import Completion, Offering
from tests.factories.people import make_user
from tests.queries import counted_queries

from .builders import certificate_of, make_certificate, make_completion

pytestmark = pytest.mark.django_db
RESULTS = "certificates_registrar:index_results"


@pytest.fixture(autouse=True)
def registrar(client):
    user = make_user("registrar", group="Certificate registrars")
    client.force_login(user)
    return user


@pytest.fixture
def one_of_each(registrar) -> dict[str, Certificate]:
    """By the name of the state."""
    valid, expired, revoked, replaced = (make_certificate() for _ in range(4))
    waiting, failed = certificate_of(make_completion()), certificate_of(make_completion())
    yesterday = timezone.localdate() - timedelta(days=1)
    Certificate.objects.filter(pk=expired.pk).update(valid_until=yesterday)
    Certificate.objects.filter(pk=failed.pk).update(problem="NoKey: no key signs")
    services.revoke(certificate=revoked, by=registrar, reason=Reason.WITHDRAWN, note="x")
    claims = replaced.claims
    names = {name: claims[name] for name in ("given_name", "family_name")}
    newer = services.replace(
        certificate=replaced, by=registrar, reason=Reason.REISSUED, note="x", **names
    )
    Certificate.objects.filter(pk=newer.pk).update(problem="NoKey: no key signs")
    return {
        State.VALID: valid,
        State.EXPIRED: expired,
        State.REVOKED: revoked,
        State.REPLACED: replaced,
        State.BEING_PREPARED: waiting,
        "failed": failed,
    }


def found(client, **narrowed) -> set[str]:
    text = client.get(reverse(RESULTS), narrowed).content.decode()
    return {n for n in Certificate.objects.values_list("number", flat=True) if n in text}


@pytest.mark.parametrize("state", [*State.values, "failed"])
def test_by_state(client, one_of_each, state: str) -> None:
    others = {row.number for name, row in one_of_each.items() if name != state}
    shown = found(client, state=state)
    assert one_of_each[state].number in shown
    assert not shown & others


def test_the_states_of_the_filter_are_those_of_the_certificates(one_of_each) -> None:
    today = timezone.localdate()
    for state in State.values:
        for row in in_state(Certificate.objects.all(), state, today=today):
            assert row.state_on(today) == state
    counted = [
        in_state(Certificate.objects.all(), s, today=today) for s in (*State.values, "failed")
    ]
    assert sum(rows.count() for rows in counted) == Certificate.objects.count()


def test_what_failed_is_said_in_the_list_and_above_it(client, one_of_each) -> None:
    text = client.get(reverse("certificates_registrar:index")).content.decode()
    assert "Could not be prepared" in text
    assert "Waiting or failed: 2" in text


def test_by_offering_and_by_course(client) -> None:
    wanted, other = make_certificate(), make_certificate()
    offering = Offering.objects.get(
        enrolments__completion=Completion.objects.get(uuid=wanted.completion_uuid)
    )
    assert found(client, offering=offering.pk) == {wanted.number}
    assert found(client, course=offering.course_id) == {wanted.number}
    assert found(client) == {wanted.number, other.number}


def test_by_the_day_of_completion(client) -> None:
    certificate = make_certificate()
    today = certificate.valid_from  # where the holder is
    day = {name: (today + timedelta(days=n)).isoformat() for name, n in (("a", -1), ("b", 1))}
    assert found(client, valid_from_from=day["a"], valid_from_to=day["b"]) == {certificate.number}
    assert found(client, valid_from_from=today, valid_from_to=today) == {certificate.number}
    assert found(client, valid_from_from=day["b"]) == set()
    assert found(client, valid_from_to=day["a"]) == set()


@pytest.mark.parametrize(
    "narrowed", [{"state": "x"}, {"offering": "x"}, {"valid_from_from": "\0"}, {"course": "9" * 30}]
)
def test_nonsense_is_answered(client, narrowed) -> None:
    make_certificate()
    assert client.get(reverse(RESULTS), narrowed).status_code == 200


def test_the_narrowed_list_asks_no_more_for_more_rows(client) -> None:
    make_certificate()
    found(client, state="valid")
    with counted_queries() as few:
        client.get(reverse("certificates_registrar:index"), {"state": "valid"})
    for _ in range(3):
        make_certificate()
    with counted_queries() as many:
        client.get(reverse("certificates_registrar:index"), {"state": "valid"})
    assert len(few) == len(many)
