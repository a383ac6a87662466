"""Run Lighthouse, as a phone, on the site with the files of production, and print a table."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.e2e import chromium, steps
from tests.e2e.compressed import compressed
from tests.running_site import ROOT, running_site

HERE = Path(__file__).parent
LIGHTHOUSE = HERE / "node_modules/.bin/lighthouse"
REPORTS = ROOT / "var/lighthouse"
# As the browser tests start it: nothing calls home in the middle of a measurement.
FLAGS = (
    "--headless=new --no-sandbox --disable-background-networking "
    "--disable-component-update --disable-sync"
)
CARE = {"accessibility": 100, "best-practices": 100, "seo": 100}
SPEED = {"performance": 98}
COURSE = f"/en/courses/{steps.COURSE}/"


@dataclass(frozen=True)
class Wanted:
    """A page and the least that each category must reach."""

    name: str
    address: str
    least: dict[str, int]
    is_signed_in: bool = False


PAGES = (
    Wanted("home", "/en/", CARE),
    Wanted("catalogue", "/en/courses/", CARE),
    Wanted("course", COURSE, {**SPEED, **CARE}),
    Wanted("verify", "/verify/", CARE),
    Wanted("worried", "/worried/", CARE),
    Wanted("sign-in", "/accounts/login/", CARE),
    Wanted("lesson", f"/learn/{steps.COURSE}/the-market/", SPEED, is_signed_in=True),
)


def main() -> int:
    parser = argparse.ArgumentParser("make lighthouse", description=__doc__)
    parser.add_argument("only", nargs="*", metavar="PAGE", help=", ".join(p.name for p in PAGES))
    only = parser.parse_args().only
    pages = [page for page in PAGES if not only or page.name in only]
    if missing := _missing():
        say(missing)
        return 1
    REPORTS.mkdir(parents=True, exist_ok=True)
    missed = 0
    with (
        tempfile.TemporaryDirectory(prefix="lms-lighthouse-") as folder,
        running_site(Path(folder), None) as plain,
        compressed(plain) as site,
    ):
        session = _session(site.url)
        for page in pages:
            for line in lines(page, _report(page, site.url, session)):
                missed += line.startswith("  ")
                say(line)
    say(f"The reports stand in {REPORTS.relative_to(ROOT)}.")
    return int(missed > 0)


def _missing() -> str:
    """What this needs and does not find, and how to get it."""
    if not shutil.which("node"):
        return "Lighthouse needs node (18 or newer): apt-get install nodejs npm"
    if not LIGHTHOUSE.exists() and not _install():
        return "Lighthouse could not be installed: npm ci --prefix tests/lighthouse"
    if not chromium.find():
        return "No Chromium here: make browser"
    return ""


def _install() -> bool:
    """As the lock says; nothing of the packages runs while that happens."""
    if not shutil.which("npm"):
        return False
    command = ["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--prefix", str(HERE)]
    return subprocess.run(command, check=False).returncode == 0


def _session(url: str) -> str:
    """The cookie of the demo learner."""
    with httpx.Client(base_url=url) as client:
        client.get("/accounts/login/")
        token = client.cookies["csrftoken"]
        form = {"login": "learner@example.org", "password": steps.PASSWORD}
        client.post("/accounts/login/", data={**form, "csrfmiddlewaretoken": token})
        return f"sessionid={client.cookies['sessionid']}"


def _report(page: Wanted, url: str, session: str) -> dict:
    file = REPORTS / page.name
    headers = json.dumps({"Cookie": session}) if page.is_signed_in else "{}"
    subprocess.run(
        [
            *(str(LIGHTHOUSE), f"{url}{page.address}", "--quiet", "--no-enable-error-reporting"),
            *("--output=json", "--output=html", f"--output-path={file}"),
            *(f"--only-categories={','.join(page.least)}", f"--extra-headers={headers}"),
            f"--chrome-flags={FLAGS}",
        ],
        env={**os.environ, "CHROME_PATH": str(chromium.find())},
        check=True,
    )
    return json.loads(Path(f"{file}.report.json").read_text())


def lines(page: Wanted, report: dict) -> Iterator[str]:
    """A line for the page; then, indented, each category that missed, and why."""
    scores = {name: round(100 * report["categories"][name]["score"]) for name in page.least}
    yield f"{page.name:<12}" + "".join(f"{name} {score:>3}   " for name, score in scores.items())
    for name, score in scores.items():
        if score >= page.least[name]:
            continue
        yield f"  {name}: {score}, and must be {page.least[name]}"
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and (audit["score"] or 0) < 1 and audit["score"] is not None:
                yield f"    {audit['id']}: {audit['title']} {_places(audit)}"


def _places(audit: dict) -> str:
    """Where, as far as the audit says so: elements, or addresses, or a number."""
    items = (audit.get("details") or {}).get("items", [])
    found = [item.get("node", {}).get("snippet") or item.get("url", "") for item in items]
    return "; ".join(filter(None, [audit.get("displayValue", ""), *found[:5]]))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
