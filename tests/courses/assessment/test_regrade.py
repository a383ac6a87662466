"""Grading a question anew: for everybody who had it, and no pass is ever taken away."""

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from certificates.models import Certificate
from courses.assessment import regrade_run, regrading, services
from courses.assessment.marking import mark, waiting_in
from courses.assessment.regrade_run import LONGEST_BATCH, go_on, may_hold, resume
from courses.assessment.regrading import CannotRegrade, key_of, preview, regrade
from courses.assessment.rekeying import with_accepted, with_right
from courses.learning.services import mark_done
from courses.models import (
    Attempt,
    Completion,
    GradeChange,
    ItemProgress,
    QuestionBank,
    QuestionVersion,
    Regrade,
    RegradeRun,
)
from tests.at_once import at_once
from tests.factories.courses import make_lesson, make_quiz, publish
from tests.factories.people import make_enrolment, make_user
from tests.factories.questions import make_one
from tests.factories.regrades import make_fixed_course, sit, version_of

pytestmark = pytest.mark.django_db

WRONG = {"single_choice": "c", "short_text": "nobody"}
HALF = {"single_choice": "a", "short_text": "nobody"}
RIGHT = {"single_choice": "a", "short_text": "focal point"}


@pytest.fixture
def course():
    return make_fixed_course()


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Decides, and lets the tasks run to their end."""

    def decide(version: QuestionVersion, treatment: str, bodies=None, reason="A mistake of ours."):
        with django_capture_on_commit_callbacks(execute=True):
            return regrade(
                version=version, treatment=treatment, bodies=bodies or {}, reason=reason, by=None
            )

    return decide


def stored(attempt: Attempt) -> tuple[int, bool]:
    return Attempt.objects.values_list("score", "passed").get(pk=attempt.pk)


def also_right(version: QuestionVersion, *ids: str) -> dict:
    return with_right(key_of(version), ids)


def test_the_preview_is_what_then_happens_and_writes_nothing(course, run):
    version = version_of(course)
    attempts = [sit(course, **answers) for answers in (WRONG, RIGHT, {**RIGHT, **WRONG})]
    passes = sit(course, single_choice="c", short_text="focal point")
    bodies = also_right(version, "a", "c")
    found = preview(version=version, treatment="rekey", bodies=bodies)
    assert (found.graded, found.passes, found.higher, found.lower) == (4, 1, 3, 0)
    assert not Regrade.objects.exists()
    assert stored(passes) == (50, False)
    run(version, "rekey", bodies)
    after = {change.attempt: (change.score_after, change.passed_after) for change in found.changes}
    for attempt in (*attempts, passes):
        if attempt.uuid in after:
            assert stored(attempt) == after[attempt.uuid]
    assert GradeChange.objects.count() == len(found.changes) == 3
    assert stored(passes) == (100, True)


def test_full_points_for_everybody_also_for_no_answer(course, run):
    attempt = sit(course, short_text="focal point")
    run(version_of(course), "full_marks")
    assert stored(attempt) == (100, True)


def test_what_counts_for_nobody_is_left_out_of_the_score(course, run):
    attempt = sit(course, **HALF)
    run(version_of(course, 1), "void")
    assert stored(attempt) == (100, True)


def test_a_pass_stays_a_pass_though_its_score_falls(course, run):
    attempt = sit(course, **RIGHT)
    found = preview(
        version=version_of(course), treatment="rekey", bodies=also_right(version_of(course), "c")
    )
    assert (found.passes, found.lower) == (0, 1)
    run(version_of(course), "rekey", also_right(version_of(course), "c"))
    assert stored(attempt) == (50, True)
    change = GradeChange.objects.get()
    assert (change.score_before, change.score_after) == (100, 50)
    assert change.passed_after


def test_a_fail_that_becomes_a_pass_completes_the_course(run):
    course = make_fixed_course(lessons=1)
    enrolment = make_enrolment(course.offering)
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    attempt = sit(course, enrolment=enrolment, **HALF)
    run(version_of(course, 1), "full_marks")
    assert stored(attempt) == (100, True)
    assert Completion.objects.get().score == 100
    assert Certificate.objects.count() == 1


def test_more_accepted_words_and_numbers(run):
    course = make_fixed_course("short_text", "number")
    attempt = sit(course, short_text="My commander", number="17.5")
    words, number = version_of(course, 0), version_of(course, 1)
    run(words, "rekey", with_accepted(words.bodies, ["my commander", " "]))
    assert stored(attempt)[0] == 62  # 17.5 was worth a quarter
    run(number, "rekey", with_accepted(number.bodies, ["17.5"]))
    assert stored(attempt) == (100, True)


def test_new_words_count_before_what_is_partly_right(run):
    course = make_fixed_course("short_text", "single_choice")
    version = version_of(course)
    attempt = sit(course, short_text="my superior officer", single_choice="a")
    assert stored(attempt)[0] == 75
    run(version, "rekey", with_accepted(version.bodies, ["my superior officer"]))
    assert stored(attempt)[0] == 100


def test_the_waiting_time_after_a_fail_does_not_begin_anew(course, run):
    attempt = sit(course, **WRONG)
    run(version_of(course), "full_marks")
    assert stored(attempt) == (50, False)
    assert Attempt.objects.get().graded_at == attempt.graded_at


def test_the_learner_is_told_and_reads_the_reason(client, course, run):
    attempt, other = sit(course, **HALF), sit(course, **RIGHT)
    mail.outbox.clear()
    run(version_of(course, 1), "full_marks", reason="Both answers were right.")
    told = [letter for letter in mail.outbox if "graded anew" in letter.body]
    assert [letter.to for letter in told] == [[attempt.enrolment.person.user.email]]
    client.force_login(attempt.enrolment.person.user)
    page = client.get(f"/attempts/{attempt.uuid}/result/").content.decode()
    assert "your score was 50%, it is 100%" in page
    assert "Both answers were right." in page
    assert other.grade_changes.count() == 0


def test_who_moved_to_a_newer_edition_is_reached(course, run):
    attempt = sit(course, **HALF)
    make_lesson(course.module)
    newer = course.release()
    attempt.enrolment.refresh_from_db()
    assert attempt.enrolment.edition == newer
    question = course.questions[1]
    question.body[0].value["prompt"] = RichText("<p>Asked anew?</p>")
    question.save_revision().publish()
    course.release()
    first = QuestionVersion.objects.get(question_uuid=question.translation_key, number=1)
    run(first, "full_marks")
    assert stored(attempt) == (100, True)


def test_a_paper_of_a_blueprint_that_has_changed_since_is_reached(course, run):
    running = sit(course, submits=False, **HALF)
    version = version_of(course, 1)
    row = {"bank": other_bank().pk, "objective": "1.1", "count": 1, "critical": "any"}
    course.quiz.blueprint = [{"type": "draw", "value": row}]
    publish(course.quiz)
    newer = course.release()
    assert not newer.questions.filter(version=version).exists()
    run(version, "full_marks")
    assert RegradeRun.objects.get().looked_at == 1
    assert services.submit(attempt=running).score == 100


def test_a_quiz_that_could_not_draw_the_question_is_not_looked_at(course):
    quiz = make_quiz(course.module, other_bank(), count=1)
    course.release()
    attempt = sit(course, **HALF)
    services.start(enrolment=attempt.enrolment, item_uuid=quiz.translation_key)
    assert Attempt.objects.count() == 2
    assert list(may_hold(version_of(course))) == [attempt]


def other_bank() -> QuestionBank:
    bank = QuestionBank.objects.create(name="Other", slug="other")
    make_one(bank, "single_choice")
    return bank


def test_a_preview_of_very_many_is_of_the_newest_and_says_so(course, monkeypatch):
    old, *newer = [sit(course, **HALF) for _ in range(3)]
    version = version_of(course, 1)
    monkeypatch.setattr(regrading, "MOST_IMAGINED", 3)
    found = preview(version=version, treatment="full_marks", bodies={})
    assert (found.newest, found.graded, found.passes) == (None, 3, 3)
    monkeypatch.setattr(regrading, "MOST_IMAGINED", 2)
    found = preview(version=version, treatment="full_marks", bodies={})
    assert (found.newest, found.graded, found.passes) == (2, 2, 2)
    assert {change.attempt for change in found.changes} == {attempt.uuid for attempt in newer}


def test_another_version_of_the_question_is_left_alone(course, run):
    old = version_of(course, 1)
    question = course.questions[1]
    question.body[0].value["prompt"] = RichText("<p>Asked anew?</p>")
    question.save_revision().publish()
    course.release()
    assert version_of(course, 1) != old
    attempt = sit(course, **HALF)
    run(old, "full_marks")
    assert stored(attempt) == (50, False)


def test_what_is_handed_in_later_is_graded_with_it(course, run):
    running = sit(course, submits=False, **HALF)
    run(version_of(course, 1), "void")
    assert Attempt.objects.get().state == "in_progress"
    graded = services.submit(attempt=running)
    assert (graded.score, graded.passed) == (100, True)
    assert not GradeChange.objects.exists()


def test_an_attempt_that_waited_for_that_question_alone_is_settled(run):
    course = make_fixed_course("free_text", "single_choice")
    waits = sit(course, free_text="No proof.", single_choice="a")
    found = preview(version=version_of(course), treatment="full_marks", bodies={})
    assert (found.graded, found.settled) == (0, 1)
    mail.outbox.clear()
    run(version_of(course), "full_marks")
    assert stored(waits) == (100, True)
    assert waiting_in([waits]) == []
    assert any("read and marked" in letter.body for letter in mail.outbox)


def test_a_mark_counts_again_when_the_question_does(run):
    course = make_fixed_course("free_text", "single_choice")
    attempt = sit(course, free_text="No proof.", single_choice="a")
    slot = next(s["slot"] for s in attempt.paper["slots"] if s["type"] == "free_text")
    mark(attempt=attempt, slot=slot, points={"a": 0, "b": 0}, comment="", by=None)
    run(version_of(course), "void")
    assert stored(attempt) == (100, True)


@pytest.mark.parametrize("treatment", ["rekey", "nonsense"])
def test_a_type_without_another_key_takes_only_the_others(treatment):
    course = make_fixed_course("matching", "single_choice")
    version = version_of(course)
    with pytest.raises(CannotRegrade):
        preview(version=version, treatment=treatment, bodies=version.bodies)


def test_what_leaves_no_question_that_counts_is_refused(course, run):
    attempt = sit(course, **HALF)
    run(version_of(course), "void")
    assert stored(attempt)[0] == 0  # though it was right, nothing else was
    for call in (preview, lambda **given: regrade(**given, reason="Both.", by=None)):
        with pytest.raises(CannotRegrade, match="Give full points"):
            call(version=version_of(course, 1), treatment="void", bodies={})
    run(version_of(course, 1), "full_marks")
    assert stored(attempt) == (100, True)


def test_a_key_that_is_the_same_or_of_another_question_is_refused(course):
    version = version_of(course)
    other = {"en": {**version.bodies["en"], "prompt": "<p>Else?</p>"}}
    nothing = {"en": {**version.bodies["en"], "choices": []}}
    for bodies in (version.bodies, other, nothing, {}, {"fr": version.bodies["en"]}):
        with pytest.raises(CannotRegrade):
            preview(version=version, treatment="rekey", bodies=bodies)
    with pytest.raises(CannotRegrade):
        preview(version=version, treatment="void", bodies=version.bodies)


def test_the_same_decision_twice_is_refused(course, run):
    run(version_of(course), "full_marks")
    with pytest.raises(CannotRegrade, match="already"):
        run(version_of(course), "full_marks")


def test_back_to_the_key_as_it_was_released(course, run):
    version, attempt = version_of(course), sit(course, **HALF)
    run(version, "rekey", also_right(version, "c"))
    assert stored(attempt) == (0, False)
    run(version, "rekey", version.bodies)
    assert stored(attempt) == (50, False)
    assert GradeChange.objects.count() == 2


# --- large numbers, crashes, two at once --------------------------------------------------------


def test_it_goes_in_batches_and_says_how_far_it_is(course, run, monkeypatch):
    monkeypatch.setattr(regrade_run, "BATCH", 2)
    attempts = [sit(course, **HALF) for _ in range(5)]
    decided = run(version_of(course, 1), "full_marks")
    assert all(stored(attempt) == (100, True) for attempt in attempts)
    progress = RegradeRun.objects.get(regrade=decided)
    assert (progress.total, progress.looked_at) == (5, 5)
    assert progress.finished_at


def test_a_run_that_was_cut_off_goes_on(course, run, monkeypatch):
    monkeypatch.setattr(regrade_run, "BATCH", 2)
    attempts = [sit(course, **HALF) for _ in range(5)]
    decided = regrade(
        version=version_of(course, 1), treatment="full_marks", bodies={}, reason="So.", by=None
    )  # its task is never begun
    assert go_on(decided)
    whole = regrade_run.grade_anew

    def dies(attempt: Attempt, regrade: Regrade) -> None:
        if attempt == attempts[3]:
            raise SystemExit
        whole(attempt, regrade)

    monkeypatch.setattr(regrade_run, "grade_anew", dies)
    with pytest.raises(SystemExit):
        go_on(decided)
    assert [stored(attempt)[0] for attempt in attempts] == [100, 100, 100, 50, 50]
    monkeypatch.setattr(regrade_run, "grade_anew", whole)
    assert resume(now=timezone.now()) == 0  # it may still be running
    assert resume(now=timezone.now() + 2 * LONGEST_BATCH) == 1
    assert [stored(attempt)[0] for attempt in attempts] == [100] * 5
    assert GradeChange.objects.count() == 5
    assert RegradeRun.objects.get().looked_at == 5
    assert resume(now=timezone.now() + 2 * LONGEST_BATCH) == 0


def test_a_run_stops_where_a_later_decision_replaced_it(course, run):
    attempt, version = sit(course, **HALF), version_of(course, 1)
    first = regrade(version=version, treatment="full_marks", bodies={}, reason="So.", by=None)
    run(version, "void")
    assert not go_on(first)
    assert attempt.grade_changes.get().regrade.treatment == "void"


@pytest.mark.django_db(transaction=True)
def test_handing_in_and_regrading_at_once_gives_the_regraded_result():
    course = make_fixed_course()
    running = [sit(course, submits=False, **HALF) for _ in range(4)]
    version = version_of(course, 1)

    def decide():
        return regrade(version=version, treatment="full_marks", bodies={}, reason="So.", by=None)

    at_once([decide, *[lambda a=attempt: services.submit(attempt=a) for attempt in running]])
    assert [stored(attempt) for attempt in running] == [(100, True)] * 4
    assert ItemProgress.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_runs_of_the_same_regrade_at_once_change_each_attempt_once():
    course = make_fixed_course()
    attempts = [sit(course, **HALF) for _ in range(3)]
    decided = Regrade.objects.create(
        version=version_of(course, 1), treatment="full_marks", reason="So."
    )
    RegradeRun.objects.create(regrade=decided, total=3)
    at_once([lambda: go_on(decided)] * 2)
    assert [stored(attempt) for attempt in attempts] == [(100, True)] * 3
    assert GradeChange.objects.count() == 3
    assert RegradeRun.objects.get().looked_at == 3


# --- whatever comes, in whatever order ----------------------------------------------------------

decisions = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 2]),
        st.sampled_from(["void", "full_marks", "a", "b", "c", "ab", "bc", "abc"]),
    ),
    max_size=5,
)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=decisions)
def test_a_pass_stays_a_pass_and_grading_again_gives_the_same(three, steps):
    course, attempts, versions = three
    reset(attempts)
    had_passed = {a.pk for a in attempts if stored(a)[1]}
    for number, what in steps:
        decide(versions[number], what)
        passed = {a.pk for a in attempts if stored(a)[1]}
        assert had_passed <= passed
        had_passed = passed
    results = [stored(attempt) for attempt in attempts]
    changes = GradeChange.objects.count()
    for row in RegradeRun.objects.all():
        RegradeRun.objects.filter(pk=row.pk).update(finished_at=None, last_attempt=0)
        while go_on(row.regrade):
            pass
    assert [stored(attempt) for attempt in attempts] == results
    assert GradeChange.objects.count() == changes


@pytest.fixture
def three():
    course = make_fixed_course("single_choice", "single_choice", "single_choice", pass_mark=60)
    attempts = [sit(course, single_choice=choice) for choice in ("a", "b", "c")]
    return course, attempts, [version_of(course, number) for number in range(3)]


def reset(attempts: list[Attempt]) -> None:
    """As they were handed in; an example of the rule begins where none was decided."""
    for model in (GradeChange, RegradeRun, Regrade):
        model.objects.all().delete()
    for attempt in attempts:
        attempt.save()


def decide(version: QuestionVersion, what: str) -> None:
    treatment = what if what in ("void", "full_marks") else "rekey"
    bodies = with_right(version.bodies, list(what)) if treatment == "rekey" else {}
    try:
        decided = regrade(
            version=version, treatment=treatment, bodies=bodies, reason="So.", by=make_user()
        )
    except CannotRegrade:
        return
    while go_on(decided):
        pass
