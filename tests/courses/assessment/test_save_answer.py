"""Nothing answered is lost: replays, other tabs, other devices, old forms."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.assessment import services
from courses.assessment.services import AlreadySubmitted
from courses.models import Attempt, Response
from tests.factories.courses import SmallCourse, make_course
from tests.factories.people import make_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> SmallCourse:
    return make_course()


@pytest.fixture
def attempt(course) -> Attempt:
    enrolment = make_enrolment(course.offering)
    return services.start(enrolment=enrolment, item_uuid=course.quiz.translation_key)


def _answers(attempt: Attempt) -> dict[int, str]:
    return dict(Response.objects.filter(attempt=attempt).values_list("slot", "body"))


CLIENTS = [uuid.UUID(int=1), uuid.UUID(int=2)]
messages = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(CLIENTS), st.integers(1, 4)),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queue=messages, data=st.data())
def test_any_order_and_any_replay_gives_the_latest_answers(course, queue, data):
    """Whatever arrives first, twice or again: the highest (sequence, client) of a slot stands."""
    enrolment = make_enrolment(course.offering)
    attempt = services.start(enrolment=enrolment, item_uuid=course.quiz.translation_key)

    def body_of(slot, client, sequence):
        order = attempt.paper["slots"][slot - 1]["order"]
        return order[(sequence + client.int) % len(order)]

    again = data.draw(st.permutations(queue))
    prefix = again[: data.draw(st.integers(0, len(again)))]
    for slot, client, sequence in [*prefix, *data.draw(st.permutations(queue))]:
        services.save_response(
            attempt=attempt,
            slot=slot,
            body=body_of(slot, client, sequence),
            client_uuid=client,
            sequence=sequence,
        )
    latest = {message[0]: message for message in sorted(queue, key=lambda m: (m[2], m[1].int))}
    assert _answers(attempt) == {slot: body_of(*message) for slot, message in latest.items()}


def test_a_form_saves_everything_it_shows(attempt):
    answers = {slot["slot"]: slot["order"][0] for slot in attempt.paper["slots"]}
    kept = services.save_form(attempt=attempt, answers=answers, shown={}, client_uuid=uuid.uuid4())
    assert kept == []
    assert _answers(attempt) == answers


def test_an_old_form_does_not_overwrite_what_was_answered_elsewhere(attempt):
    first, second = attempt.paper["slots"][0]["order"][:2]
    services.save_response(
        attempt=attempt, slot=1, body=second, client_uuid=uuid.uuid4(), sequence=5
    )
    kept = services.save_form(
        attempt=attempt, answers={1: first}, shown={1: 4}, client_uuid=uuid.uuid4()
    )
    assert kept == [1]
    assert _answers(attempt) == {1: second}


def test_a_fresh_form_may_take_an_answer_back(attempt):
    first = attempt.paper["slots"][0]["order"][0]
    client = uuid.uuid4()
    services.save_form(attempt=attempt, answers={1: first}, shown={}, client_uuid=client)
    services.save_form(attempt=attempt, answers={1: None}, shown={1: 1}, client_uuid=client)
    assert _answers(attempt) == {1: None}


def test_after_handing_in_nothing_can_be_changed(attempt):
    services.submit(attempt=attempt)
    with pytest.raises(AlreadySubmitted):
        services.save_response(
            attempt=attempt, slot=1, body="x", client_uuid=uuid.uuid4(), sequence=1
        )
    with pytest.raises(AlreadySubmitted):
        services.save_form(attempt=attempt, answers={1: "x"}, shown={}, client_uuid=uuid.uuid4())
    assert _answers(attempt) == {}
