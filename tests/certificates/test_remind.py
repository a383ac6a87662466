"""Holders are written to 90, 30 and 7 days before the end: once each, and only where it helps."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates import services
from certificates.holders import letters
from certificates.holders.reminders import DAYS, REST, expires_soon, remind_expiring
from certificates.models import Certificate, CertificateReminder
from certificates.preparing import prepare
from certificates.states import Reason
from courses.learning import services as learning
from courses.learning.access import may_enrol_again
from courses.models import Completion, Enrolment
from lms.users.models import User
from tests.factories.people import make_user

from .builders import certificate_of, make_certificate, make_completion

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def expiring(*, days: int, validity: int = 730, **names) -> Certificate:
    """One that ends in so many days."""
    certificate = make_certificate(**names)
    end = timezone.localdate() + days * DAY
    begin = end - validity * DAY
    at = timezone.make_aware(datetime.combine(begin, datetime.min.time()))
    rows = Completion.objects.filter(uuid=certificate.completion_uuid)
    rows.update(completed_at=at, valid_until=end)
    rows = Certificate.objects.filter(pk=certificate.pk)
    rows.update(valid_from=begin, valid_until=end)
    return rows.get()


def refreshed(certificate: Certificate) -> Certificate:
    """The certificate of the next cycle, taken before the first one ended."""
    completion = Completion.objects.get(uuid=certificate.completion_uuid)
    last = completion.enrolment
    again = learning.enrol(person=last.person, offering=last.offering, locale="en")
    item = again.edition.items.get()
    learning.mark_done(enrolment=again, item_uuid=item.item_uuid)
    new = Completion.objects.get(enrolment=again)
    return prepare(certificate=Certificate.objects.get(completion_uuid=new.uuid))


def remind(after: int = 0) -> int:
    return remind_expiring(now=timezone.now() + after * DAY)


def rows() -> list[int]:
    return list(CertificateReminder.objects.order_by("pk").values_list("days", flat=True))


def test_the_letter_says_what_and_until_when_and_what_to_do(mailoutbox, settings) -> None:
    certificate = expiring(days=90)
    mailoutbox.clear()
    assert remind() == 1
    (letter,) = mailoutbox
    course = Enrolment.objects.get().offering.course
    assert letter.to == [certificate.holder.user.email]
    assert f"{settings.BASE_URL}/learn/{course.slug}/" in letter.body
    assert certificate.claims["title"] in letter.body
    for secret in (certificate.code, certificate.number):
        assert secret not in letter.body


def test_it_is_in_the_language_the_holder_learnt_in(mailoutbox) -> None:
    certificate = expiring(days=20)
    done = Enrolment.objects.filter(completion__uuid=certificate.completion_uuid)
    assert done.update(locale="ar-xb") == 1
    mailoutbox.clear()
    assert remind() == 1
    assert mailoutbox[0].subject.startswith("⟦")
    assert 'dir="rtl"' in mailoutbox[0].alternatives[0][0]


def test_over_the_last_months_there_are_three_letters_however_often_it_runs() -> None:
    expiring(days=95)
    sent = [day for day in range(100) for _ in range(2) if remind(after=day)]
    assert sent == [5, 65, 88]
    assert rows() == list(DAYS)


@pytest.mark.parametrize(("left", "letter"), [(89, 90), (24, 30), (3, 7), (0, 7)])
def test_what_was_missed_is_made_up_for_with_one_letter(left, letter) -> None:
    expiring(days=left)
    assert [remind() for _ in range(3)] == [1, 0, 0]
    assert rows() == [letter]


def test_two_letters_are_a_week_apart_even_if_the_first_was_late() -> None:
    expiring(days=31)
    sent = [day for day in range(32) if remind(after=day)]
    assert sent == [0, REST.days, 24]


def test_a_certificate_that_is_valid_for_a_month_is_not_announced_at_once() -> None:
    expiring(days=29, validity=30)
    assert [day for day in range(31) if remind(after=day)] == [22]


@pytest.mark.parametrize("days", [-1, 91, 400])
def test_nobody_is_written_to_too_early_or_too_late(days) -> None:
    expiring(days=days)
    assert remind() == 0


def no_address(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email=None)


def no_longer_here(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def no_account(user: User) -> None:
    certificate = Certificate.objects.get()
    certificate.holder.user = None
    certificate.holder.save()


def revoked(user: User) -> None:
    by, certificate = make_user(), Certificate.objects.get()
    services.revoke(certificate=certificate, by=by, reason=Reason.WITHDRAWN, note="x")


def redacted(user: User) -> None:
    services.redact(person=user.person, by=None)


STATES = (no_address, no_longer_here, no_account, revoked, redacted)


@pytest.mark.parametrize("state", STATES)
def test_nobody_is_written_to_whom_it_does_not_help(state) -> None:
    certificate = expiring(days=20)
    state(certificate.holder.user)
    assert remind() == 0
    assert rows() == []


@pytest.mark.parametrize("state", [revoked, redacted])
def test_a_letter_that_waits_in_the_queue_is_not_sent_when_it_no_longer_helps(
    state, mailoutbox
) -> None:
    certificate = expiring(days=20)
    state(certificate.holder.user)
    mailoutbox.clear()
    letters.send_expiry_letter.call(certificate.pk)
    assert mailoutbox == []


def test_only_the_replacement_is_announced() -> None:
    old = expiring(days=20)
    new = services.replace(
        certificate=old,
        by=make_user(),
        reason=Reason.CORRECTED,
        note="x",
        given_name="A",
        family_name="B",
    )
    prepare(certificate=new)
    assert remind() == 0  # its claims say when it ends, and the old one has ended
    Certificate.objects.filter(pk=new.pk).update(
        valid_from=old.valid_from, valid_until=old.valid_until
    )
    assert remind() == 1
    assert CertificateReminder.objects.get().certificate == new


def test_who_took_the_course_again_is_left_in_peace_unless_the_new_one_was_revoked() -> None:
    certificate = expiring(days=20)
    newer = refreshed(certificate)
    expiring(days=20)  # somebody else's, of another course
    assert remind() == 1
    services.revoke(certificate=newer, by=make_user(), reason=Reason.WITHDRAWN, note="x")
    assert remind() == 1
    assert CertificateReminder.objects.last().certificate == certificate


def test_what_is_still_being_prepared_is_not_announced() -> None:
    waiting = certificate_of(make_completion())
    end = timezone.localdate() + 20 * DAY
    Certificate.objects.filter(pk=waiting.pk).update(valid_from=date(2020, 1, 1), valid_until=end)
    assert remind() == 0


def test_a_crash_while_the_letter_is_queued_loses_neither(monkeypatch, mailoutbox) -> None:
    expiring(days=20)
    expiring(days=20)
    mailoutbox.clear()
    enqueue, calls = type(letters.send_expiry_letter).enqueue, []

    def crash_once(task, *args):
        calls.append(args)
        if len(calls) == 2:
            raise SystemExit
        return enqueue(task, *args)

    monkeypatch.setattr(type(letters.send_expiry_letter), "enqueue", crash_once)
    with pytest.raises(SystemExit):
        remind()
    assert rows() == [30]
    assert remind() == 1
    assert rows() == [30, 30]
    assert len(mailoutbox) == 2


def test_the_database_refuses_a_second_reminder() -> None:
    certificate = expiring(days=20)
    remind()
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateReminder.objects.create(certificate=certificate, days=30)


def test_reminders_take_as_many_queries_for_many_who_need_none(django_assert_num_queries) -> None:
    for _ in range(3):
        no_address(expiring(days=20).holder.user)
    with django_assert_num_queries(len(DAYS)):
        remind()


def test_from_then_on_the_course_may_be_taken_again() -> None:
    for days, may in ((91, False), (90, True), (5, True)):
        enrolment = Completion.objects.get(uuid=expiring(days=days).completion_uuid).enrolment
        assert may_enrol_again(enrolment, timezone.localdate()) is may
    assert not may_enrol_again(make_completion().enrolment, timezone.localdate())


def test_a_new_cycle_leaves_the_old_certificate_as_it_is() -> None:
    old = expiring(days=20)
    new = refreshed(old)
    now = Certificate.objects.get(pk=old.pk)
    assert (now.state, now.credential, now.claims) == ("valid", old.credential, old.claims)
    assert new.number != old.number
    assert new.valid_until > old.valid_until


def test_my_learning_says_so_to_who_has_no_address(client) -> None:
    certificate = expiring(days=20)
    user = certificate.holder.user
    no_address(user)
    client.force_login(user)
    page = client.get("/my-learning/").content.decode()
    assert "It expires soon." in page
    assert "Take the course again" in page
    assert expires_soon(certificate)


def test_my_learning_says_nothing_where_there_is_time_or_a_newer_one(client) -> None:
    fresh = make_certificate()
    assert not expires_soon(fresh)
    certificate = expiring(days=20)
    refreshed(certificate)
    client.force_login(certificate.holder.user)
    page = client.get("/my-learning/").content.decode()
    assert "It expires soon." not in page
    assert "You have a newer certificate of this course." in page
    earlier = page[page.index("Your earlier certificates of this course") :]
    assert certificate.number in earlier
