"""Index each page and question once, however often a load has saved it.

Wagtail asks the task worker to index a row at every save, and a load saves each three or four
times: for two courses in three languages four thousand tasks too many.
"""

import json
from datetime import datetime

from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from modelsearch.tasks import insert_or_update_object_task
from wagtail.tasks import update_reference_index_task

INDEXING = (insert_or_update_object_task.module_path, update_reference_index_task.module_path)


def leave_once(*, since: datetime) -> None:
    """Of the same tasks that wait since then, leave the last. Inside a transaction.

    By their keys: what somebody else has queued in the meantime is not ours to take away.
    """
    waiting = DBTaskResult.objects.filter(
        task_path__in=INDEXING, status=TaskResultStatus.READY, enqueued_at__gte=since
    )
    last, superseded = set(), []
    rows = waiting.order_by("-enqueued_at").values_list("pk", "task_path", "args_kwargs")
    for pk, path, arguments in rows:
        task = (path, json.dumps(arguments))
        if task in last:
            superseded.append(pk)
        last.add(task)
    waiting.filter(pk__in=superseded).delete()
