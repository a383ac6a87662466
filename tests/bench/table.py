"""The table that a run prints."""

from collections.abc import Iterable, Iterator

from .load import Load
from .measure import CLIENTS, Measured

MISSED = "✗"
HEAD = (
    f"{'':<28}{'':>4}{'':>5}{'':>6} │{'CPU':>8}{'aim':>6}  │"
    + "".join(f"{f'{number} client' + 's' * (number > 1):^32} │" for number in CLIENTS)
    + f"{'cold':^13}"
)
UNITS = (
    f"{'operation':<28}{'req':>4}{'SQL':>5}{'KiB':>6} │{'ms':>8}{'ms':>6}  │"
    + f"{'/s':>9}{'median':>8}{'p95':>8}{'CPU':>7} │" * len(CLIENTS)
    + f"{'SQL':>5}{'ms':>8}"
)


def lines(title: str, measured: Iterable[Measured]) -> Iterator[str]:
    yield from ("", title, "═" * len(UNITS), HEAD, UNITS, "─" * len(UNITS))
    missed = 0
    for one in measured:
        missed += one.is_missed
        yield _line(one)
    yield "─" * len(UNITS)
    yield f"{missed} aims missed ({MISSED})." if missed else "Every aim is reached."


def _line(one: Measured) -> str:
    aim = "" if one.operation.aim is None else f"{one.operation.aim:g}"
    return (
        f"{one.operation.name:<28}{one.typical('requests'):>4.0f}{one.typical('queries'):>5.0f}"
        f"{one.typical('bytes') / 1024:>6.1f} │{one.cpu_per_operation:>8.2f}{aim:>6} "
        f"{MISSED if one.is_missed else ' '}│"
        + "".join(f"{_load(load)} │" for load in one.loads)
        + f"{max(one.cold.queries):>5}{1000 * one.cold.median:>8.1f}"
    )


def _load(load: Load) -> str:
    return (
        f"{load.per_second:>9.1f}{1000 * load.median:>8.1f}{1000 * load.p95:>8.1f}"
        f"{1000 * load.cpu_per_operation:>7.2f}"
    )
