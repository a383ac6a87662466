"""What a manager sees and does: counts, rows, files, reminders, people."""

import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from certificates import services, units
from courses.learning.services import mark_done
from courses.models import (
    Completion,
    Enrolment,
    ItemProgress,
    Membership,
    Offering,
    Organisation,
    OrganisationJob,
    Person,
    RecordView,
    Reminded,
)
from courses.people import erasure, placing
from courses.people.merging import merge
from courses.people.organisations import Role
from courses.reports.organisations import jobs, views
from courses.reports.organisations.funders import Cells, counts_for_funders, funded
from lms import cells
from tests.certificates.builders import make_certificate
from tests.factories.courses import make_course
from tests.factories.orders import make_order, make_priced
from tests.factories.organisations import (
    LONG_AGO,
    make_member,
    make_role,
    make_tree,
    make_without_account,
)
from tests.factories.people import make_enrolment, make_person

MONTH = timedelta(days=30)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def course(db):
    return make_course(quiz=False, lessons=2)


@pytest.fixture
def manager(tree, client) -> Person:
    person = make_role(tree.ministry, Role.MANAGER)
    client.force_login(person.user)
    return person


def taking(course, unit, person: Person | None = None) -> Enrolment:
    member = make_member(unit, person)
    return make_enrolment(course.offering, member.person)


def finish(enrolment: Enrolment, course, *, valid_for: int = 400) -> Completion:
    for lesson in course.lessons:
        mark_done(enrolment=enrolment, item_uuid=lesson.translation_key)
    rows = Completion.objects.filter(enrolment=enrolment)
    rows.update(valid_until=timezone.localdate() + timedelta(days=valid_for))
    return rows.get()


def get(client, name: str, *args, **query):
    return client.get(reverse(f"organisations:{name}", args=args), query)


def home_of(client, organisation):
    return get(client, "home", organisation.uuid).context["overview"]


def test_the_home_counts_who_is_on_the_way_stuck_done_and_soon_to_expire(
    client, manager, tree, course
):
    taking(course, tree.north)
    quiet = taking(course, tree.north)
    Enrolment.objects.filter(pk=quiet.pk).update(enrolled_at=timezone.now() - MONTH)
    for days in (400, 60, -1):
        finish(taking(course, tree.south), course, valid_for=days)
    make_member(tree.south)
    overview = home_of(client, tree.ministry)
    total = overview.total
    numbers = (total.running, total.stuck, total.valid, total.expiring, total.expired)
    assert numbers == (2, 1, 2, 1, 1)
    assert (overview.people, overview.idle) == (6, 1)
    assert [(u.name, u.people, u.running, u.valid) for u in overview.units] == [
        ("Ministry", 0, 0, 0),
        ("Centre North", 2, 2, 0),
        ("Centre South", 4, 0, 2),
    ]
    assert home_of(client, tree.south).total.running == 0


def test_a_course_completed_again_counts_once(client, manager, tree, course):
    first = finish(taking(course, tree.north), course, valid_for=30)
    again = make_enrolment(course.offering, first.person)
    assert home_of(client, tree.ministry).total.expiring == 1
    finish(again, course)
    total = home_of(client, tree.ministry).total
    assert (total.valid, total.expiring, total.running) == (1, 0, 0)
    assert len(get(client, "records", tree.ministry.uuid).context["rows"]) == 1


def test_of_two_offerings_what_was_completed_last_counts_though_begun_first(
    client, manager, tree, course
):
    for _number in range(4):
        finish(taking(course, tree.north), course)
    first = taking(course, tree.south)
    other = Offering.objects.create(course=course.offering.course, title="In the evening")
    finish(make_enrolment(other, first.person), course, valid_for=-30)
    finish(first, course)
    total = home_of(client, tree.ministry).total
    assert (total.valid, total.expired) == (5, 0)
    rows = get(client, "records", tree.ministry.uuid).context["rows"]
    assert [row.standing for row in rows] == ["done"] * 5
    [cells] = counts_for_funders(tree.ministry, now=timezone.now(), locale="en")
    assert (cells.valid, cells.expired) == (5, None)


