"""A trainer offers a course, in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Offering
from tests.factories.courses import make_course
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_a_facilitator_whom_nobody_can_be_is_refused_in_words(client: Client) -> None:
    course = make_course().offering.course
    client.force_login(make_user(group="Course reviewers"))
    data = {"course": course.pk, "title": "Spring", "disclosure": "named"}
    response = client.post(reverse("offerings:add"), {**data, "facilitators": ["9" * 19]})
    assert response.status_code == 200
    assert "is not one of the available choices" in response.content.decode()
    assert not Offering.objects.filter(title="Spring").exists()
