"""A manager never reads a person outside their subtree and dates: whatever moves there were."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses.learning.seen import completions_seen, enrolments_of_members, enrolments_seen
from courses.models import (
    Completion,
    CompletionVoided,
    Enrolment,
    Membership,
    Organisation,
    Person,
)
from courses.reports.organisations.records import records_of, shown
from tests.factories.courses import make_course

DAYS = 40  # before today: the dates that are drawn


def day(back: int) -> date:
    return timezone.localdate() - timedelta(days=back)


def moment(back: int) -> datetime:
    """At one end of the day or the other: a membership holds by whole days."""
    at = time(23, 59, 59) if back % 2 else time(0)
    return datetime.combine(day(back), at, tzinfo=UTC)


spell = st.tuples(
    st.integers(0, 5), st.integers(0, DAYS), st.one_of(st.none(), st.integers(0, DAYS))
)
# Where (one of six units), from so many days ago, for so many days or still.
history = st.lists(spell, max_size=4)
# Enrolled so many days ago; completed so many days later or never, valid for so many days, and
# perhaps recorded in error.
done = st.tuples(st.integers(0, DAYS), st.integers(1, 2 * DAYS), st.booleans())
taken = st.lists(st.tuples(st.integers(0, DAYS), st.one_of(st.none(), done)), max_size=3)
is_erased = st.sampled_from((False, False, True))
people = st.lists(st.tuples(history, taken, is_erased), min_size=1, max_size=3)
# The parent of each unit but the first: one that comes before it, or none.
parents = st.tuples(*(st.one_of(st.none(), st.integers(0, n)) for n in range(5)))


class ScopeTest(TestCase):
    """The database's answer is that of the rule in plain words."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.courses = [make_course(quiz=False, lessons=1) for _ in range(3)]

    def test_what_is_seen_is_what_the_rule_says(self) -> None:
        drawn = given(top=st.integers(0, 5), parents=parents, people=people)
        settings(max_examples=40)(drawn(self.run_one))()

    def run_one(self, top, parents, people) -> None:
        for model in (CompletionVoided, Completion, Enrolment, Membership):
            model._base_manager.all()._raw_delete("default")
        Organisation._base_manager.all().order_by()._raw_delete("default")
        units = self.make_units(parents)
        facts = [self.make_person(units, *drawn) for drawn in people]
        self.compare(units, top, facts)

    def make_units(self, parents) -> list[Organisation]:
        units = [Organisation.add_root(name="0")]
        for number, parent in enumerate(parents, start=1):
            if parent is None:
                units.append(Organisation.add_root(name=str(number)))
            else:
                above = Organisation.objects.get(pk=units[parent].pk)
                units.append(above.add_child(name=str(number)))
        return [Organisation.objects.get(pk=unit.pk) for unit in units]

    def make_person(self, units, spells, taken, is_erased):
        erased_at = timezone.now() if is_erased else None
        person = Person.objects.create(given_name="A", family_name="B", erased_at=erased_at)
        rows = []
        for unit, back, length in spells:
            ends = None if length is None else day(back) + timedelta(days=length)
            row = Membership(
                person=person, organisation=units[unit], starts_on=day(back), ends_on=ends
            )
            if any(r.organisation == row.organisation and not r.ends_on for r in rows) and not ends:
                continue  # one open membership at most
            row.save()
            rows.append(row)
        return person, rows, [self.enrol(person, n, *one) for n, one in enumerate(taken)]

    def enrol(self, person, number, back, done):
        offering = self.courses[number].offering
        edition = offering.course.current_edition
        enrolment = Enrolment.objects.create(
            person=person, offering=offering, edition=edition, enrolled_at=moment(back)
        )
        if done is None:
            return enrolment, None
        after, valid_for, is_voided = done
        Enrolment.objects.filter(pk=enrolment.pk).update(state="completed")
        at = moment(max(back - after, 0))
        completion = Completion.objects.create(
            enrolment=enrolment,
            person=person,
            edition=edition,
            completed_at=at,
            valid_until=at.date() + timedelta(days=valid_for),
        )
        if is_voided:
            CompletionVoided.objects.create(completion=completion, reason="Issued in error.")
        return enrolment, completion

    def compare(self, units, top, facts) -> None:
        organisation, today = units[top], timezone.localdate()
        root = organisation.path[: Organisation.steplen]
        seen, completed, dated, whole, listed = set(), set(), set(), set(), set()
        for person, rows, taken in facts:
            here = [r for r in rows if r.organisation.path.startswith(organisation.path)]
            tree = [r for r in rows if r.organisation.path.startswith(root)]
            belongs = not person.erased_at and any(holds(r, today) for r in here)
            for enrolment, completion in taken:
                enrolled = any(holds(r, enrolment.enrolled_at.date()) for r in here)
                done = completion and any(holds(r, completion.completed_at.date()) for r in here)
                of_member = belongs and is_of_a_member(tree, enrolment, completion)
                if of_member or (not belongs and (enrolled or done)):
                    seen.add(enrolment.pk)
                    if not person.erased_at:
                        listed.add(enrolment.pk)
                if completion and (of_member or done):
                    completed.add(completion.pk)
                    if not hasattr(completion, "voided"):
                        dated.add(enrolment.pk)
                if of_member:
                    whole.add(enrolment.pk)
        assert set(completions_seen([organisation]).values_list("pk", flat=True)) == completed
        found = {row.pk: row for row in enrolments_seen([organisation])}
        assert set(found) == seen
        assert {pk for pk, row in found.items() if row.is_theirs} == whole
        counted = enrolments_of_members([organisation]).values_list("pk", flat=True)
        assert set(counted) == whole
        self.compare_page(organisation, listed, dated & listed)

    def compare_page(self, organisation, listed, dated) -> None:
        """Of who was erased nothing is listed; counts keep what was."""
        rows = shown(records_of(organisation, now=timezone.now()), {}, "en")
        known = {Enrolment.objects.get(uuid=row.enrolment).pk: row for row in rows}
        assert set(known) == listed
        assert {pk for pk, row in known.items() if row.completed_on or row.valid_until} == dated
        assert all(row.percent is None for row in rows if row.is_former)