def test_the_tiles_lead_to_as_many_rows_as_they_say(client, manager, tree, course):
    taking(course, tree.north)
    for days in (400, 60, 60, -1):
        finish(taking(course, tree.south), course, valid_for=days)
    for state, number in (
        ("all_running", 1),
        ("stuck", 0),
        ("all_valid", 3),
        ("expiring", 2),
        ("expired", 1),
        ("no such state", 5),
    ):
        page = get(client, "records", tree.ministry.uuid, state=state).context["page"]
        assert page.paginator.count == number, state


def test_rows_are_narrowed_by_unit_course_and_name(client, manager, tree, course):
    other = make_course(quiz=False, lessons=1)
    taking(course, tree.north, make_person(given="Zoë", family="N’Diaye"))
    taking(other, tree.south, make_person(given="Ama", family="Owusu"))

    def names(**query) -> list[str]:
        page = get(client, "records", tree.ministry.uuid, **query)
        return [row.name for row in page.context["rows"]]

    assert names() == ["Zoë N’Diaye", "Ama Owusu"]
    assert names(unit=tree.south.uuid) == ["Ama Owusu"]
    assert names(course=course.page.translation_key) == ["Zoë N’Diaye"]
    assert names(q="ama ow") == ["Ama Owusu"]
    assert names(unit=tree.elsewhere.uuid) == names()  # no choice of theirs narrows nothing


def test_of_who_left_only_what_was_done_here_is_shown(client, manager, tree, course):
    enrolment = taking(course, tree.north)
    membership = Membership.objects.members().get()
    before = timezone.now() - 2 * MONTH
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=before)
    placing.move(membership=membership, to=tree.elsewhere)
    finish(enrolment, course)
    page = get(client, "records", tree.ministry.uuid)
    [row] = page.context["rows"]
    assert (row.is_former, row.standing, row.completed_on, row.percent) == (
        True,
        "enrolled_here",
        None,
        None,
    )
    assert home_of(client, tree.ministry).total.counts.total() == 0
    person = get(client, "person", tree.ministry.uuid, enrolment.person.uuid)
    assert "nothing after it" in person.content.decode()


# --- files -------------------------------------------------------------------------------------


def exported(client, tree, kind: str, **query):
    address = reverse("organisations:export", args=[tree.ministry.uuid])
    return client.post(f"{address}?state={query.get('state', '')}", {"kind": kind})


