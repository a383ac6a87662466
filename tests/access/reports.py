"""The rows of a facilitator: who learns, who needs help, what is to be marked."""

from collections.abc import Iterator

from tests.factories.written import written_slots

from .row import Row, get, only, post, signed_in, to
from .world import World


def report_rows(world: World) -> Iterator[Row]:
    own, elsewhere = world.offering.uuid, world.stranger.offering.uuid
    learner, stranger = world.others.uuid, world.stranger.uuid
    quiz, reason = world.course.quiz.translation_key, {"reason": "We talked about it."}
    page, us = to("reports:offering", own), ("facilitator",)
    back = only(*us, answer=page)
    yield get("reports:offerings", only(*us))
    yield get("reports:offering", only(*us), own)
    yield get("reports:offering", only(), elsewhere)
    yield get("reports:remind", signed_in(page), own, learner)
    yield post("reports:remind", back, own, learner, changed_by=us)
    yield get("reports:grant", only(*us), own, learner, quiz)
    yield post("reports:grant", back, own, learner, quiz, data=reason, changed_by=us)
    yield from _support(world)
    for offering in (own, elsewhere):  # somebody of an offering that is not theirs
        yield post("reports:remind", only(), offering, stranger)
        yield post("reports:grant", only(), offering, stranger, quiz, data=reason)
    yield from _marking(world)


def _support(world: World) -> Iterator[Row]:
    own, elsewhere, us = world.offering.uuid, world.stranger.offering.uuid, ("facilitator",)
    listed, dates = to("reports:accommodations", own), to("reports:dates", own)
    more = {"enrolments": [world.others.uuid], "extra_attempts": 1, "extra_time_percent": 0}
    more |= {"extra_days": 0, "reason": "Agreed on 3 May."}
    given, quiz = world.accommodation.uuid, world.course.quiz.translation_key
    window = {f"{quiz}-opens_at": "2026-01-01T08:00"}
    for name in ("accommodations", "accommodate", "dates", "gain"):
        yield get(f"reports:{name}", only(*us), own)
        yield get(f"reports:{name}", only(), elsewhere)
    yield post("reports:accommodate", only(*us, answer=listed), own, data=more, changed_by=us)
    yield post("reports:dates", only(*us, answer=dates), own, data=window, changed_by=us)
    yield get("reports:end_accommodation", signed_in(listed), own, given)
    ended = only(*us, answer=listed)
    yield post("reports:end_accommodation", ended, own, given, changed_by=us)
    yield post("reports:end_accommodation", only(), elsewhere, given)
    for name, data in (("accommodate", more), ("dates", window)):
        yield post(f"reports:{name}", only(), elsewhere, data=data)


def _marking(world: World) -> Iterator[Row]:
    own, elsewhere = world.written.enrolment.offering.uuid, world.stranger.offering.uuid
    answer, us = (world.written.uuid, written_slots(world.written)[0]), ("facilitator",)
    points, queue = {"points-0": "2", "points-1": "0"}, to("reports:marking", own)
    for name in ("reports:marking", "reports:marked"):
        yield get(name, only(*us), own)
        yield get(name, only(), elsewhere)
    for offering in (world.offering.uuid, elsewhere):  # where it was not written
        yield get("reports:mark_one", only(), offering, *answer)
        yield post("reports:mark_one", only(), offering, *answer, data=points)
    yield get("reports:mark_one", only(*us), own, *answer)
    done = only(*us, answer=queue)
    yield post("reports:mark_one", done, own, *answer, data=points, changed_by=us)
