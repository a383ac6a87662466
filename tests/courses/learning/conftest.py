import pytest
from django.test import Client

from courses.models import Enrolment
from tests.factories.courses import SmallCourse
from tests.factories.people import make_enrolment


@pytest.fixture
def learner(client: Client, course: SmallCourse) -> Enrolment:
    """Somebody signed in who is enrolled in the ``course`` of the file."""
    enrolment = make_enrolment(course.offering)
    client.force_login(enrolment.person.user)
    return enrolment