def test_a_file_has_the_filtered_rows_and_no_formula(client, manager, tree, course):
    taking(course, tree.north, make_without_account("=HYPERLINK(1)", "حداد"))
    finish(taking(course, tree.south), course)
    text = exported(client, tree, "csv", state="all_running").content.decode("utf-8-sig")
    head, row = text.splitlines()
    assert head.startswith("Name,Unit,Has left,Course,State")
    assert row.startswith("'=HYPERLINK(1) حداد,Centre North,,")
    book = load_workbook(io.BytesIO(exported(client, tree, "xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 3
    assert exported(client, tree, "pdf").status_code == 404


def test_many_rows_become_a_job_whose_file_only_its_maker_gets(
    client, manager, tree, course, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(jobs, "MOST_AT_ONCE", 1)
    for _ in range(2):
        taking(course, tree.north)
    with django_capture_on_commit_callbacks(execute=True):
        address = exported(client, tree, "csv").url
    job = OrganisationJob.objects.get()
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    file = reverse("organisations:job_file", args=[tree.ministry.uuid, job.uuid])
    assert file in client.get(address).content.decode()
    assert len(client.get(file).content.decode("utf-8-sig").splitlines()) == 3
    client.force_login(make_role(tree.ministry, Role.MANAGER).user)
    assert client.get(file).status_code == client.get(address).status_code == 404
    jobs.clean_up(now=timezone.now() + timedelta(days=2))
    assert not OrganisationJob.objects.exists()


def test_a_file_is_not_made_for_who_has_lost_the_role(tree, course, django_user_model):
    person = make_role(tree.ministry, Role.MANAGER)
    job = jobs.begin(
        organisation=tree.ministry, by=person.user, kind="csv", wanted={"query": ""}, locale="en"
    )
    placing.end_role(membership=Membership.objects.get())
    with pytest.raises(PermissionError):
        jobs.run.func(str(job.uuid))
    job.refresh_from_db()
    assert (job.state, job.content) == ("failed", None)


@given(st.lists(st.lists(st.one_of(st.text(), st.integers(), st.none())), max_size=3))
def test_no_cell_of_any_file_begins_with_a_formula(rows):
    begins = ("=", "+", "-", "@", "\t", "\r")
    for row in rows:
        kept = [cells.defused(value) for value in row]
        assert not any(isinstance(v, str) and v.startswith(begins) for v in kept)
    assert cells.csv_of(rows).startswith(b"\xef\xbb\xbf")
    book = load_workbook(io.BytesIO(cells.workbook_of(rows)))
    types = {cell.data_type for line in book.active.iter_rows() for cell in line}
    assert "f" not in types


# --- the log of looking ------------------------------------------------------------------------


def looks(person: Person) -> list[str]:
    return list(person.record_views.order_by("what").values_list("what", flat=True))


def test_a_person_can_read_that_their_manager_looked(client, manager, tree, course):
    listed, opened = taking(course, tree.north).person, make_member(tree.north).person
    get(client, "home", tree.ministry.uuid)
    assert not looks(listed)
    get(client, "people", tree.ministry.uuid)
    assert looks(listed) == ["people"]
    for _ in range(2):
        get(client, "records", tree.ministry.uuid)
        get(client, "person", tree.ministry.uuid, opened.uuid)
    assert looks(listed) == looks(opened) == ["organisation", "people"]


def test_who_is_on_another_page_was_not_looked_at(client, manager, tree, course, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 1)
    first = taking(course, tree.north, make_person(family="Abe")).person
    second = taking(course, tree.north, make_person(family="Zulu")).person
    get(client, "records", tree.ministry.uuid)
    assert (looks(first), looks(second)) == (["organisation"], [])


def test_who_stands_in_a_file_can_read_it(client, manager, tree, course):
    running, done = taking(course, tree.north), taking(course, tree.south)
    finish(done, course)
    exported(client, tree, "csv", state="all_running")
    assert (looks(running.person), looks(done.person)) == (["export"], [])


def test_a_file_that_is_made_as_a_task_is_noted_too(
    client, manager, tree, course, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(jobs, "MOST_AT_ONCE", 0)
    person = taking(course, tree.north).person
    with django_capture_on_commit_callbacks(execute=True):
        exported(client, tree, "csv")
    view = person.record_views.get()
    assert (view.what, view.by_user) == ("export", manager.user)


def test_a_person_can_read_that_a_registrar_of_their_unit_looked(client, tree):
    listed, in_file = (make_certificate(given=name).holder for name in ("Ama", "Zoë"))
    for person in (listed, in_file):
        make_member(tree.north, person)
    client.force_login(make_role(tree.north, Role.REGISTRAR).user)
    page = client.get(reverse("certificates:of_unit", args=[tree.north.uuid]), {"q": "Ama"})
    assert "Ama Diallo" in page.content.decode()
    assert (looks(listed), looks(in_file)) == (["certificate"], [])
    client.post(reverse("certificates:of_unit_file", args=[tree.north.uuid]))
    assert (looks(listed), looks(in_file)) == (["certificate"], ["certificate"])


def replaced_by(certificate, by, *, given: str):
    return services.replace(
        certificate=certificate,
        by=by,
        reason="corrected",
        note="Asked for.",
        given_name=given,
        family_name="Diallo",
    )


def test_a_registrar_of_a_unit_reads_no_name_that_somebody_took_after_they_left(client, tree):
    first = make_certificate(given="Ama")
    membership = make_member(tree.north, first.holder)
    registrar = make_role(tree.north, Role.REGISTRAR).user
    client.force_login(registrar)
    page = reverse("certificates:of_unit", args=[tree.north.uuid])
    file = reverse("certificates:of_unit_file", args=[tree.north.uuid])
    second = replaced_by(first, registrar, given="Bea")
    assert [row.number for row in client.get(page).context["page"]] == [second.number]
    week = timezone.now() - timedelta(days=7)
    type(first).objects.filter(pk__in=(first.pk, second.pk)).update(created_at=week)
    Completion.objects.update(completed_at=week)
    placing.leave(membership=membership)
    third = replaced_by(second, registrar, given="Cleo")
    replaced_by(third, registrar, given="Dora")
    for answer in (client.get(page), client.post(file)):
        assert second.number in answer.text
        assert "Bea Diallo" in answer.text
        assert "Replaced" in answer.text
        for unknown in ("Ama", "Cleo", "Dora", third.number, first.number):
            assert unknown not in answer.text, unknown


def test_a_long_list_of_certificates_is_several_files(client, tree, monkeypatch):
    monkeypatch.setattr(units, "FILE_SIZE", 2)
    for name in ("Ama", "Bea", "Cleo"):
        make_member(tree.north, make_certificate(given=name).holder)
    client.force_login(make_role(tree.north, Role.REGISTRAR).user)
    here = [tree.north.uuid]
    page = client.get(reverse("certificates:of_unit", args=here)).text
    assert re.findall(r"Part (\d) of 2 as CSV", page) == ["1", "2"]
    file = reverse("certificates:of_unit_file", args=here)
    parts = [client.post(file, {"part": part}) for part in ("1", "2", "x")]
    rows = [part.content.decode("utf-8-sig").splitlines()[1:] for part in parts]
    assert [len(some) for some in rows] == [2, 1, 2]
    assert rows[0] == rows[2]
    assert not set(rows[0]) & set(rows[1])
    assert "-2.csv" in parts[1]["Content-Disposition"]


# --- reminders ---------------------------------------------------------------------------------


def reminded(client, tree, enrolments, capture) -> dict:
    address = reverse("organisations:remind", args=[tree.ministry.uuid])
    with capture(execute=True):
        client.post(address, {"enrolment": [str(e.uuid) for e in enrolments]})
    return OrganisationJob.objects.latest("pk").result


def test_those_chosen_are_reminded_once_in_three_days_and_who_has_no_mail_is_named(
    client, manager, tree, course, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        learner = taking(course, tree.north)
        untold = taking(course, tree.south, make_without_account("Kwame", "Mensah"))
        foreign = taking(course, tree.elsewhere)
    mail.outbox.clear()
    capture = django_capture_on_commit_callbacks
    result = reminded(client, tree, [learner, untold, foreign], capture)
    assert result == {"sent": 1, "lately": 0, "no_email": [str(untold.person.uuid)]}
    assert [letter.to for letter in mail.outbox] == [[learner.person.user.email]]
    assert reminded(client, tree, [learner], capture)["lately"] == 1
    job = OrganisationJob.objects.order_by("pk").first()
    page = get(client, "job", tree.ministry.uuid, job.uuid).content.decode()
    assert "Kwame Mensah" in page
    Reminded.objects.update(at=timezone.now() - timedelta(days=4))
    assert reminded(client, tree, [learner], capture)["sent"] == 1


def test_one_organisation_does_not_learn_that_another_one_reminded(
    tree, course, django_capture_on_commit_callbacks
):
    enrolment = taking(course, tree.north)
    make_member(tree.elsewhere, enrolment.person)

    def sent(place) -> dict:
        return jobs.send_reminders(organisation=place, enrolments=[str(enrolment.uuid)])

    assert sent(tree.north)["sent"] == sent(tree.elsewhere)["sent"] == 1
    assert sent(tree.ministry)["lately"] == 1  # the same organisation


def test_reminders_that_were_cut_off_go_on_and_count_right(tree, course, monkeypatch):
    person = make_role(tree.ministry, Role.MANAGER)
    chosen = [str(taking(course, tree.north).uuid) for _ in range(3)]
    job = jobs.begin(
        organisation=tree.ministry,
        by=person.user,
        kind="remind",
        wanted={"enrolments": chosen},
        locale="en",
    )
    remind, sent = jobs.remind, []

    def cut_off(*, enrolment):
        sent.append(enrolment)
        if len(sent) == 2:
            raise KeyboardInterrupt
        remind(enrolment=enrolment)

    monkeypatch.setattr(jobs, "remind", cut_off)
    with pytest.raises(KeyboardInterrupt):
        jobs.run.func(str(job.uuid))
    jobs.run.func(str(job.uuid))
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert job.result == {"sent": 3, "lately": 0, "no_email": []}
    assert [str(enrolment.uuid) for enrolment in sent] == [chosen[0], chosen[1], *chosen[1:]]


def test_whom_to_tell_in_person_is_shown_and_looked_at_once_the_job_is_done(client, manager, tree):
    untold = make_member(tree.north, make_without_account("Kwame", "Mensah")).person
    job = OrganisationJob.objects.create(
        organisation=tree.ministry,
        by=manager.user,
        kind="remind",
        result={"sent": 0, "lately": 0, "no_email": [str(untold.uuid)]},
    )
    assert "Kwame" not in get(client, "job", tree.ministry.uuid, job.uuid).text
    assert not RecordView.objects.exists()
    OrganisationJob.objects.update(state="failed")
    assert "Some may have been reminded" in get(client, "job", tree.ministry.uuid, job.uuid).text
    assert not RecordView.objects.exists()
    OrganisationJob.objects.update(state="done")
    assert "Kwame" in get(client, "job", tree.ministry.uuid, job.uuid).text
    assert RecordView.objects.get().person == untold


@pytest.mark.usefixtures("queued_tasks")
def test_a_job_that_does_not_move_is_queued_again_once_an_hour(tree):
    """A worker that has much to do finds it once, and not once for each run of the clock."""
    person, now = make_role(tree.ministry, Role.MANAGER), timezone.now()
    wanted = {"organisation": tree.ministry, "by": person.user, "wanted": {"query": ""}}
    waiting, moving = (jobs.begin(**wanted, kind="csv", locale="en") for _ in range(2))
    OrganisationJob.objects.update(created_at=now - timedelta(hours=3))
    OrganisationJob.objects.filter(pk=waiting.pk).update(moved_at=now - timedelta(hours=2))
    assert [jobs.resume(now=now), jobs.resume(now=now + timedelta(minutes=5))] == [1, 0]
    [again] = DBTaskResult.objects.values_list("args_kwargs", flat=True)
    assert again["args"] == [str(waiting.uuid)]
    OrganisationJob.objects.filter(pk=moving.pk).update(moved_at=now - timedelta(hours=2))
    jobs.run.func(str(moving.uuid))
    moving.refresh_from_db()
    assert moving.moved_at > now - timedelta(hours=1)


# --- people ------------------------------------------------------------------------------------


def test_those_ticked_are_enrolled_and_who_has_no_name_only_gets_the_right(
    client, manager, tree, course
):
    named, nameless = make_member(tree.north), make_member(tree.north, make_without_account("", ""))
    stranger = make_member(tree.elsewhere)
    address = reverse("organisations:enrol", args=[tree.ministry.uuid])
    people = [m.person.uuid for m in (named, nameless, stranger)]
    data = {"person": people, "offering": course.offering.uuid}
    for _ in range(2):
        page = client.post(address, data, follow=True).content.decode()
    assert "Already in it: 1" in page
    assert [e.person for e in Enrolment.objects.all()] == [named.person]
    assert nameless.person.entitlements.get().source == "roster"
    assert not stranger.person.entitlements.exists()


def test_into_what_is_paid_for_all_of_those_ticked_get_a_seat_or_nobody(
    client, manager, tree, course
):
    order = make_order(make_priced(course.offering), quantity=2, organisation=tree.ministry)
    people = [make_member(unit).person for unit in (tree.north, tree.south, tree.south)]
    address = reverse("organisations:enrol", args=[tree.ministry.uuid])

    def enrolled(*chosen: Person) -> str:
        data = {"person": [p.uuid for p in chosen], "offering": course.offering.uuid}
        return client.post(address, data, follow=True).content.decode()

    assert "1 more seat is needed" in enrolled(*people)
    assert not Enrolment.objects.exists()
    assert not order.line.seats.exists()
    assert "2 people were enrolled" in enrolled(*people[:2])
    assert "Already in it: 2" in enrolled(*people[:2])
    assert {seat.person for seat in order.line.seats.all()} == set(people[:2])
    assert "1 more seat is needed" in enrolled(*people[1:])


def test_people_are_found_by_name_and_by_service_number(client, manager, tree):
    member = make_member(tree.north, make_person(given="Ama", family="Owusu"))
    make_member(tree.south, make_person(given="Kwame", family="Mensah"))
    Membership.objects.filter(pk=member.pk).update(service_number="N-7")
    for query in ({"q": "owusu"}, {"q": "n-7"}, {"unit": tree.north.uuid}):
        page = get(client, "people", tree.ministry.uuid, **query).context["page"]
        assert [row.person for row in page] == [member.person], query
    assert len(get(client, "people", tree.ministry.uuid).context["page"]) == 2


def erase(person: Person) -> None:
    erasure.ask(person=person)
    erasure.erase_due(now=timezone.now() + MONTH)


def test_who_was_erased_stands_in_no_list_on_the_same_day(client, manager, tree, course):
    gone, here = taking(course, tree.north), taking(course, tree.north)
    membership = gone.person.memberships.get()
    erase(gone.person)
    people = get(client, "people", tree.ministry.uuid).context["page"]
    assert [row.person for row in people] == [here.person]
    rows = get(client, "records", tree.ministry.uuid).context["rows"]
    assert [row.enrolment for row in rows] == [here.uuid]
    assert len(exported(client, tree, "csv").content.splitlines()) == 2
    for name, key in (("person", gone.person.uuid), ("move", membership.uuid)):
        assert get(client, name, tree.ministry.uuid, key).status_code == 404
    ticked = {"person": [gone.person.uuid], "offering": course.offering.uuid}
    address = reverse("organisations:enrol", args=[tree.ministry.uuid])
    assert "tick at least one person" in client.post(address, ticked, follow=True).text
    assert home_of(client, tree.ministry).total.running == 1


def test_the_counts_of_the_day_of_an_erasure_are_those_of_the_lists(client, manager, tree, course):
    done = [finish(taking(course, tree.north), course) for _ in range(5)]
    assert [row.valid for row in counts(tree.ministry)] == [5]
    erase(done[0].person)
    Membership.objects.filter(person=done[1].person).update(ends_on=timezone.localdate() + MONTH)
    erase(done[1].person)
    overview = home_of(client, tree.ministry)
    rows = get(client, "records", tree.ministry.uuid, state="all_valid").context["page"]
    assert rows.paginator.count == overview.total.valid == 3
    assert overview.people == sum(unit.people for unit in overview.units) == 3
    assert counts(tree.ministry) == []


def test_of_two_records_of_one_person_the_kept_one_stands_in_the_lists(
    client, manager, tree, course
):
    kept, merged = taking(course, tree.north).person, make_without_account("Ama", "Diallo")
    make_member(tree.south, merged)
    merge(kept=kept, merged=merged, by=None, reason="Two lists.", counts={})
    people = get(client, "people", tree.ministry.uuid).context["page"]
    assert {row.person for row in people} == {kept}
    assert get(client, "person", tree.ministry.uuid, merged.uuid).status_code == 404


# --- the other pages of an organisation ---------------------------------------------------------


def doors(client, page: str, unit) -> set[str]:
    names = ("rosters:upload", "rosters:cards", "rosters:add_minor", "payments:billing")
    text = get(client, page, unit.uuid).content.decode()
    return {name for name in names if f'href="{reverse(name, args=[unit.uuid])}"' in text}


@pytest.mark.parametrize("page", ["home", "people"])
def test_a_manager_finds_lists_and_cards_and_what_else_they_may_open(client, manager, tree, page):
    assert doors(client, page, tree.north) == {"rosters:upload", "rosters:cards"}
    Organisation.objects.filter(pk=tree.ministry.pk).update(may_enrol_minors=True)
    placing.give_role(person=manager, organisation=tree.ministry, role=Role.BILLING)
    everything = doors(client, page, tree.north)
    assert everything == {
        "rosters:upload",
        "rosters:cards",
        "rosters:add_minor",
        "payments:billing",
    }
    for name in everything:
        assert client.get(reverse(name, args=[tree.north.uuid])).status_code == 200


def test_who_pays_finds_the_orders(client, tree):
    client.force_login(make_role(tree.ministry, Role.BILLING).user)
    billing = reverse("payments:billing", args=[tree.ministry.uuid])
    page = client.get(reverse("organisations:index")).content.decode()
    assert f'href="{billing}"' in page


# --- funders -----------------------------------------------------------------------------------


def counts(organisation) -> list[Cells]:
    return counts_for_funders(organisation, now=timezone.now(), locale="en")


def test_a_funder_sees_no_count_below_five_and_no_sum_it_is_in(client, tree, course):
    for _ in range(5):
        taking(course, tree.north)
    for _ in range(4):
        finish(taking(course, tree.south), course)
    [row] = counts(tree.ministry)
    assert (row.running, row.valid, row.expired) == (5, None, None)
    client.force_login(make_role(tree.ministry, Role.FUNDER).user)
    page = get(client, "funder", tree.ministry.uuid).content.decode()
    numbers = re.findall(r'role="cell"[^>]*>([^<]*)<', page)
    assert numbers == ["5", "fewer than 5", "fewer than 5"]
    finish(taking(course, tree.south), course)
    [row] = counts(tree.ministry)
    assert (row.running, row.valid) == (5, 5)


def test_one_person_twice_in_a_course_is_no_two_people(tree, course):
    for _ in range(3):
        taking(course, tree.north)
    person = make_member(tree.north).person
    for _ in range(2):
        make_enrolment(course.offering, person)
    assert counts(tree.ministry) == []


def test_a_funder_of_the_whole_does_not_see_its_parts(client, tree):
    person = make_role(tree.ministry, Role.FUNDER)
    Membership.objects.create(person=person, organisation=tree.north, role=Role.FUNDER)
    assert funded(person.user) == [tree.ministry]
    client.force_login(person.user)
    assert get(client, "funder", tree.north.uuid).status_code == 404


def test_ticks_and_dates_of_a_member_from_before_are_seen(client, manager, tree, course):
    """A new unit must know what is valid."""
    enrolment = make_enrolment(course.offering)
    finish(enrolment, course)
    ItemProgress.objects.update(completed_at=timezone.now() - MONTH)
    Membership.objects.create(person=enrolment.person, organisation=tree.north)
    [row] = get(client, "records", tree.ministry.uuid).context["rows"]
    assert (row.standing, row.is_former, row.percent) == ("done", False, 100)
    assert row.completed_on > LONG_AGO


def test_of_what_was_begun_before_only_what_is_valid_is_seen(client, manager, tree, course):
    """What one reads before joining says so; a new membership opens nothing else."""
    person, before = make_person(), timezone.now() - 3 * MONTH
    running = make_enrolment(course.offering, person)
    other = make_course(quiz=False, lessons=1)
    expired = finish(make_enrolment(other.offering, person), other)
    Enrolment.objects.update(enrolled_at=before)
    long_over = before.date() + timedelta(days=1)
    Completion.objects.filter(pk=expired.pk).update(completed_at=before, valid_until=long_over)
    Membership.objects.create(person=person, organisation=tree.north)
    for name, args in (("records", []), ("person", [person.uuid])):
        assert get(client, name, tree.ministry.uuid, *args).context["rows"] == [], name
    overview = home_of(client, tree.ministry)
    assert (overview.total.running, overview.total.expired, overview.idle) == (0, 0, 1)
    Enrolment.objects.filter(pk=running.pk).update(enrolled_at=timezone.now())
    [row] = get(client, "records", tree.ministry.uuid).context["rows"]
    assert row.standing == "in_progress"


def test_a_move_within_the_tree_hides_nothing_from_the_new_unit(client, tree, course):
    manager = make_role(tree.south, Role.MANAGER)
    client.force_login(manager.user)
    enrolment = taking(course, tree.north)
    Enrolment.objects.update(enrolled_at=timezone.now() - MONTH)
    placing.move(membership=Membership.objects.members().get(), to=tree.south)
    [row] = get(client, "records", tree.south.uuid).context["rows"]
    assert (row.enrolment, row.percent) == (enrolment.uuid, 0)
