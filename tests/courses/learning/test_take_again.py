"""A new cycle after a completion: who may begin one, and what counts as done in it."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from courses.assessment import services as assessment
from courses.learning import services
from courses.learning.enrol_many import enrol_many
from courses.learning.services import enrol
from courses.models import (
    Attempt,
    Completion,
    CompletionVoided,
    CourseObjective,
    Enrolment,
    Offering,
    QuizPage,
)
from tests.courses.learning.test_prerequisites import complete, make_second
from tests.factories.courses import (
    SmallCourse,
    make_course,
    make_lesson,
    make_question,
    make_quiz,
    publish,
)
from tests.factories.people import make_enrolment, make_person
from tests.factories.quiz import answer_all, response_to
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db

NAME = {"given_name": "Amara", "family_name": "Diallo", "time_zone": "Africa/Nairobi"}
UNTIL = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def released(django_capture_on_commit_callbacks):
    """Release as in real life: what was kept in memory is forgotten after the commit."""

    def release(course: SmallCourse, *, material: bool = True):
        kind = {"material": True, "teach_out_on": UNTIL} if material else {}
        with django_capture_on_commit_callbacks(execute=True):
            return course.release(**kind)

    return release


def a_day_goes_by() -> None:
    Attempt.objects.update(graded_at=F("graded_at") - timedelta(hours=25))


def sit(enrolment: Enrolment, quiz: QuizPage, *, wrong: int = 0) -> None:
    a_day_goes_by()
    attempt = assessment.start(enrolment=enrolment, item_uuid=quiz.translation_key)
    if wrong:
        answers = {
            slot["slot"]: response_to(slot, right=number >= wrong)
            for number, slot in enumerate(attempt.paper["slots"])
        }
        assessment.save_form(attempt=attempt, answers=answers, shown={}, client_uuid=attempt.uuid)
    else:
        answer_all(attempt, right=True)
    assessment.submit(attempt=attempt)


def graduate(course: SmallCourse, person=None, *, wrong: int = 0) -> Enrolment:
    enrolment = make_enrolment(course.offering, person)
    for lesson in course.lessons:
        services.mark_done(enrolment=enrolment, item_uuid=lesson.translation_key)
    if course.quiz:
        sit(enrolment, course.quiz, wrong=wrong)
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"
    return enrolment


def again(enrolment: Enrolment) -> Enrolment:
    return enrol(person=enrolment.person, offering=enrolment.offering, locale="en", refreshes=True)


def done(enrolment: Enrolment) -> set:
    rows = enrolment.progress.values_list("item_uuid", "evidence")
    assert {evidence for _item, evidence in rows} <= {"unchanged"}
    return {item for item, _evidence in rows}


def keys(*pages) -> set:
    return {page.translation_key for page in pages}


def edited(lesson, text: str = "Something else."):
    lesson.body[0].value.source = f"<p>{text}</p>"
    return publish(lesson)


def expire(enrolment: Enrolment) -> None:
    Completion.objects.filter(enrolment=enrolment).update(
        completed_at=timezone.now() - timedelta(days=800),
        valid_until=timezone.localdate() - timedelta(days=1),
    )


def soon_due(enrolment: Enrolment) -> None:
    Completion.objects.filter(enrolment=enrolment).update(
        completed_at=timezone.now() - timedelta(days=720),
        valid_until=timezone.localdate() + timedelta(days=10),
    )


# --- a material edition since --------------------------------------------------------------------


def test_after_a_material_release_a_graduate_gets_only_what_is_new(released) -> None:
    course = make_course()
    old = graduate(course)
    new_lesson = make_lesson(course.module)
    edited(course.lessons[0])
    edition = released(course)
    new = again(old)
    assert (new.cycle, new.edition, new.state) == (2, edition, "active")
    assert done(new) == keys(course.lessons[1], course.quiz)
    for lesson in (new_lesson, course.lessons[0]):
        services.mark_done(enrolment=new, item_uuid=lesson.translation_key)
    new.refresh_from_db()
    assert new.state == "completed"
    first, second = Completion.objects.order_by("pk")
    assert (first.edition, second.edition) == (old.edition, edition)
    assert second.score == first.score == 100
    assert Certificate.objects.count() == 2


def test_what_counts_as_done_keeps_its_date_and_score(released) -> None:
    course = make_course()
    old = graduate(course)
    make_lesson(course.module)
    released(course)
    fields = ("completed_at", "score")
    quiz = {"item_uuid": course.quiz.translation_key}
    new = again(old)
    assert (
        new.progress.filter(**quiz).values(*fields)[0]
        == (old.progress.filter(**quiz).values(*fields)[0])
    )


def test_the_old_completion_and_certificate_stay_as_they_were(released) -> None:
    course = make_course()
    old = graduate(course)
    before = list(Completion.objects.values()), list(Certificate.objects.values("claims_hash"))
    make_lesson(course.module)
    released(course)
    again(old)
    old.refresh_from_db()
    assert old.state == "completed"
    assert before == (
        list(Completion.objects.values()),
        list(Certificate.objects.values("claims_hash")),
    )


@pytest.mark.parametrize("change", ["a question", "one more question", "the pass mark"])
def test_a_quiz_is_new_when_what_it_asks_or_how_it_judges_has_changed(released, change) -> None:
    course = make_course()
    old = graduate(course)
    match change:
        case "a question":
            question = course.questions[0]
            question.body[0].value["prompt"].source = "<p>Another question?</p>"
            question.save()
        case "one more question":
            make_question(course.bank)
        case "the pass mark":
            course.quiz.pass_mark = 90
            publish(course.quiz)
    released(course)
    assert done(again(old)) == keys(*course.lessons)


def test_a_lesson_is_the_same_when_only_its_minutes_or_its_address_change(released) -> None:
    course = make_course()
    old = graduate(course)
    first, second = course.lessons
    first.minutes, second.slug = first.minutes + 1, "another-address"
    publish(first)
    publish(second)
    released(course)
    assert done(again(old)) >= keys(*course.lessons)


def test_a_quiz_is_the_same_when_a_question_of_another_objective_is_new(released) -> None:
    course = make_course()
    other = make_quiz(course.module, course.bank, count=1)
    other.blueprint[0].value["objective"] = "1.2"
    course.page.objectives.add(CourseObjective(code="1.2", text="Another"))
    course.page.save()
    make_question(course.bank, objective="1.2")
    publish(other)
    released(course, material=False)
    old = make_enrolment(course.offering)
    for lesson in course.lessons:
        services.mark_done(enrolment=old, item_uuid=lesson.translation_key)
    for quiz in (course.quiz, other):
        sit(old, quiz)
    make_question(course.bank, objective="1.2")
    released(course)
    old.refresh_from_db()
    assert done(again(old)) == keys(*course.lessons, course.quiz)


def test_a_minor_release_is_no_reason_to_take_it_again(released) -> None:
    course = make_course()
    old = graduate(course)
    make_lesson(course.module)
    released(course, material=False)
    assert again(old) == old


def test_who_completed_the_new_edition_has_no_reason_either(released) -> None:
    course = make_course()
    make_lesson(course.module)
    course.lessons.append(course.module.get_children().last().specific)
    released(course)
    old = graduate(course)
    assert again(old) == old


def test_nobody_is_put_into_a_refresher_by_a_list_sent_again(released) -> None:
    course = make_course()
    old = graduate(course)
    make_lesson(course.module)
    released(course)
    assert make_enrolment(course.offering, old.person) == old
    assert enrol_many(offering=course.offering, locales={old.person_id: "en"}) == []


def test_beginning_twice_is_beginning_once(released) -> None:
    course = make_course()
    old = graduate(course)
    make_lesson(course.module)
    released(course)
    assert again(old) == again(old)
    assert Enrolment.objects.count() == 2


def test_an_expired_graduate_of_an_older_edition_takes_it_from_nothing(released) -> None:
    course = make_course()
    old = graduate(course)
    expire(old)
    make_lesson(course.module)
    released(course)
    assert done(make_enrolment(course.offering, old.person)) == set()


def test_who_soon_expires_gets_only_what_is_new_too(released) -> None:
    course = make_course()
    old = graduate(course)
    soon_due(old)
    make_lesson(course.module)
    released(course)
    assert done(make_enrolment(course.offering, old.person)) == keys(*course.lessons, course.quiz)


def test_who_comes_back_to_a_refresher_keeps_what_is_still_the_same(released) -> None:
    course = make_course()
    old = graduate(course)
    extra = make_lesson(course.module)
    released(course)
    new = again(old)
    Enrolment.objects.filter(pk=new.pk).update(state="withdrawn")
    edited(course.lessons[0])
    extra.retired = True
    publish(extra)
    released(course)
    back = again(new)
    assert (back.cycle, back.state) == (3, "active")
    assert done(back) == keys(course.lessons[1], course.quiz)


def test_what_was_done_before_a_withdrawal_and_what_is_the_same_both_count(released) -> None:
    course = make_course()
    old = graduate(course)
    first, second = make_lesson(course.module), make_lesson(course.module)
    released(course)
    new = again(old)
    services.mark_done(enrolment=new, item_uuid=first.translation_key)
    Enrolment.objects.filter(pk=new.pk).update(state="withdrawn")
    back = again(new)
    evidence = dict(back.progress.values_list("item_uuid", "evidence"))
    assert set(evidence) == keys(*course.lessons, course.quiz, first)
    assert evidence[first.translation_key] == "marked"
    services.mark_done(enrolment=back, item_uuid=second.translation_key)
    back.refresh_from_db()
    assert back.state == "completed"


def test_a_release_that_retires_what_was_new_completes_nobody(released) -> None:
    course = make_course()
    old = graduate(course)
    extra = make_lesson(course.module)
    released(course)
    new = again(old)
    extra.retired = True
    publish(extra)
    released(course, material=False)
    new.refresh_from_db()
    assert (new.state, done(new)) == ("active", keys(*course.lessons))
    sit(new, course.quiz)
    new.refresh_from_db()
    assert new.state == "completed"


def test_a_cycle_never_begins_complete_the_quiz_is_taken_again(released) -> None:
    course = make_course()
    old = graduate(course)
    lesson = make_lesson(course.module, required=False)
    released(course)
    new = again(old)
    assert done(new) == keys(*course.lessons)
    services.mark_done(enrolment=new, item_uuid=lesson.translation_key)
    new.refresh_from_db()
    assert new.state == "active"


def test_without_a_quiz_everything_is_taken_again(released) -> None:
    course = make_course(quiz=False)
    old = graduate(course)
    make_lesson(course.module, required=False)
    released(course)
    assert done(again(old)) == set()


def test_whoever_completed_it_in_another_offering_gets_only_what_is_new(released) -> None:
    course = make_course()
    people = [graduate(course).person for _number in range(2)]
    make_lesson(course.module)
    released(course)
    other = Offering.objects.create(course=course.offering.course, title="A cohort")
    alone = enrol(person=people[0], offering=other, locale="en")
    [listed] = enrol_many(offering=other, locales={people[1].pk: "en"})
    for new in (alone, listed):
        assert (new.cycle, done(new)) == (1, keys(*course.lessons, course.quiz))


@pytest.mark.parametrize("days", [300, -1])
def test_many_graduates_for_whom_nothing_counts_as_done_cost_as_few_queries_as_one(days) -> None:
    course, people = make_course(), [make_person() for _number in range(6)]
    for person in people:
        complete(course, person, days=days)
    released = course.offering.course

    def queries(*keys: int) -> int:
        other = Offering.objects.create(course=released, title="A cohort")
        with counted_queries() as asked:
            new = enrol_many(offering=other, locales=dict.fromkeys(keys, "en"))
        assert [done(enrolment) for enrolment in new] == [set()] * len(keys)
        return len(asked)

    warm, first, *others = [person.pk for person in people]
    queries(warm)  # what is kept in memory is found
    assert queries(first) == queries(*others)


def test_what_was_done_before_the_last_completion_makes_no_other_one(released) -> None:
    course = make_course()
    person = make_person()
    begun = make_enrolment(course.offering, person)
    services.mark_done(enrolment=begun, item_uuid=course.lessons[0].translation_key)
    sit(begun, course.quiz)
    Enrolment.objects.filter(pk=begun.pk).update(state="withdrawn")
    other = Offering.objects.create(course=course.offering.course, title="A cohort")
    done_there = enrol(person=person, offering=other, locale="en")
    for lesson in course.lessons:
        services.mark_done(enrolment=done_there, item_uuid=lesson.translation_key)
    sit(done_there, course.quiz)
    expire(done_there)
    begun.progress.update(completed_at=timezone.now() - timedelta(days=900))
    assert done(again(begun)) == set()


def test_where_another_enrolment_still_runs_the_new_cycle_begins_all_the_same(released) -> None:
    course = make_course()
    person = make_person()
    begun = make_enrolment(course.offering, person)
    other = Offering.objects.create(course=course.offering.course, title="A cohort")
    done_there = enrol(person=person, offering=other, locale="en")
    for lesson in course.lessons:
        services.mark_done(enrolment=done_there, item_uuid=lesson.translation_key)
    sit(done_there, course.quiz)
    make_lesson(course.module)
    released(course)
    new = again(begun)
    assert (new.cycle, new.state, done(new)) == (2, "active", keys(*course.lessons, course.quiz))
    assert again(begun) == new


# --- the same edition ----------------------------------------------------------------------------


def test_on_the_same_edition_an_expired_course_is_taken_from_nothing() -> None:
    old = graduate(make_course())
    expire(old)
    assert done(again(old)) == set()


def test_after_an_error_nothing_counts_as_done(released) -> None:
    course = make_course()
    old = graduate(course)
    CompletionVoided.objects.create(completion=old.completion, reason="Another person answered.")
    make_lesson(course.module)
    released(course)
    assert done(again(old)) == set()


# --- a higher score ------------------------------------------------------------------------------


@pytest.fixture
def demanding(django_capture_on_commit_callbacks):
    """A course whose quiz is passed with two of three, and another one that asks for 90."""
    with django_capture_on_commit_callbacks(execute=True):
        course = make_course(released=False)
        course.quiz.pass_mark = 60
        publish(course.quiz)
        course.release()
        make_second(course)
    return course


def test_who_needs_a_higher_score_takes_the_final_quiz_again_and_nothing_else(demanding) -> None:
    old = graduate(demanding, wrong=1)
    assert old.completion.score == 66
    new = again(old)
    assert (new.cycle, done(new)) == (2, keys(*demanding.lessons))
    sit(new, demanding.quiz)
    new.refresh_from_db()
    assert (new.state, new.completion.score) == ("completed", 100)
    second = Offering.objects.exclude(course=demanding.offering.course).get()
    assert make_enrolment(second, old.person).state == "active"


def test_failing_then_costs_nothing_that_was_there(demanding) -> None:
    old = graduate(demanding, wrong=1)
    new = again(old)
    sit(new, demanding.quiz, wrong=3)
    new.refresh_from_db()
    old.refresh_from_db()
    assert (old.state, new.state) == ("completed", "active")
    assert Completion.objects.get().score == 66


def test_who_has_the_score_has_no_reason_to_take_it_again(demanding) -> None:
    old = graduate(demanding)
    assert again(old) == old


def test_where_no_course_asks_for_more_a_low_score_is_no_reason() -> None:
    course = make_course(released=False)
    course.quiz.pass_mark = 60
    publish(course.quiz)
    course.release()
    old = graduate(course, wrong=1)
    assert again(old) == old


def test_an_expired_completion_is_refreshed_and_not_improved(demanding) -> None:
    old = graduate(demanding, wrong=1)
    expire(old)
    assert done(again(old)) == set()


def test_who_soon_expires_takes_everything_again_whatever_the_score(demanding) -> None:
    old = graduate(demanding, wrong=1)
    soon_due(old)
    assert done(again(old)) == set()


def test_who_soon_expires_with_a_low_score_takes_all_of_what_is_newer(demanding, released) -> None:
    old = graduate(demanding, wrong=1)
    soon_due(old)
    make_lesson(demanding.module)
    released(demanding)
    assert done(again(old)) == set()


def test_answers_are_not_shown_while_the_same_quiz_is_sat_in_a_new_cycle(demanding, client) -> None:
    old = graduate(demanding, wrong=1)
    passed = Attempt.objects.get()
    client.force_login(old.person.user)
    address = reverse("assessment:result", args=[passed.uuid])
    assert "Your answers" in client.get(address).content.decode()
    new = again(old)
    a_day_goes_by()
    assessment.start(enrolment=new, item_uuid=demanding.quiz.translation_key)
    assert "Your answers" not in client.get(address).content.decode()
    Enrolment.objects.filter(pk=new.pk).update(state="withdrawn")
    assert "Your answers" in client.get(address).content.decode()


def test_what_was_just_passed_and_read_waits_as_after_a_failed_attempt(demanding) -> None:
    assert demanding.quiz.wait_hours == 24
    old = graduate(demanding, wrong=1)
    new = again(old)
    with pytest.raises(assessment.CannotStart):
        assessment.start(enrolment=new, item_uuid=demanding.quiz.translation_key)
    a_day_goes_by()
    sit(new, demanding.quiz)
    new.refresh_from_db()
    assert new.state == "completed"


def test_a_new_cycle_asks_first_what_was_not_asked_before(demanding) -> None:
    for _number in range(3):
        make_question(demanding.bank)
    demanding.release()
    old = graduate(demanding, wrong=1)
    sit(again(old), demanding.quiz)
    asked = [
        {slot["question"] for slot in paper["slots"]}
        for paper in Attempt.objects.order_by("pk").values_list("paper", flat=True)
    ]
    assert [len(asked), len(asked[0]), len(asked[0] & asked[1])] == [2, 3, 0]


# --- the pages -----------------------------------------------------------------------------------


def test_the_page_says_what_counts_as_done_and_begins_the_cycle(released, client) -> None:
    course = make_course()
    old = graduate(course)
    lesson = make_lesson(course.module, title="A new lesson")
    released(course)
    client.force_login(old.person.user)
    home, address = (reverse(f"learning:{n}", args=[course.slug]) for n in ("course_home", "enrol"))
    for page in (course.page.get_url(), home):
        shown = client.get(page).content.decode()
        assert "There is a new edition of this course." in shown
        assert f'<a href="{address}">Take what is new</a>' in shown
    page = client.get(address).content.decode()
    assert "3 lessons and quizzes that you have done are still the same" in page
    assert "A new lesson" in page
    assert "1 is to do, about 5 minutes:" in page
    assert client.post(address, NAME).url == home
    shown = client.get(home).content.decode()
    assert "You are enrolled. What is still to do stands below." in shown
    assert f"Go on with “{lesson.title}”" in shown
    assert client.get(address).url == home


def test_without_a_reason_the_address_leads_to_the_course(client) -> None:
    course = make_course()
    old = graduate(course)
    client.force_login(old.person.user)
    home, address = (reverse(f"learning:{n}", args=[course.slug]) for n in ("course_home", "enrol"))
    assert client.get(address).url == client.post(address, NAME).url == home
    assert Enrolment.objects.count() == 1


def test_where_the_course_is_closed_nothing_is_offered(released, client) -> None:
    course = make_course()
    old = graduate(course)
    make_lesson(course.module)
    released(course)
    Offering.objects.update(is_open=False)
    client.force_login(old.person.user)
    home, address = (reverse(f"learning:{n}", args=[course.slug]) for n in ("course_home", "enrol"))
    assert client.get(address).url == home
    assert "Take what is new" not in client.get(home).content.decode()
    assert "You have completed this course" in client.get(course.page.get_url()).content.decode()


def test_others_do_not_see_it(released, client) -> None:
    course = make_course()
    graduate(course)
    make_lesson(course.module)
    released(course)
    client.force_login(make_person().user)
    assert "There is a new edition" not in client.get(course.page.get_url()).content.decode()
