"""What a load leaves to the task worker: each page and question is indexed, and once."""

import json
from collections import Counter

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from courses.exchange import indexing
from courses.exchange.load import load
from courses.models import Question
from tests.courses.exchange import folder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_tasks")]


def waiting() -> Counter[tuple[str, str]]:
    rows = DBTaskResult.objects.filter(task_path__in=indexing.INDEXING)
    return Counter((row.task_path, json.dumps(row.args_kwargs["args"])) for row in rows)


def test_each_page_and_question_is_indexed_once_in_every_language(tmp_path):
    report = load(folder.write_with_french(tmp_path))
    tasks = waiting()
    assert set(tasks.values()) == {1}
    rows = [*Question.objects.all()]
    for course in report.course_page.get_translations(inclusive=True):
        rows += course.get_descendants(inclusive=True).specific()
    for row in rows:
        place = json.dumps([row._meta.app_label, row._meta.model_name, str(row.pk)])
        assert [tasks[path, place] for path in indexing.INDEXING] == [1, 1], row


def test_what_waited_before_the_load_still_waits(tmp_path):
    files = folder.write_with_french(tmp_path)
    load(files)
    Question.objects.first().save()
    before = waiting()
    assert set(before.values()) == {1, 2}
    load(files)
    assert waiting() == before


def test_what_somebody_else_queues_in_the_meantime_still_waits(tmp_path):
    load(folder.write(tmp_path))
    theirs = Question.objects.first()

    def saved_at_the_last_moment(execute, sql, params, many, context):
        if sql.startswith("DELETE") and DBTaskResult._meta.db_table in sql:
            theirs.save()
        return execute(sql, params, many, context)

    theirs.save()
    theirs.save()
    begun = DBTaskResult.objects.earliest("enqueued_at").enqueued_at
    with connection.execute_wrapper(saved_at_the_last_moment):
        indexing.leave_once(since=begun)
    assert set(waiting().values()) == {1, 2}
