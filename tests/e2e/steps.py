"""What people do on the site, a step at a time, as a browser sees it.

The right answers come from the files of the starter course, not from the site under test.
"""

import base64
import hmac
import re
import struct
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from uuid import uuid4

import yaml
from playwright.sync_api import Locator, Page, expect

from tests.running_site import ROOT, RunningSite

COURSE = "child-protection-in-peacekeeping"
COURSE_TITLE = "Child protection in peacekeeping: pre-deployment training, online part"
STARTER = ROOT / "courses/starter" / COURSE
PASSWORD = "learn-safely-2026"
CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)
SAVED = "Answered and saved"
PATIENCE = 30_000  # milliseconds; a machine that does something else too


@dataclass(frozen=True)
class Newcomer:
    """Somebody the site has never seen."""

    given_name: str = "Zoë"
    family_name: str = "N’Diaye"
    time_zone: str = "Asia/Kathmandu"
    email: str = field(default_factory=lambda: f"{uuid4().hex[:12]}@example.org")

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


# --- accounts ------------------------------------------------------------------------------------


def press(page: Page, name: str) -> None:
    """A button of the page itself; its whole name, in the pseudo-language too."""
    whole = re.compile(rf"^\W*{re.escape(name)}\W*$")
    page.get_by_role("main").get_by_role("button", name=whole).click()


def code_in(email: str) -> str:
    """The code that an e-mail of ours carries on a line of its own."""
    found = CODE.search(email)
    assert found, email
    return found[0]


def sign_in(page: Page, email: str) -> None:
    """By password, on the page that is open or on the sign-in page."""
    if "/accounts/login/" not in page.url:
        page.goto("/accounts/login/")
    page.get_by_label("E-mail address or user name").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    expect(page).not_to_have_url(re.compile("/accounts/login/"))


