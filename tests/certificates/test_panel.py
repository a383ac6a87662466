"""What the result page and My learning show of a certificate."""

import uuid

import pytest
from django.template import Context, Template

from certificates import services
from certificates.states import Reason
from tests.factories.people import make_user

from .builders import certificate_of, make_certificate, make_completion

pytestmark = pytest.mark.django_db


def panel(completion_uuid: uuid.UUID) -> str:
    template = Template("{% load certificates %}{% certificate_panel completion_uuid %}")
    return template.render(Context({"completion_uuid": completion_uuid})).strip()


def test_it_leads_to_the_file_and_the_verify_page(django_assert_num_queries) -> None:
    certificate = make_certificate()
    with django_assert_num_queries(1):
        text = panel(certificate.completion_uuid)
    assert f"/certificates/{certificate.uuid}/certificate.pdf" in text
    assert f"/verify/{certificate.code}/" in text


def test_it_says_when_the_certificate_is_not_ready() -> None:
    certificate = certificate_of(make_completion())
    text = panel(certificate.completion_uuid)
    assert "being prepared" in text
    assert certificate.code not in text


def test_it_shows_the_replacement_and_not_the_old_one() -> None:
    old = make_certificate()
    new = services.replace(
        certificate=old,
        by=make_user(),
        reason=Reason.CORRECTED,
        note="x",
        given_name="A",
        family_name="B",
    )
    text = panel(old.completion_uuid)
    assert old.code not in text
    services.prepare_overdue(now=new.created_at.replace(year=new.created_at.year + 1))
    assert new.code in panel(old.completion_uuid)


def test_it_says_that_the_certificate_was_revoked() -> None:
    certificate = make_certificate()
    services.revoke(certificate=certificate, by=make_user(), reason=Reason.WITHDRAWN, note="x")
    text = panel(certificate.completion_uuid)
    assert "revoked" in text
    assert ".pdf" not in text


def test_without_a_certificate_it_is_empty() -> None:
    assert panel(uuid.uuid4()) == ""
