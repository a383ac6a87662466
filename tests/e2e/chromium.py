"""Where the browser is; run as a module, it gets one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The Chromium of the PATH, else the one that Playwright keeps."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not find() and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "--quiet=2"], check=False)
        subprocess.run(["apt-get", "install", "--quiet=2", "--yes", "chromium"], check=False)


if __name__ == "__main__":
    if not find():
        _install()
    if not find():
        sys.exit("No Chromium found, and none could be installed. Install it, then try again.")
