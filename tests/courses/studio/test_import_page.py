"""Questions into a bank in the admin: upload, what would happen, import, and export again."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from courses.models import Question, QuestionBank, QuestionImport
from courses.questions import import_plan, importing
from courses.questions.formats import FORMATS, Entry
from courses.questions.import_plan import without_ids
from courses.studio.models import ImportState
from courses.studio.question_transfer import LONGEST_WORK, MOST_TRIES, confirm, resume, work
from tests.factories.people import make_user
from tests.factories.questions import body, make_one
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client):
    user = make_user("reviewer", group="Course reviewers")
    client.force_login(user)
    return user


def content(count: int = 1) -> bytes:
    entries = (
        Entry(body=without_ids(body("single_choice")), key=f"q{n}", path=("All",))
        for n in range(count)
    )
    return FORMATS["moodlexml"].write(entries).content


def send(client, data: bytes, name: str = "questions.xml", **fields):
    file = SimpleUploadedFile(name, data)
    form = {"file": file, "new_bank": "Safety", "objective": "4.1", **fields}
    return client.post(reverse("import_questions"), form)


def upload(client, capture, data: bytes, **fields) -> QuestionImport:
    with capture(execute=True):
        assert send(client, data, **fields).status_code == 302
    return QuestionImport.objects.latest("pk")


def page_of(row: QuestionImport) -> str:
    return reverse("question_import", args=[row.uuid])


def run(client, capture, row: QuestionImport) -> None:
    with capture(execute=True):
        client.post(reverse("run_question_import", args=[row.uuid]))
    row.refresh_from_db()


def test_a_file_is_checked_shown_and_imported_when_asked(
    client, reviewer, django_capture_on_commit_callbacks
):
    row = upload(client, django_capture_on_commit_callbacks, content(2))
    assert row.state == ImportState.CHECKED
    assert not QuestionBank.objects.exists()
    shown = client.get(page_of(row))
    assert "Refresh" not in shown.headers
    for text in ("Import now", "2 read, 2 imported", "A new bank: Safety", "q1", "single_choice"):
        assert text in shown.content.decode()
    run(client, django_capture_on_commit_callbacks, row)
    assert row.state == ImportState.DONE
    assert not row.content
    assert Question.objects.filter(bank__name="Safety", live=True, objective="4.1").count() == 2
    done = client.get(page_of(row)).content.decode()
    assert "Done" in done
    assert "Import now" not in done


def test_an_author_who_may_not_publish_imports_drafts(client, django_capture_on_commit_callbacks):
    client.force_login(make_user("author", group="Course authors"))
    row = upload(client, django_capture_on_commit_callbacks, content())
    run(client, django_capture_on_commit_callbacks, row)
    assert row.report["rows"][0]["outcome"] == "draft"
    assert not Question.objects.get().live


def test_importing_twice_is_importing_once(client, reviewer, django_capture_on_commit_callbacks):
    row = upload(client, django_capture_on_commit_callbacks, content())
    run(client, django_capture_on_commit_callbacks, row)
    run(client, django_capture_on_commit_callbacks, row)
    work.call(str(row.uuid))
    assert row.report["imported"] == 1
    assert Question.objects.count() == 1


@pytest.mark.usefixtures("queued_tasks")
def test_while_it_is_at_work_the_page_comes_again_by_itself(
    client, reviewer, django_capture_on_commit_callbacks
):
    row = upload(client, django_capture_on_commit_callbacks, content(3))
    waiting = client.get(page_of(row))
    assert waiting.headers["Refresh"] == "3"
    assert "waits" in waiting.content.decode()
    work.call(str(row.uuid))
    QuestionImport.objects.update(state=ImportState.RUNNING)
    assert "3 of 3 questions are read" in client.get(page_of(row)).content.decode()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7", "ends with"),
        ("a.xlsx", b"<?xml?>", "not what its name says"),
        ("a.csv", b"<?xml version='1.0'?>", "not what its name says"),
        ("a.xml", b"  ", "empty"),
    ],
)
def test_what_is_no_such_file_is_refused_at_once(client, reviewer, name, data, said):
    assert said in send(client, data, name).content.decode()
    assert not QuestionImport.objects.exists()


def test_what_is_too_large_is_refused_with_both_sizes(client, reviewer, settings):
    settings.QUESTIONS_MAX_UPLOAD_SIZE = 1024
    assert "too large" in send(client, b"<?xml ?>" + b" " * 2048).content.decode()


def test_a_bank_must_be_chosen_or_named(client, reviewer):
    assert "name of a new one" in send(client, content(), new_bank=" ").content.decode()


def test_a_file_that_cannot_be_read_says_why(client, reviewer, django_capture_on_commit_callbacks):
    row = upload(client, django_capture_on_commit_callbacks, b"<quiz><question>")
    assert row.state == ImportState.FAILED
    assert "well-formed" in client.get(page_of(row)).content.decode()
    assert not row.content


def test_a_fault_of_ours_is_not_hidden_and_the_page_says_nothing_was_imported(
    client, reviewer, django_capture_on_commit_callbacks, monkeypatch
):
    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("courses.studio.question_transfer.import_questions", fail)
    row = upload(client, django_capture_on_commit_callbacks, content())
    assert row.state == ImportState.FAILED
    assert "Something went wrong" in client.get(page_of(row)).content.decode()


# --- a worker that dies, and two at once ---------------------------------------------------------


def later() -> datetime:
    return timezone.now() + 2 * LONGEST_WORK


@pytest.mark.usefixtures("queued_tasks")
def test_what_no_worker_finished_is_queued_again_once(
    client, reviewer, django_capture_on_commit_callbacks
):
    row = upload(client, django_capture_on_commit_callbacks, content())
    assert resume(now=timezone.now()) == 0  # it may still be running
    with django_capture_on_commit_callbacks(execute=True):
        assert [resume(now=later()), resume(now=later())] == [1, 0]
    tasks = DBTaskResult.objects.filter(task_path="courses.studio.question_transfer.work")
    assert [task.args_kwargs["args"] for task in tasks] == [[str(row.uuid)]] * 2
    for task in tasks:
        work.call(*task.args_kwargs["args"])
    row.refresh_from_db()
    assert (row.state, row.report["read"]) == (ImportState.CHECKED, 1)
    assert resume(now=later()) == 0  # it waits for a person


def test_an_import_that_was_cut_off_is_done_whole_the_next_time(
    client, reviewer, django_capture_on_commit_callbacks, monkeypatch
):
    row = upload(client, django_capture_on_commit_callbacks, content(3))

    def dies(questions):
        raise SystemExit

    assert confirm(wanted=row)
    with monkeypatch.context() as patched:
        patched.setattr(importing, "index_new", dies)  # the last thing an import does
        with pytest.raises(SystemExit):
            work.call(str(row.uuid))
    row.refresh_from_db()
    assert (row.state, row.tries) == (ImportState.RUNNING, 1)
    assert not QuestionBank.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert resume(now=later()) == 1
    row.refresh_from_db()
    assert (row.state, bytes(row.content)) == (ImportState.DONE, b"")
    assert Question.objects.count() == 3


def test_a_file_that_its_worker_dies_of_is_given_up(
    client, reviewer, django_capture_on_commit_callbacks, monkeypatch
):
    def dies(**kwargs):
        raise SystemExit

    send(client, content())
    row = QuestionImport.objects.get()
    monkeypatch.setattr(import_plan, "make", dies)
    for _ in range(MOST_TRIES):
        with pytest.raises(SystemExit):
            work.call(str(row.uuid))
    with django_capture_on_commit_callbacks(execute=True):
        assert resume(now=later()) == 1
    row.refresh_from_db()
    assert row.state == ImportState.FAILED
    assert "Split the file" in client.get(page_of(row)).content.decode()
    assert resume(now=later()) == 0


def test_a_worker_that_another_one_overtook_changes_nothing(reviewer, monkeypatch):
    bank = QuestionBank.objects.create(name="Safety", slug="safety")
    question = make_one(bank, "short_text", key="q0")
    row = QuestionImport.objects.create(
        by=reviewer,
        state=ImportState.RUNNING,
        filename="questions.xml",
        content=content(),
        bank="safety",
        objective="4.1",
        replace=True,
    )
    plans = import_plan.make

    def slowly(**kwargs):
        plan = plans(**kwargs)
        monkeypatch.setattr(import_plan, "make", plans)
        work.call(str(row.uuid))  # the other one, from the beginning to the end
        return plan

    monkeypatch.setattr(import_plan, "make", slowly)
    work.call(str(row.uuid))
    row.refresh_from_db()
    assert (row.state, row.report["imported"]) == (ImportState.DONE, 1)
    assert question.revisions.count() == 1


def test_the_import_of_somebody_else_is_nobodys_business(
    client, reviewer, django_capture_on_commit_callbacks
):
    row = upload(client, django_capture_on_commit_callbacks, content())
    client.force_login(make_user("other", group="Course reviewers"))
    assert client.get(page_of(row)).status_code == 404
    assert client.post(reverse("run_question_import", args=[row.uuid])).status_code == 404


def test_uploads_of_last_week_go_with_the_next_one(
    client, reviewer, django_capture_on_commit_callbacks
):
    old = upload(client, django_capture_on_commit_callbacks, content())
    QuestionImport.objects.update(created_at=timezone.now() - timedelta(days=8))
    upload(client, django_capture_on_commit_callbacks, content())
    assert not QuestionImport.objects.filter(pk=old.pk).exists()


def test_the_page_of_many_questions_is_as_quick_as_that_of_one(
    client, reviewer, django_capture_on_commit_callbacks
):
    def queries(count: int) -> int:
        row = upload(client, django_capture_on_commit_callbacks, content(count))
        client.get(page_of(row))
        with counted_queries() as found:
            assert client.get(page_of(row)).status_code == 200
        return len(found)

    assert queries(1) == queries(120)


@pytest.mark.parametrize("name", FORMATS)
def test_a_bank_is_downloaded_and_comes_in_again(client, reviewer, name):
    bank = QuestionBank.objects.create(name="Safety", slug="safety")
    make_one(bank, "single_choice")
    response = client.get(reverse("export_bank", args=[bank.pk, name]))
    suffix = FORMATS[name].suffix
    assert response.headers["Content-Disposition"] == f'attachment; filename="safety{suffix}"'
    [entry] = FORMATS[name].read(response.content, "en").entries
    assert entry.key == "single_choice"


def test_a_bank_offers_import_and_export_where_it_stands(client, reviewer):
    bank = QuestionBank.objects.create(name="Safety", slug="safety")
    part = "wagtailsnippets_courses_questionbank"
    for address in (reverse(f"{part}:list"), reverse(f"{part}:edit", args=[bank.pk])):
        page = client.get(address).content.decode()
        assert f"{reverse('import_questions')}?bank={bank.pk}" in page
        for name in FORMATS:
            assert reverse("export_bank", args=[bank.pk, name]) in page
    form = client.get(f"{reverse('import_questions')}?bank={bank.pk}").content.decode()
    assert f'<option value="{bank.pk}" selected>' in form
