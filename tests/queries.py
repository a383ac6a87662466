"""Counting the queries of a block of code, as the ceilings mean it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Beginning and ending a transaction reads and writes nothing.
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def is_counted(sql: str) -> bool:
    return not sql.lstrip().upper().startswith(CONTROL)


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The queries of the block, as SQL, once it is left."""
    queries: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield queries
    queries += [query["sql"] for query in captured if is_counted(query["sql"])]
