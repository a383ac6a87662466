"""Somebody who sits the quizzes of a starter course: passes, fails, waits, asks."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.e2e.course_files import Block, bare
from tests.e2e.one_language import speaks
from tests.e2e.reading import Reader, make


@dataclass(frozen=True)
class Asked:
    """A question on the page of an attempt, and what the files say about it."""

    place: Locator
    body: Block

    def answer(self, *, right: bool) -> None:
        """Every right choice, or every choice that is not."""
        wanted = [c["text"] for c in self.body["choices"] if c["correct"] == right]
        if self.body["type"] != "multiple_choice":
            wanted = wanted[:1]
        for text in wanted:
            self.place.get_by_label(text, exact=True).check()


class Sitter(Reader):
    """At the page of a quiz, and from there on."""

    def paper(self) -> list["Asked"]:
        """The questions that are open, in the order they were drawn in."""
        main = self.page.get_by_role("main")
        hand_in = main.get_by_role("button", name=self.say("Check and hand in"))
        expect(hand_in).to_be_visible()
        speaks(self.page, self.course.locale)
        questions = self.course.questions
        asked = [
            Asked(place, questions[bare(place.locator(".prompt").inner_text())])
            for place in main.locator("fieldset.question").all()
        ]
        assert len({one.body["key"] for one in asked}) == len(asked) > 0
        return asked

    def hands_in(self) -> None:
        self.press("Check and hand in")
        expect(self.page).to_have_url(re.compile("/check/$"))
        speaks(self.page, self.course.locale)
        self.press("Hand in now")
        self.heads(self.say("Your result"))
        speaks(self.page, self.course.locale)

    def sits(self, *, button: str = "Start the quiz") -> list:
        """An attempt without a mistake."""
        self.press(button)
        paper = self.paper()
        for asked in paper:
            asked.answer(right=True)
        self.hands_in()
        return paper

    def is_told(self, score: int, mark: int) -> None:
        text = self.say("Your score is %(score)s%%. You need %(mark)s%%.", score=score, mark=mark)
        self.reads(text)

    # --- failing -----------------------------------------------------------------------------

    def fails_on_one_critical_question(self, mark: int, button: str = "Start the quiz") -> None:
        """Far above the pass mark, and failed all the same; no answer is given away."""
        self.press(button)
        paper = self.paper()
        missed = next(asked for asked in paper if asked.body["critical"])
        for asked in paper:
            asked.answer(right=asked is not missed)
        self.hands_in()
        self.is_told(100 * (len(paper) - 1) // len(paper), mark)
        self.reads(
            self.say("Not passed yet"),
            self.say(
                "At least one critical question was not fully right. These questions are about what"
                " protects a child directly, so each of them must be right, whatever the score."
            ),
        )
        self._sees_what_to_read_again({missed.body["objective"]})

    def fails_everything(self, mark: int, button: str = "Start a new attempt") -> None:
        self.press(button)
        paper = self.paper()
        for asked in paper:
            asked.answer(right=False)
        self.hands_in()
        self.is_told(0, mark)
        self._sees_what_to_read_again({asked.body["objective"] for asked in paper})

    def _sees_what_to_read_again(self, objectives: set[str]) -> None:
        """The objectives in words, and none of the answers."""
        self.reads(self.say("Look at these again"))
        codes = self.page.locator("main .code").all_inner_texts()
        assert set(codes) == objectives
        texts = {one["code"]: one["text"] for one in self.course.facts["objectives"]}
        self.reads(*(texts[code] for code in codes))
        expect(self.page.get_by_role("heading", name=self.say("Your answers"))).to_have_count(0)

    def is_told_attempts_left(self, number: int) -> None:
        one, many = "You have %(number)s attempt left.", "You have %(number)s attempts left."
        self.reads(self.count(one, many, number))

    def goes_to_a_new_attempt(self) -> None:
        self.follow("Go to a new attempt")
        self.heads(self.course.final.title)

    def is_told_to_wait(self) -> None:
        """After an attempt, and on the page of the quiz, which cannot be begun before."""
        self._reads_until_when()
        self.reads(self.say("Use the time to read again what was difficult."))
        self.follow("Back to the quiz page")
        self.cannot_begin_yet()

    def cannot_begin_yet(self) -> None:
        self._reads_until_when()
        self._has_no_way_to_begin()

    def _has_no_way_to_begin(self) -> None:
        for button in ("Start the quiz", "Start a new attempt"):
            expect(self.page.get_by_role("button", name=self.say(button))).to_have_count(0)

    def _reads_until_when(self) -> None:
        """In their own time."""
        text = self.say("The next attempt is possible from %(when)s (time zone: %(zone)s).")
        before, _when = text.split("%(when)s")
        self.reads(before.strip(), self.person.time_zone)

    def comes_back_a_day_later(self) -> None:
        """By the clock; no rule is changed."""
        assert make(self.site, f"a_day_later({self.person.email!r})")["moved"]
        self.page.reload()

    def asks_for_another_attempt(self) -> None:
        self.reads(
            self.say(
                "You have used all your attempts. That happens. Talk to your facilitator about what"
                " was difficult: they can give you another attempt."
            )
        )
        self.press("Ask for another attempt")
        self.reads(self.say("Your facilitator sees that you asked for another attempt."))
        self._has_no_way_to_begin()
