"""Load from a process of its own, so that what the clients use is not counted."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median, quantiles

from .client import Browser
from .operations import FLOOR, OPERATIONS, Operation, Site, numbers

BY_NAME = {operation.name: operation for operation in (FLOOR, *OPERATIONS)}


@dataclass
class Load:
    """What a number of clients got in some time, and the server's processor time for it."""

    elapsed: float = 0.0
    cpu: float = 0.0
    next_number: int = 0
    durations: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.durations) / self.elapsed

    @property
    def cpu_per_operation(self) -> float:
        return self.cpu / len(self.durations)

    @property
    def median(self) -> float:
        return median(self.durations)

    @property
    def p95(self) -> float:
        if len(self.durations) < 2:
            return self.durations[0]
        return quantiles(self.durations, n=20, method="inclusive")[-1]


class _Turns:
    """Hands out visitor numbers to all threads, until the time or the visitors are over."""

    def __init__(self, turns: Iterator[int], seconds: float) -> None:
        self._turns, self._lock = turns, threading.Lock()
        self._deadline = time.monotonic() + seconds

    def __iter__(self) -> "_Turns":
        return self

    def __next__(self) -> int:
        with self._lock:
            if time.monotonic() > self._deadline:
                raise StopIteration
            return next(self._turns)


def run(
    name: str, site: Site, port: int, *, clients: int, seconds: float, first: int, most: int | None
) -> Load:
    """So many clients do an operation for some seconds, or ``most`` times if that is sooner."""
    operation, load = BY_NAME[name], Load()
    turns = _Turns(numbers(first, None if most is None else first + most), seconds)
    started = time.monotonic()
    with ThreadPoolExecutor(clients) as threads:
        browsers = [Browser(port) for _ in range(clients)]
        for future in [threads.submit(_client, operation, site, b, turns, load) for b in browsers]:
            future.result()
    load.elapsed = time.monotonic() - started
    load.next_number = first + len(load.durations)
    return load


def _client(operation: Operation, site: Site, browser: Browser, turns: _Turns, load: Load) -> None:
    for number in turns:
        started = time.perf_counter()
        operation.run(browser, site, number)
        load.durations.append(time.perf_counter() - started)
        load.requests.append(browser.requests)
        load.queries.append(browser.queries)
        load.bytes.append(browser.bytes)
        browser.requests = browser.queries = browser.bytes = 0
