"""The site in one command: the web server and the task worker, started and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

HOST = "127.0.0.1"
SERVER_PATIENCE = 5  # seconds for requests under way
PATIENCE = 10  # seconds for a child to end; then it is killed
WATCH_INTERVAL = 0.3
RESTART_DELAY = 1.0

SERVER = (
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "lms.wsgi:application"),
    *("--host", HOST, "--workers", "1", "--blocking-threads", "2", "--no-ws"),
    *("--log-level", "warning", "--workers-kill-timeout", str(SERVER_PATIENCE)),
)
WORKER = (
    *(sys.executable, "-m", "django", "db_worker", "--queue-name", "*"),
    *("--interval", "0.5", "--no-startup-delay", "--no-reload"),
)


class Command(BaseCommand):
    help = "Serve the site on 127.0.0.1:$PORT (8000) and run its tasks, until Ctrl-C."
    requires_system_checks = ()  # the server makes them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="First migrate, and load the demo data where there is none (development).",
        )

    def handle(self, *args, prepare: bool, **options) -> None:
        port = port_from(os.environ.get("PORT", "8000"))
        if prepare:
            call_command("migrate", verbosity=0)
            call_command("load_demo", if_empty=True)
        stopping = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        children = {"server": start(*SERVER, "--port", str(port)), "worker": start(*WORKER)}
        try:
            self.watch(children, port, stopping)
        finally:
            end(*children.values())

    def watch(
        self, children: dict[str, subprocess.Popen], port: int, stopping: threading.Event
    ) -> None:
        """Welcomes once the site answers, restarts the worker, ends when the server does."""
        welcomed = False
        while not stopping.wait(WATCH_INTERVAL):
            server, worker = children["server"], children["worker"]
            if server.poll() is not None:
                raise CommandError(f"The server ended by itself (code {server.returncode}).")
            if worker.poll() is not None:
                self.stderr.write(f"The task worker ended (code {worker.returncode}); restarting.")
                stopping.wait(RESTART_DELAY)
                children["worker"] = start(*WORKER)
            if not welcomed and answers(port):
                welcomed = True
                call_command("welcome", stdout=self.stdout)


def port_from(text: str) -> int:
    """The port, once it is known to be free."""
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise CommandError(f"PORT is '{text}'; give a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            raise CommandError(
                f"Cannot serve on port {text} ({error.strerror}). Stop what listens there, "
                f"or choose another port: make run PORT={int(text) % 65535 + 1}"
            ) from error
    return int(text)


def answers(port: int) -> bool:
    """Whether the server gives any answer; what it says is the business of who watches it."""
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def start(*command: str) -> subprocess.Popen:
    """A child in a process group of its own, so that Ctrl-C reaches it only through us."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, process_group=0)


def end(*children: subprocess.Popen) -> None:
    """Stop them kindly; then sweep their groups, for the server's own process may outlive it."""
    for child in children:
        child.terminate()
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
