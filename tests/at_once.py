"""Threads that begin at the same moment."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

A_WHILE = 0.5  # until the other one has come to what it has to wait for


def at_once[T](calls: Sequence[Callable[[], T]]) -> list[T]:
    """What each call returned, in their order; each runs in a thread of its own."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        start.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return [future.result() for future in [threads.submit(run, call) for call in calls]]


def crossing[T](
    holds: Callable[[], object], other: Callable[[], T], then: Callable[[], object]
) -> T:
    """What ``other`` returns, that begins between the two steps of one transaction."""

    def run() -> T:
        try:
            return other()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            holds()
            done = thread.submit(run)
            time.sleep(A_WHILE)
            then()
        return done.result()
