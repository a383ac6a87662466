"""What is old goes by itself, what is not stays, and the docs tell the same as the code."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certificates.models import Certificate, CertificateReminder, NameCorrection
from courses.models import (
    Attempt,
    Completion,
    ErasureRequest,
    Mark,
    Membership,
    Organisation,
    Person,
    RecordView,
    Response,
)
from courses.people import erasure, looking
from courses.rosters import claiming, supervising
from home.privacy.retention import RULES
from tests.courses.rosters.holding import PIN, make_card, make_holder
from tests.factories.courses import make_course
from tests.factories.people import make_person, make_user
from tests.home.lives import make_life
from tests.queries import counted_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_tasks")]
DAY = timedelta(days=1)


def run(step: str, *, after: timedelta = timedelta()) -> object:
    [rule] = [rule for rule in RULES if rule.step == step]
    return rule.run(timezone.now() + after)


def test_the_docs_list_each_rule_with_the_same_words():
    text = (Path(settings.BASE_DIR) / "docs/privacy.md").read_text()
    section = text.split("## Deleted by itself")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][2:]
    assert rows == [f"| {rule.what} | {rule.how_long} |" for rule in RULES]


def test_run_due_runs_each_of_them(capsys):
    call_command("run_due")
    said = capsys.readouterr().out
    assert [rule.step for rule in RULES if f"{rule.step}: " not in said] == []


def test_answers_go_a_year_after_the_completion_they_led_to_has_expired():
    person = make_person()
    make_life(person)
    [essay] = Attempt.objects.filter(enrolment__completion__isnull=False)
    others = Attempt.objects.exclude(pk=essay.pk)
    others.update(answers_forgotten_at=timezone.now())
    left = Completion.objects.get(enrolment=essay.enrolment).valid_until - timezone.localdate()
    assert run("Old answers forgotten", after=left + 365 * DAY) == 0
    assert Mark.objects.get().comment
    assert run("Old answers forgotten", after=left + 366 * DAY) == 1
    assert not Response.objects.filter(attempt=essay).exists()
    assert Mark.objects.get().comment == ""
    assert Attempt.objects.get(pk=essay.pk).score == essay.score
    assert run("Old answers forgotten", after=left + 366 * DAY) == 0


def test_answers_in_a_course_that_was_left_go_after_three_years():
    make_life(make_person())
    [left] = Attempt.objects.filter(enrolment__completion=None)
    assert run("Old answers forgotten", after=365 * DAY) == 0
    run("Old answers forgotten", after=3 * 365 * DAY + DAY)
    assert not Response.objects.filter(attempt=left).exists()


def test_looks_go_after_a_year():
    looking.note(by=make_user(), people=[make_person().pk], what=looking.What.RECORD)
    assert run("Old looks forgotten", after=364 * DAY) == 0
    assert run("Old looks forgotten", after=367 * DAY) == 1
    assert not RecordView.objects.exists()


def test_who_was_put_on_a_list_and_never_came_is_erased_after_a_year_and_two_weeks():
    unclaimed = Person.objects.create(given_name="Zephyrine", family_name="Quillfeather")
    unit = Organisation.add_root(name="Unit")
    Membership.objects.create(person=unclaimed, organisation=unit, service_number="77")
    with_account, learner = make_person(), make_person()
    make_life(learner)
    Person.objects.filter(pk=learner.pk).update(user=None)
    assert run("Unclaimed records erased", after=364 * DAY) == 0
    assert run("Unclaimed records erased", after=366 * DAY) == 1
    assert run("Unclaimed records erased", after=366 * DAY) == 0
    assert run("People erased who asked for it", after=381 * DAY) == 1
    assert list(Person.objects.exclude(erased_at=None)) == [unclaimed]
    assert Membership.objects.get(person=unclaimed).service_number == ""
    assert Person.objects.get(pk=with_account.pk).full_name


def test_many_whom_nobody_claimed_cost_as_few_queries_as_one_and_no_letter():
    with counted_queries() as for_none:
        run("Unclaimed records erased", after=366 * DAY)
    Person.objects.bulk_create(Person(given_name="Zephyrine") for _ in range(40))
    with counted_queries() as for_many:
        assert run("Unclaimed records erased", after=366 * DAY) == 40
    assert len(for_many) <= len(for_none) + 3
    assert not DBTaskResult.objects.exists()
    assert ErasureRequest.objects.waiting().filter(reason=erasure.UNCLAIMED).count() == 40


def test_no_letter_waits_for_who_has_no_address(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erasure.ask(person=Person.objects.create(), by_staff=make_user(), reason="By telephone.")
    assert not DBTaskResult.objects.exists()


def make_old_holder():
    """On a list more than a year ago, with a card that was never used."""
    offering = make_course(quiz=False, lessons=1).offering
    card = make_holder(Organisation.add_root(name="Unit"), offering)
    then = timezone.now() - 400 * DAY
    person = card.person
    Person.objects.filter(pk=person.pk).update(created_at=then)
    person.enrolments.update(enrolled_at=then)
    person.entitlements.update(granted_at=then)
    person.memberships.update(starts_on=then.date())
    person.claim_cards.update(created_at=then)
    return card, offering


def renew(row: str, person: Person) -> None:
    now = timezone.now()
    if row == "card":
        make_card(person)
    elif row == "enrolment":
        person.enrolments.update(enrolled_at=now)
    elif row == "entitlement":
        person.entitlements.update(granted_at=now)
    else:
        person.memberships.update(**{row: now.date()})


@pytest.mark.parametrize(
    "row", ["card", "enrolment", "entitlement", "starts_on", "contact_checked_on"]
)
def test_who_is_wanted_again_is_not_erased_as_unclaimed(row):
    card, _ = make_old_holder()
    assert run("Unclaimed records erased") == 1
    renew(row, card.person)
    assert run("People erased who asked for it", after=15 * DAY) == 0
    assert run("Unclaimed records erased", after=15 * DAY) == 0
    assert Person.objects.get(pk=card.person_id).given_name
    assert not ErasureRequest.objects.exists()


def claim(card, offering):
    names = {"given_name": "Amina", "family_name": "Yusuf"}
    claiming.make_account(card=card.uuid, user_name="blue-heron", password="x-9-x", names=names)


def link(card, offering):
    claiming.link_account(card=card.uuid, user=make_user())


def use_on_device(card, offering):
    device, _ = supervising.open_device(offering=offering, by=make_user(), hours=1)
    supervising.sign_in(device=device, code=card.code, pin=PIN)


@pytest.mark.parametrize("come", [claim, link, use_on_device])
def test_who_comes_with_the_card_in_the_waiting_time_is_kept(come):
    card, offering = make_old_holder()
    assert run("Unclaimed records erased") == 1
    come(card, offering)
    assert not ErasureRequest.objects.exists()
    assert erasure.erase_due(now=timezone.now() + 15 * DAY) == 0
    assert Person.objects.get(pk=card.person_id).given_name


def test_what_a_registrar_asked_for_waits_on_when_the_card_is_claimed():
    card, offering = make_old_holder()
    erasure.ask(person=card.person, by_staff=make_user(), reason="They wrote to us.")
    claim(card, offering)
    assert ErasureRequest.objects.waiting().count() == 1


def test_what_staff_took_back_is_not_asked_for_again():
    unclaimed = Person.objects.create(given_name="Zephyrine")
    run("Unclaimed records erased", after=366 * DAY)
    erasure.undo(person=unclaimed)
    assert run("Unclaimed records erased", after=367 * DAY) == 0
    run("Old requests to be erased forgotten", after=740 * DAY)
    assert run("Unclaimed records erased", after=740 * DAY) == 0


def test_a_request_that_was_taken_back_goes_after_a_year():
    person = make_person()
    erasure.ask(person=person)
    erasure.undo(person=person)
    assert run("Old requests to be erased forgotten", after=364 * DAY) == 0
    run("Old requests to be erased forgotten", after=366 * DAY)
    assert not ErasureRequest.objects.exists()


def test_names_asked_for_go_a_year_after_the_decision_and_the_request_stays():
    make_life(make_person())
    asked = NameCorrection.objects.create(
        certificate=Certificate.objects.first(),
        family_name="Quillfeather",
        why="misspelt",
        decision="approved",
        decided_at=timezone.now(),
    )
    assert run("Names asked for forgotten", after=364 * DAY) == 0
    assert run("Names asked for forgotten", after=366 * DAY) == 1
    assert str(NameCorrection.objects.get(pk=asked.pk)) == ""


def test_reminders_go_a_year_after_the_certificate_has_ended():
    make_life(make_person())
    certificate = Certificate.objects.first()
    CertificateReminder.objects.create(certificate=certificate, days=30)
    left = certificate.valid_until - timezone.localdate()
    assert run("Old reminders forgotten", after=left + 364 * DAY) == 0
    assert run("Old reminders forgotten", after=left + 367 * DAY) == 1
