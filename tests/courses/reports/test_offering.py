"""The facilitator's page: who is stuck, a reminder, one more attempt."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone

from courses.assessment.services import submit
from courses.assessment.support import grant_attempt
from courses.learning.services import mark_done
from courses.models import EditionItem, Enrolment, Person, RetryGrant
from courses.people.services import person_for
from courses.reports.queries import QUIET_AFTER
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_user
from tests.factories.quiz import answer_all, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(client):
    course = make_course()
    facilitator = make_user("facilitator", group="Facilitators")
    course.offering.facilitators.add(person_for(user=facilitator))
    client.force_login(facilitator)
    return course


def test_who_failed_and_did_not_pass_is_stuck(client, course):
    stuck = make_enrolment(course.offering)
    submit(attempt=start(course, stuck))
    make_enrolment(course.offering)
    page = client.get(f"/facilitate/{course.offering.uuid}/")
    rows = {row.enrolment.pk: row for row in page.context["rows"]}
    assert [bool(rows[pk].stuck) for pk in sorted(rows)] == [True, False]
    assert "Amara Diallo" in page.content.decode()


def test_one_more_attempt_needs_a_reason(client, course):
    enrolment = make_enrolment(course.offering)
    for _attempt in range(2):
        submit(attempt=start(course, enrolment))
    item = course.quiz.translation_key
    address = f"/facilitate/{course.offering.uuid}/{enrolment.uuid}/{item}/grant/"
    page = client.get(address).content.decode()
    assert "not a place to report" in page
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "x" * 301}).status_code == 200
    assert not RetryGrant.objects.exists()
    assert client.post(address, {"reason": "We talked."}).status_code == 302
    assert RetryGrant.objects.get().granted_by.username == "facilitator"
    again = client.post(address, {"reason": "We talked."}, follow=True)
    assert "nothing was changed" in again.content.decode()
    assert RetryGrant.objects.count() == 1


def test_who_left_the_group_of_facilitators_sees_nothing_any_more(client, course):
    Group.objects.get(name="Facilitators").user_set.clear()
    assert client.get(f"/facilitate/{course.offering.uuid}/").status_code == 404


def test_who_joins_the_group_can_be_named_in_an_offering():
    user = make_user(group="Facilitators")
    assert Person.objects.filter(user=user).exists()


def test_nobody_is_reminded_of_a_course_they_have_finished(client, course):
    enrolment = make_enrolment(course.offering)
    Enrolment.objects.filter(pk=enrolment.pk).update(state="completed")
    mail.outbox.clear()
    address = f"/facilitate/{course.offering.uuid}/{enrolment.uuid}/remind/"
    assert "No reminder sent" in client.post(address, follow=True).content.decode()
    assert mail.outbox == []


def test_a_lesson_has_no_attempts_to_grant(client, course):
    enrolment = make_enrolment(course.offering)
    item = course.lessons[0].translation_key
    address = f"/facilitate/{course.offering.uuid}/{enrolment.uuid}/{item}/grant/"
    assert client.post(address, {"reason": "Please."}).status_code == 404


def test_a_reminder_says_where_to_go_on(client, course):
    enrolment = make_enrolment(course.offering)
    mail.outbox.clear()
    client.post(f"/facilitate/{course.offering.uuid}/{enrolment.uuid}/remind/")
    [letter] = mail.outbox
    assert letter.to == [enrolment.person.user.email]
    assert f"/learn/{course.slug}/" in letter.body
    assert len(letter.alternatives) == 1


def test_the_page_of_an_offering_without_learners(client, course):
    assert client.get(f"/facilitate/{course.offering.uuid}/?page=garbage").status_code == 200


def test_who_may_need_help_is_found_among_many(client, course):
    fine, failed, quiet, passed, finished = (make_enrolment(course.offering) for _ in range(5))
    long_ago = timezone.now() - QUIET_AFTER - timedelta(hours=1)
    for learner in (quiet, finished):
        Enrolment.objects.filter(pk=learner.pk).update(enrolled_at=long_ago)
    Enrolment.objects.filter(pk=finished.pk).update(state="completed")
    submit(attempt=start(course, failed))
    submit(attempt=start(course, passed))
    submit(attempt=answer_all(start(course, passed), right=True))
    address = f"/facilitate/{course.offering.uuid}/"
    found = client.get(f"{address}?show=stuck")
    assert {row.enrolment.pk for row in found.context["rows"]} == {failed.pk, quiet.pk}
    assert "Quiet for two weeks" in found.content.decode()
    mark_done(enrolment=quiet, item_uuid=course.lessons[0].translation_key)
    found = client.get(f"{address}?show=stuck")
    assert {row.enrolment.pk for row in found.context["rows"]} == {failed.pk}
    assert {row.enrolment.pk for row in client.get(address).context["rows"]} >= {fine.pk}


def test_where_a_learner_goes_on_is_shown(client, course):
    mark_done(
        enrolment=make_enrolment(course.offering), item_uuid=course.lessons[0].translation_key
    )
    page = client.get(f"/facilitate/{course.offering.uuid}/").content.decode()
    assert course.lessons[1].title in page


def test_who_sits_quizzes_is_not_quiet(client, course):
    enrolment = make_enrolment(course.offering)
    Enrolment.objects.update(enrolled_at=timezone.now() - QUIET_AFTER - timedelta(days=1))
    started = start(course, enrolment)
    (row,) = client.get(f"/facilitate/{course.offering.uuid}/").context["rows"]
    assert (row.is_quiet, row.last_activity) == (False, started.started_at)
    assert not client.get(f"/facilitate/{course.offering.uuid}/?show=stuck").context["rows"]


def test_a_quiz_that_was_retired_meanwhile_grants_nothing(course):
    enrolment = make_enrolment(course.offering)
    item = course.quiz.translation_key
    EditionItem.objects.filter(item_uuid=item).delete()
    assert grant_attempt(enrolment=enrolment, item_uuid=item, reason="x", by=None) is None
