"""Edition 2 of the starter course comes to those who have begun or completed edition 1."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certificates.models import Certificate
from courses.editions import content
from courses.editions.check import check
from courses.editions.models import Edition
from courses.editions.snapshot import take
from courses.editions.unchanged import refresher
from courses.exchange.load import load
from courses.learning.outline import outline_with_ticks
from courses.learning.services import end_teach_outs, enrol, mark_done
from courses.models import Attempt, Completion, Enrolment
from courses.studio.release import release
from home.demo import finish, half_way, pass_quiz
from tests.courses.exchange import first_edition
from tests.courses.exchange.folder import STARTER
from tests.factories.people import make_person

UNTIL = timezone.localdate() + timedelta(days=90)
FINAL = "final-quiz"
# What graduates of edition 1 need not read again. A lesson that only sounds better now is as new
# to them as one that says something else: let the line stay as it was.
NOT_NEW = {
    *("who-is-a-child", "talis-year", "myth-or-fact", "why-our-conduct-matters"),
    *("the-rules-in-plain-words", "power-and-grooming", "child-labour-gifts-and-photos"),
    *("when-a-comrade-breaks-a-rule", "after-the-report", "how-children-tell"),
    *("health-cannot-wait", "right-channel-few-people"),
}


def slugs_of(edition: Edition) -> dict:
    return {item.uuid: item.slug for item in content.outline(edition, "en").items}


def ticked(enrolment: Enrolment) -> set[str]:
    slugs = slugs_of(enrolment.edition)
    return {slugs[item] for item in enrolment.progress.values_list("item_uuid", flat=True)}


def begun(offering) -> Enrolment:
    return enrol(person=make_person(), offering=offering, locale="en")


def test_what_says_nothing_new_is_as_it_was_to_the_letter() -> None:
    assert first_edition.same() == NOT_NEW


def test_no_lesson_of_the_first_edition_is_gone() -> None:
    old, new = (first_edition.lessons(root) for root in (first_edition.FILES, STARTER))
    assert len(old) == 19
    assert old.keys() - new.keys() == set()


@pytest.mark.django_db
@pytest.mark.timeout(600)  # sixty lessons and more
def test_every_tick_and_certificate_stays_and_graduates_get_only_what_is_new(
    tmp_path, django_capture_on_commit_callbacks
) -> None:
    page = load(first_edition.FILES).course_page
    first = release(course_page=page)
    assert first_edition.as_frozen(first) == first_edition.frozen()
    offering = first.course.offerings.get()
    learner, graduate = begun(offering), begun(offering)
    half_way(learner)
    finish(graduate)
    Attempt.objects.update(graded_at=timezone.now() - timedelta(days=30))
    had = ticked(learner)
    assert len(had) == 10
    proof = Completion.objects.values().get(), Certificate.objects.values().get()

    report = load(first_edition.write_second(tmp_path / "second"))
    assert report.refused == []
    page = report.course_page
    assert [finding for finding in check(page) if finding.blocking] == []
    shown = refresher(first, take(page))
    with django_capture_on_commit_callbacks(execute=True):
        second = release(course_page=page, material=True, teach_out_on=UNTIL)
    assert (second.number, second.material) == (2, True)

    # The author saw what is the same, before the release.
    everything = set(slugs_of(second).values())
    assert shown.same == len(NOT_NEW)
    assert len(shown.new) == len(everything) - len(NOT_NEW)

    # Half-way: on edition 1 until the day, then on edition 2 with every tick.
    learner.refresh_from_db()
    assert (learner.edition, ticked(learner)) == (first, had)
    end_teach_outs(today=UNTIL + timedelta(days=1))
    learner = Enrolment.objects.get(pk=learner.pk)
    assert (learner.edition, learner.state, ticked(learner)) == (second, "active", had)
    assert 0 < outline_with_ticks(learner).percent < 50

    # The graduate: nothing of edition 1 has changed.
    graduate.refresh_from_db()
    assert (graduate.edition, graduate.state) == (first, "completed")
    assert proof == (Completion.objects.values().get(), Certificate.objects.values().get())

    # The refresher: only what is new.
    fresh = enrol(person=graduate.person, offering=offering, locale="en", refreshes=True)
    assert (fresh.cycle, fresh.edition, fresh.state) == (2, second, "active")
    assert ticked(fresh) == NOT_NEW
    assert set(fresh.progress.values_list("evidence", flat=True)) == {"unchanged"}
    to_do = outline_with_ticks(fresh).missing
    assert FINAL in {item.slug for item in to_do}
    for item in to_do:
        if item.kind == "lesson":
            mark_done(enrolment=fresh, item_uuid=item.uuid)
        else:
            pass_quiz(fresh, item.uuid)
    fresh.refresh_from_db()
    assert (fresh.state, fresh.completion.edition, fresh.completion.score) == (
        "completed",
        second,
        100,
    )
    assert Certificate.objects.filter(holder=graduate.person).count() == 2
    assert proof[0] == Completion.objects.values().get(enrolment=graduate)