def sign_up(page: Page, site: RunningSite, email: str) -> None:
    """From the sign-up page to wherever the visitor wanted to go."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    agree(page)
    press(page, "Sign up")
    page.get_by_label("Code").fill(code_in(site.last_email_to(email, containing="confirm")))
    press(page, "Confirm")


def agree(page: Page) -> None:
    """What the form to sign up asks besides."""
    page.get_by_label("I am 18 years old or older").check()
    page.get_by_label("I accept the terms of use").check()


def confirm(page: Page) -> None:
    """That it is you, before anything of the second step."""
    page.goto("/accounts/reauthenticate/")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Confirm")
    expect(page).not_to_have_url(re.compile("/reauthenticate/"))


def set_up_app(page: Page) -> str:
    """Codes from an app, to the list of recovery codes; the secret of the app."""
    page.goto("/accounts/2fa/totp/activate/")
    secret = str(page.locator(".secret-key").text_content())
    page.get_by_label("Code that the app shows").fill(app_code(secret))
    press(page, "Switch on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    return secret


def app_code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def enrol(page: Page, person: Newcomer) -> None:
    """Fill in the form that is open."""
    page.get_by_label("Given name").fill(person.given_name)
    page.get_by_label("Family name").fill(person.family_name)
    page.get_by_label("Your time zone").select_option(person.time_zone)
    press(page, "Enrol")
    expect(page.get_by_text("You are enrolled.")).to_be_visible()


def arrive(page: Page, site: RunningSite, person: Newcomer) -> None:
    """A new account, enrolled in the course."""
    page.goto(f"/accounts/signup/?next=/learn/{COURSE}/enrol/")
    sign_up(page, site, person.email)
    enrol(page, person)


# --- learning ------------------------------------------------------------------------------------


@cache
def items(language: str = "en") -> list[dict]:
    """The lessons and quizzes of the course in its order, as the files have them."""
    folder = STARTER if language == "en" else STARTER / "translations" / language
    files = sorted(folder.glob("modules/*/*.yaml"))
    return [yaml.safe_load(file.read_text()) for file in files if file.name != "module.yaml"]


def lessons() -> list[dict]:
    return [item for item in items() if item["kind"] == "lesson"]


def final_quiz() -> dict:
    (quiz,) = (item for item in items() if item["kind"] == "quiz" and item["required"])
    return quiz


def counts() -> list[int]:
    """How many questions each row of its blueprint gives; one that is not drawn is one."""
    return [row["draw"]["count"] if "draw" in row else 1 for row in final_quiz()["blueprint"]]


def lesson_titles() -> list[str]:
    return [lesson["title"] for lesson in lessons()]


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def learn_everything(page: Page) -> list[str]:
    """Tick lesson after lesson until the quiz opens; the titles met on the way."""
    met = []
    while not page.url.endswith("/quiz/"):
        met.append(heading(page))
        press(page, "Mark as done and continue")
        expect(page.get_by_role("heading", level=1)).not_to_have_text(met[-1])
    return met


# --- the quiz ------------------------------------------------------------------------------------


def bare(text: str) -> str:
    """Without tags and white space: how a prompt of the files is found on a page."""
    return re.sub(r"<[^>]+>|\s", "", text)


@cache
def bank() -> dict[str, dict]:
    """The questions of the final quiz by their prompt."""
    questions = yaml.safe_load((STARTER / "banks" / f"{COURSE}.yaml").read_text())["questions"]
    return {bare(question["prompt"]): question for question in questions}


def choices(prompt: str, *, right: bool) -> list[str]:
    return [c["text"] for c in bank()[prompt]["choices"] if c["correct"] == right]


@dataclass(frozen=True)
class Asked:
    """A question on the page of an attempt, and what the files say about it."""

    place: Locator
    prompt: str

    @property
    def is_critical(self) -> bool:
        return bank()[self.prompt]["critical"]

    @property
    def objective(self) -> str:
        return bank()[self.prompt]["objective"]

    @property
    def choices(self) -> list[str]:
        return self.place.locator("label").all_inner_texts()

    @property
    def chosen(self) -> list[str]:
        return self.place.locator("label:has(:checked)").all_inner_texts()

    def answer(self, *, right: bool) -> None:
        """Every right choice, or every choice that is not."""
        wanted = choices(self.prompt, right=right)
        if self.place.get_by_role("radio").count():
            self.place.get_by_label(wanted[0], exact=True).check()
            return
        for text in self.choices:
            self.place.get_by_label(text, exact=True).set_checked(text in wanted)

    def is_saved(self) -> None:
        expect(self.place.get_by_role("status")).to_have_text(SAVED)


def open_quiz(page: Page) -> None:
    page.goto(f"/learn/{COURSE}/final-quiz/")


def questions(page: Page) -> list[Asked]:
    """The paper that is open, in its order."""
    expect(page.get_by_role("button", name="Check and hand in")).to_be_visible()
    places = page.get_by_role("main").get_by_role("group").all()
    return [Asked(place, bare(place.locator(".prompt").inner_text())) for place in places]


def answer_all(page: Page, *, right: bool) -> None:
    for question in questions(page):
        question.answer(right=right)


def hand_in(page: Page) -> None:
    press(page, "Check and hand in")
    press(page, "Hand in now")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your result")


# --- Wagtail -------------------------------------------------------------------------------------


def explore(page: Page, *titles: str) -> None:
    """Down the page tree, to the list of pages below the last."""
    page.goto("/admin/pages/")
    for title in titles:
        page.get_by_role("link", name=f"Explore child pages of '{title}'", exact=True).click()


def open_release(page: Page) -> None:
    explore(page, "Courses")
    page.get_by_role("link", name=COURSE_TITLE, exact=True).click()
    page.get_by_role("tab", name="Release").click()
    page.get_by_role("link", name="Check and release this course").click()
    expect(page.get_by_text("What is different")).to_be_visible()


# --- waiting -------------------------------------------------------------------------------------


def reload_until(page: Page, place: Locator, within: float = 30) -> None:
    """For what the task worker does: open the page again until it shows."""
    deadline = time.monotonic() + within
    while not place.count():
        assert time.monotonic() < deadline, f"{page.url} did not show {place} in {within} s."
        page.wait_for_timeout(300)
        page.reload()


def downloaded(page: Page, link: Locator) -> Path:
    with page.expect_download() as download:
        link.click()
    return download.value.path()
