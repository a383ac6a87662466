"""Somebody at a page in a language: what they press, follow and read there."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.course_files import Course
from tests.e2e.one_language import ENGLISH, speaks
from tests.running_site import RunningSite

ALIKE = ("Code",)  # in French too


@dataclass(frozen=True)
class Reader:
    """Every word that is clicked or read comes from the catalogue of the course's language."""

    page: Page
    site: RunningSite
    course: Course
    person: steps.Newcomer

    def say(self, english: str, **values: object) -> str:
        """A string of the interface, which must be translated."""
        with translation.override(self.course.locale):
            said = gettext(english)
        assert said != english or self.course.locale == "en" or english in ALIKE, english
        return said % values if values else said

    def count(self, one: str, many: str, number: int) -> str:
        with translation.override(self.course.locale):
            return ngettext(one, many, number) % {"number": number}

    def press(self, english: str) -> None:
        steps.press(self.page, self.say(english))

    def follow(self, english: str, **values: object) -> None:
        main = self.page.get_by_role("main")
        main.get_by_role("link", name=self.say(english, **values)).first.click()

    def reads(self, *texts: str) -> None:
        """These stand on the page, in the page's own language throughout."""
        main = self.page.get_by_role("main")
        for text in texts:
            expect(main).to_contain_text(text)
        speaks(self.page, self.course.locale)

    def heads(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def mail(self, containing: str) -> str:
        """The newest with this text, in the learner's language."""
        found = self.site.last_email_to(self.person.email, containing=containing)
        if self.course.locale != "en":
            said = re.sub(r"https?://\S+", "", found)
            left = [line for line in said.splitlines() if ENGLISH.search(line)]
            assert not left, left
        return found


def make(site: RunningSite, call: str) -> dict[str, Any]:
    """What a call of tests/e2e/walkers.py prints in the running site."""
    code = f"from tests.e2e import walkers; walkers.{call}"
    return json.loads(site.manage("shell", "--no-imports", "-c", code).splitlines()[-1])


def sign_in(site: RunningSite, page: Page, session: str) -> Page:
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    return page
