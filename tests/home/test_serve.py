"""`manage.py serve` keeps the server and the task worker together."""

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from django.core.management import CommandError, call_command

from tests.running_site import RunningSite, serve


@pytest.fixture
def served(site: RunningSite, tmp_path: Path) -> Iterator[RunningSite]:
    """A second server and worker on the data of the site, to be treated badly."""
    running = serve(tmp_path, site.environment)
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.mark.e2e
def test_it_says_where_to_click(site: RunningSite) -> None:
    _until(lambda: f"{site.url}/en/courses/" in site.log())


def test_a_taken_port_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CommandError) as refused:
            call_command("serve")
    said = str(refused.value)
    assert said.startswith(f"Cannot serve on port {port} (Address already in use).")
    assert said.endswith(f"make run PORT={port % 65535 + 1}")
    assert "\n" not in said


@pytest.mark.parametrize("port", ["0", "65536", "eight", "-1", ""])
def test_a_port_that_is_none_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CommandError, match=f"^PORT is '{port}'; give a number"):
        call_command("serve")


@pytest.mark.e2e
def test_a_second_make_run_is_up_in_ten_seconds_and_keeps_everything(
    site: RunningSite, tmp_path: Path
) -> None:
    """Seconds of its own work: how long that takes depends on what else the machine does."""
    before = _everything(site)
    second = serve(tmp_path, site.environment, "--prepare")
    try:
        whole = [psutil.Process(second.process.pid), *_descendants(second)]
        work = sum(sum(process.cpu_times()[:2]) for process in whole)
        _until(lambda: f"{second.url}/en/courses/" in second.log())
    finally:
        second.stop()
    assert work < 10
    assert _everything(site) == before


def _everything(site: RunningSite) -> str:
    """How many rows stand in each table of ours, and the codes of the certificates."""
    script = (
        "from django.apps import apps; from certificates.models import Certificate; "
        "labels = ('courses', 'certificates', 'users', 'home'); "
        "print({m._meta.label: m.objects.count() for l in labels for m in "
        "apps.get_app_config(l).get_models()}, list(Certificate.objects.values_list('code')))"
    )
    return site.manage("shell", "--no-imports", "-c", script)


@pytest.mark.e2e
def test_a_worker_that_dies_is_started_again(served: RunningSite) -> None:
    first = _children(served)["db_worker"]
    first.kill()
    _until(lambda: _children(served).get("db_worker", first) != first)
    assert served.process.poll() is None


@pytest.mark.e2e
def test_when_the_server_dies_all_ends_with_an_error(served: RunningSite) -> None:
    everything = _descendants(served)
    _children(served)["granian"].kill()
    assert served.process.wait(60) == 1
    assert "The server ended by itself" in served.log()
    _until(lambda: not any(_lives(process) for process in everything))


@pytest.mark.e2e
def test_sigterm_stops_everything(served: RunningSite) -> None:
    everything = _descendants(served)
    served.process.terminate()
    assert served.process.wait(60) == 0
    _until(lambda: not any(_lives(process) for process in everything))


def _descendants(site: RunningSite) -> list[psutil.Process]:
    """The server, the process in which it runs Django, the task worker."""
    found = psutil.Process(site.process.pid).children(recursive=True)
    assert len(found) >= 3
    return found


def _children(site: RunningSite) -> dict[str, psutil.Process]:
    """The living children of `manage.py serve`, by the program they run."""
    found = {}
    for child in psutil.Process(site.process.pid).children():
        if _lives(child):
            found |= {word: child for word in child.cmdline() if word in {"granian", "db_worker"}}
    return found


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _until(holds: Callable[[], bool], within: float = 60) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)
