"""The running site a second time, on the same data, with the files that production sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.running_site import RunningSite, serve

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.e2e.compressed_settings"}


@contextmanager
def compressed(site: RunningSite) -> Iterator[RunningSite]:
    environment = {**site.environment, **SETTINGS}
    replace(site, environment=environment).manage("collectstatic", "--noinput", "--verbosity", "0")
    second = serve(site.folder, environment)
    try:
        yield second
    finally:
        second.stop()
