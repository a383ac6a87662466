"""Somebody who takes a starter course from beginning to end, in a language, by clicking."""

import pypdfium2
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.course_files import Item, bare, course_of
from tests.e2e.doing import Doer
from tests.e2e.one_language import speaks
from tests.e2e.sitting import Sitter
from tests.running_site import RunningSite

DONE = "Well done: you have completed “%(title)s”."  # a subject has no unbreakable spaces


class Walker(Sitter):
    """From the front door to the certificate."""

    # --- in ------------------------------------------------------------------------------------

    def opens_the_course_page(self) -> None:
        """From the front door, by the list of courses."""
        self.page.goto("/")
        menu = self.page.get_by_role("navigation", name=self.say("Main"))
        menu.get_by_role("link", name=self.say("Courses"), exact=True).click()
        self.page.get_by_role("link", name=self.course.facts["title"], exact=True).click()
        self.heads(self.course.facts["title"])
        self.reads(self.course.facts["certificate_title"], self.course.facts["outcomes"][-1])

    def enrols(self) -> None:
        """As somebody who has no account yet."""
        self.opens_the_course_page()
        self.follow("Enrol")
        speaks(self.page, self.course.locale)
        self.follow("Sign up")
        self._sign_up()
        self._name_themselves()
        self.mail(self.course.facts["title"])

    def _sign_up(self) -> None:
        speaks(self.page, self.course.locale)
        self.page.get_by_label(self.say("E-mail address")).fill(self.person.email)
        self.page.get_by_label(self.say("Password"), exact=True).fill(steps.PASSWORD)
        self.page.get_by_label(self.say("I am 18 years old or older")).check()
        self.page.get_by_label(self.say("I accept the terms of use")).check()
        self.press("Sign up")
        speaks(self.page, self.course.locale)
        code = steps.code_in(self.mail(""))
        self.page.get_by_label(self.say("Code")).fill(code)
        self.press("Confirm")

    def _name_themselves(self) -> None:
        self.heads(self.say("Enrol"))
        speaks(self.page, self.course.locale)
        self.page.get_by_label(self.say("Given name")).fill(self.person.given_name)
        self.page.get_by_label(self.say("Family name")).fill(self.person.family_name)
        zone = self.page.get_by_label(self.say("Your time zone"))
        zone.select_option(self.person.time_zone)
        self.press("Enrol")
        expect(self.page.get_by_role("status")).to_contain_text(
            self.say("You are enrolled. Start with the first lesson.")
        )

    # --- the lessons ---------------------------------------------------------------------------

    def takes_the_pre_test(self) -> None:
        """Half of it right; it counts for nothing, and then the lessons begin."""
        quiz = self.course.pre_test
        self.page.get_by_role("link", name=quiz.title, exact=True).click()
        self.heads(quiz.title)
        self.reads(
            self.say(
                "This counts for nothing and there is nothing to pass: it shows what you know"
                " already. You take it once."
            )
        )
        self.press("Start the quiz")
        for number, asked in enumerate(self.paper()):
            asked.answer(right=bool(number % 2))
        self.hands_in()
        half = (
            "You know %(score)s%% of this already. It counts for nothing: the course is there"
            " for the rest."
        )
        self.reads(self.say(half, score=50))
        self.follow("Back to the course")

    def learns(self, *, does_things: bool = True) -> None:
        """Every lesson in its order, from the course's home to the page of the final quiz."""
        doer = Doer(self.page, self.course, self.say)
        self.follow("Go on with “%(title)s”", title=self.course.lessons[0].title)
        for lesson in self.course.lessons:
            self._opens(lesson)
            if does_things:
                doer.do(lesson)
            self.press("Mark as done and continue")
        self.heads(self.course.final.title)
        speaks(self.page, self.course.locale)

    def _opens(self, lesson: Item) -> None:
        self.heads(lesson.title)
        text = self.page.locator("#lesson-text")
        expect(text).to_have_attribute("lang", self.course.locale)
        for name, value in lesson.blocks():
            if name == "key_message":
                expect(text).to_contain_text(str(value))
        speaks(self.page, self.course.locale)

    # --- the certificate -----------------------------------------------------------------------

    def has_the_certificate(self) -> str:
        """On the page of the result, by mail and as a PDF; where a stranger verifies it."""
        link = self.page.get_by_role("link", name=self.say("Download your certificate (PDF)"))
        steps.reload_until(self.page, link)
        speaks(self.page, self.course.locale)
        self.mail(self.say(DONE, title=self.course.facts["title"]))
        file = steps.downloaded(self.page, link).read_bytes()
        assert f"/Lang({self.course.locale})".encode() in file
        with pypdfium2.PdfDocument(file) as document:
            text = bare(document[0].get_textpage().get_text_range())
        for part in (self.person.name, *self._certificate()):
            assert bare(part) in text, part
        others = self.page.get_by_role(
            "link", name=self.say("See what others see when they verify it")
        )
        return str(others.get_attribute("href"))

    def _certificate(self) -> tuple[str, str]:
        return self.course.facts["certificate_title"], self.course.facts["certificate_note"]

    def stranger_verifies(self, page: Page, address: str) -> None:
        page.goto(address)
        expect(page.get_by_role("status")).to_contain_text(self.say("This certificate is valid."))
        for part in (self.person.name, *self._certificate()):
            expect(page.get_by_role("main")).to_contain_text(part)
        speaks(page, self.course.locale)


def newcomer(page: Page, site: RunningSite, slug: str, locale: str = "en") -> Walker:
    return Walker(page, site, course_of(slug, locale), steps.Newcomer())
