"""What people do, as requests; each with the aim for its processor time in milliseconds.

The aims stand in the project's performance notes; they are the same for any number of learners.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from .client import Browser

CHOICE = re.compile(rb'name="answer-(\d+)"\s+value="([^"]+)"')
QUESTIONS = 20
SPARED_LESSONS = 4  # so that no newcomer completes the course, which would cost more

Site = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """``run`` does it once as visitor ``number``; ``times`` is how often it can be done at all."""

    name: str
    aim: float | None
    run: Callable[[Browser, Site, int], None]
    times: Callable[[Site], int | None] = lambda site: None
    attempts: int = 0  # handed in before; such an operation is measured only where it is asked for


def pick(people: list[dict[str, Any]], number: int) -> dict[str, Any]:
    return people[number % len(people)]


def sign_in_as(kind: str, browser: Browser, site: Site, number: int) -> dict[str, Any]:
    person = pick(site[kind], number)
    browser.visit(number, person["session"])
    return person


def bare(browser: Browser, site: Site, number: int) -> None:
    browser.get("/")


def anonymous(address: str) -> Callable[[Browser, Site, int], None]:
    def run(browser: Browser, site: Site, number: int) -> None:
        browser.visit(number)
        del browser.cookies["csrftoken"]
        browser.get(address.format(**site))

    return run


def as_reader(address: str) -> Callable[[Browser, Site, int], None]:
    def run(browser: Browser, site: Site, number: int) -> None:
        sign_in_as("readers", browser, site, number)
        browser.get(address.format(**site))

    return run


def lesson(browser: Browser, site: Site, number: int) -> None:
    sign_in_as("readers", browser, site, number)
    browser.get(f"/learn/{site['course']}/{pick(site['lessons'], number)}/")


def lesson_done(browser: Browser, site: Site, number: int) -> None:
    sign_in_as("newcomers", browser, site, number)
    slug = site["lessons"][number // len(site["newcomers"])]
    browser.get(browser.post(f"/learn/{site['course']}/{slug}/done/").location)


def lessons_to_do(site: Site) -> int:
    return len(site["newcomers"]) * (len(site["lessons"]) - SPARED_LESSONS)


def begin(browser: Browser, site: Site, number: int, quiz: str) -> str:
    """The address of a new attempt."""
    sign_in_as("newcomers", browser, site, number)
    rules = f"/learn/{site['course']}/{quiz}/quiz/"
    browser.get(rules)
    return browser.post(f"{rules}start/").location


def right_answers(browser: Browser, site: Site, address: str) -> dict[str, str]:
    """The right answer to each question on a page of an attempt."""
    shown, right = CHOICE.findall(browser.get(address).body), set(site["right"])
    choices = [(slot.decode(), choice.decode()) for slot, choice in shown]
    return {slot: choice for slot, choice in choices if choice in right}


def begin_quiz(browser: Browser, site: Site, number: int) -> tuple[str, dict[str, str]]:
    """The address of the attempt, and the right answer to each question."""
    attempt = begin(browser, site, number, site["quiz"])
    return attempt, right_answers(browser, site, attempt)


def end_quiz(browser: Browser, attempt: str, fields: dict[str, str]) -> None:
    browser.get(browser.post(f"{attempt}save/", {**fields, "check": "1"}).location)
    browser.get(browser.post(f"{attempt}submit/").location)


def quiz_on_one_page(browser: Browser, site: Site, number: int) -> None:
    attempt, answers = begin_quiz(browser, site, number)
    end_quiz(browser, attempt, {f"answer-{slot}": choice for slot, choice in answers.items()})


def quiz_autosaved(browser: Browser, site: Site, number: int) -> None:
    """By other newcomers than those above: from the end of the list."""
    attempt, answers = begin_quiz(browser, site, -1 - number)
    client = str(uuid.uuid4())
    for slot, choice in answers.items():
        save_answer(browser, attempt, int(slot), choice, client, 1)
    fields = {f"answer-{slot}": choice for slot, choice in answers.items()}
    end_quiz(browser, attempt, {**fields, **{f"sequence-{slot}": "1" for slot in answers}})


def quiz_one_a_page(browser: Browser, site: Site, number: int) -> None:
    """Each step saves a question and leads to the next, as without a script."""
    attempt = begin(browser, site, number, "steps")
    address = attempt
    for step in range(1, QUESTIONS + 1):
        [(slot, choice)] = right_answers(browser, site, address).items()
        fields = {f"answer-{slot}": choice, f"sequence-{slot}": "0"}
        if step < QUESTIONS:
            address = browser.post(f"{attempt}save/", {**fields, "go": str(step + 1)}).location
    end_quiz(browser, attempt, fields)


def half_of_the_newcomers(site: Site) -> int:
    return len(site["newcomers"]) // 2


def newcomers(site: Site) -> int:
    return len(site["newcomers"])


def save_answer(
    browser: Browser, attempt: str, slot: int, choice: str, client: str, sequence: int
) -> None:
    data = {"slot": slot, "answer": [["", choice]], "client": client, "sequence": sequence}
    browser.post_json(f"{attempt}save/", data)


def one_answer(browser: Browser, site: Site, number: int) -> None:
    taker = sign_in_as("takers", browser, site, number)
    turn = number // len(site["takers"])  # through all slots, then over again with another choice
    order = pick(taker["orders"], turn)
    slot = turn % len(taker["orders"]) + 1
    attempt = f"/attempts/{taker['attempt']}/"
    save_answer(browser, attempt, slot, pick(order, turn), str(uuid.UUID(int=1)), turn + 1)


def certificate(browser: Browser, site: Site, number: int) -> None:
    graduate = sign_in_as("graduates", browser, site, number)
    browser.get(f"/certificates/{graduate['uuid']}/certificate.pdf")


def verify(browser: Browser, site: Site, number: int) -> None:
    browser.visit(number)
    browser.get(f"/verify/{pick(site['graduates'], number)['code']}/")


def sign_in(browser: Browser, site: Site, number: int) -> None:
    browser.visit(number)
    browser.get("/accounts/login/")
    fields = {"login": pick(site["emails"], number), "password": site["password"]}
    browser.get(browser.post("/accounts/login/", fields).location)


def facilitator(browser: Browser, site: Site, number: int) -> None:
    browser.visit(number, site["facilitator"])
    browser.get(f"/facilitate/{site['offering']}/")


def of_manager(page: str) -> Callable[[Browser, Site, int], None]:
    def run(browser: Browser, site: Site, number: int) -> None:
        browser.visit(number, site["manager"])
        browser.get(f"/organisations/{site['organisation']}/{page}")

    return run


def item_analysis(browser: Browser, site: Site, number: int) -> None:
    browser.visit(number, site["author"])
    browser.get(f"/admin/readers/quizzes/{site['quiz_item']}/")


FLOOR = Operation("a bare Django view", None, bare)
OPERATIONS = [
    Operation("catalogue, anonymous", 1.5, anonymous("/en/courses/")),
    Operation("course page, anonymous", 1.5, anonymous("/en/courses/{course}/")),
    Operation("course home of a learner", 4, as_reader("/learn/{course}/")),
    Operation("lesson", 3.5, lesson),
    Operation("lesson done, next shown", 7, lesson_done, lessons_to_do),
    Operation("quiz of 20 on one page", 40, quiz_on_one_page, half_of_the_newcomers),
    Operation("one answer saved", None, one_answer),
    Operation("quiz of 20, each autosaved", 80, quiz_autosaved, half_of_the_newcomers),
    Operation("quiz of 20, one a page", 180, quiz_one_a_page, newcomers),
    Operation("certificate PDF", 15, certificate),
    Operation("verify a certificate", 1.5, verify),
    Operation("sign-in without the hash", 10, sign_in),
    Operation("facilitator, page of 25", 12, facilitator),
    Operation("manager's home", 300, of_manager("")),
    Operation("manager, courses of people", 300, of_manager("courses/")),
    Operation("my learning", None, as_reader("/my-learning/")),
    Operation("analysis of 100,000 attempts", 2000, item_analysis, attempts=100_000),
]


def numbers(start: int, stop: int | None) -> Iterator[int]:
    return iter(range(start, stop)) if stop is not None else count(start)