def holds(membership: Membership, on: date) -> bool:
    return membership.starts_on <= on and (membership.ends_on is None or on <= membership.ends_on)


def is_of_a_member(tree, enrolment, completion) -> bool:
    """Begun or completed in their time in the whole tree, or brought along and then still valid."""
    if any(holds(r, enrolment.enrolled_at.date()) for r in tree):
        return True
    if completion is None:
        return False
    done_on = completion.completed_at.date()
    if any(holds(r, done_on) for r in tree):
        return True
    touches = (
        r.starts_on <= completion.valid_until and (r.ends_on is None or done_on <= r.ends_on)
        for r in tree
    )
    return not hasattr(completion, "voided") and any(touches)


@pytest.mark.django_db
def test_of_who_left_the_last_completion_does_not_hide_the_one_that_was_seen() -> None:
    """Nor does what came later show in any other way."""
    course = make_course(quiz=False, lessons=1)
    unit = Organisation.add_root(name="Unit")
    person = Person.objects.create(given_name="A", family_name="B")
    Membership.objects.create(person=person, organisation=unit, starts_on=day(30), ends_on=day(10))
    edition = course.offering.course.current_edition

    def complete(cycle: int, back: int) -> None:
        enrolment = Enrolment.objects.create(
            person=person,
            offering=course.offering,
            edition=edition,
            cycle=cycle,
            state="completed",
            enrolled_at=moment(back),
        )
        Completion.objects.create(
            enrolment=enrolment,
            person=person,
            edition=edition,
            completed_at=moment(back),
            valid_until=day(-100),
        )

    complete(1, 20)
    before = shown(records_of(unit, now=timezone.now()), {}, "en")
    complete(2, 5)
    assert shown(records_of(unit, now=timezone.now()), {}, "en") == before
    assert len(before) == 1
