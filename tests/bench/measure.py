"""One operation, cold and warm, with 1, 4 and 16 clients; and what the server used for it."""

import shutil
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from . import load
from .load import Load
from .operations import Operation, Site
from .server import Server

CLIENTS = (1, 4, 16)
COLD_TIMES = 3
WARM_UP = 6


@dataclass
class Measured:
    operation: Operation
    cold: Load
    loads: list[Load] = field(default_factory=list)

    @property
    def cpu_per_operation(self) -> float:
        """In milliseconds, over all loads together."""
        done = sum(len(one.durations) for one in self.loads)
        return 1000 * sum(one.cpu for one in self.loads) / done

    @property
    def is_missed(self) -> bool:
        return self.operation.aim is not None and self.cpu_per_operation > self.operation.aim

    def typical(self, what: str) -> float:
        """The median of the requests, queries or bytes of an operation, warm."""
        return median(value for one in self.loads for value in getattr(one, what))


def measure(
    operation: Operation,
    site: Site,
    server: Server,
    *,
    cache: Path,
    client: Executor,
    seconds: float,
) -> Measured:
    """The operation, first on an empty cache, then warm."""
    send = partial(_send, client, operation, site, server)
    times = operation.times(site)
    cold = Load()
    for _ in range(COLD_TIMES):
        _empty(cache)
        once = send(clients=1, seconds=60, first=cold.next_number, most=1)
        cold.durations += once.durations
        cold.queries += once.queries
        cold.next_number = once.next_number
    warm = send(clients=2, seconds=60, first=cold.next_number, most=WARM_UP)
    found, number = Measured(operation, cold), warm.next_number
    for place, clients in enumerate(CLIENTS):
        most = None if times is None else (times - number) // (len(CLIENTS) - place)
        before = server.cpu()
        one = send(clients=clients, seconds=seconds, first=number, most=most)
        one.cpu = server.cpu() - before
        found.loads.append(one)
        number = one.next_number
    return found


def _send(client: Executor, operation: Operation, site: Site, server: Server, **how) -> Load:
    return client.submit(load.run, operation.name, site, server.port, **how).result()


def _empty(cache: Path) -> None:
    for file in cache.glob("*"):
        file.unlink(missing_ok=True)
    shutil.rmtree(cache, ignore_errors=True)
