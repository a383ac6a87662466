"""The rows of the site: visitors, learners, files, and all that has a file beside this one."""

from collections.abc import Iterator

from wagtail.models import Page

from courses.feedback.models import STATEMENTS
from courses.models import ManualPage
from tests.factories.courses import SmallCourse
from tests.factories.quiz import response_to

from .accounts import account_rows
from .organisations import organisation_rows
from .payments import payment_rows
from .privacy import privacy_rows
from .proof import proof_rows
from .reports import report_rows
from .rosters import roster_rows
from .row import (
    DENIED,
    LOGIN,
    NONE,
    NOT_ALLOWED,
    OK,
    PEOPLE,
    Answers,
    Row,
    everybody,
    get,
    only,
    post,
    signed_in,
    to,
)
from .world import NAME, World

DATABASE = "test.sqlite3"  # lies beside the media, as in lms/settings/test.py
# Pages that take no form.
READ_ONLY = {
    "assessment:attempt",
    "assessment:check",
    "assessment:quiz",
    "assessment:result",
    "certificates:achievement",
    "certificates:achievement_json",
    "certificates:badge",
    "certificates:badge_png",
    "certificates:badge_svg",
    "certificates:credential",
    "certificates:did",
    "certificates:did_in_folder",
    "certificates:find",
    "certificates:mine",
    "certificates:of_unit",
    "certificates:list_template",
    "certificates:pdf",
    "certificates:profile",
    "certificates:profile_json",
    "certificates:status_list",
    "certificates:verified_pdf",
    "home:healthz",
    "home:my_learning",
    "home:offline",
    "home:service_worker",
    "home:styleguide",
    "home:worried",
    "learning:course_home",
    "learning:first_lesson",
    "learning:item",
    "joining:mine",
    "learning:module",
    "learning:template",
    "learning:template_text",
    "manuals:contents",
    "manuals:part",
    "manuals:pdf",
    "payments:billing",
    "payments:cancelled",
    "payments:order",
    "payments:orders",
    "payments:papers",
    "payments:receipt",
    "payments:seats",
    "organisations:funder",
    "organisations:home",
    "organisations:index",
    "organisations:job",
    "organisations:job_file",
    "organisations:people",
    "organisations:person",
    "organisations:records",
    "reports:marked",
    "reports:marking",
    "reports:offering",
    "reports:offerings",
}


def site_rows(world: World) -> Iterator[Row]:
    pages = [
        *_home(),
        *_learning(world),
        *_manuals(world),
        *_feedback(world),
        *_quizzes(world),
        *report_rows(world),
        *proof_rows(world),
        *payment_rows(world.money),
        *organisation_rows(world),
        *roster_rows(world),
    ]
    yield from pages
    for row in pages:
        if row.name in READ_ONLY and row.method == "get":
            refused = {p: a if a == LOGIN else NOT_ALLOWED for p, a in row.answers.items()}
            yield post(row.name, refused, *row.args)
    yield from _wagtail_pages(world)
    yield from _files(world)
    yield from _accounts()
    yield from account_rows()
    yield from privacy_rows(world)


def _home() -> Iterator[Row]:
    yield get("home:healthz", everybody())
    yield get("home:worried", everybody())
    yield get("home:offline", everybody())
    yield get("home:choose_language", everybody(NOT_ALLOWED))
    yield post(
        "home:choose_language", everybody("/"), data={"language": "fr"}, changed_by=PEOPLE[1:]
    )
    yield get("home:service_worker", everybody())
    yield get("home:styleguide", everybody())
    yield get("home:my_learning", signed_in())


def _learning(world: World) -> Iterator[Row]:
    course, (lesson, second) = world.course.slug, [page.slug for page in world.course.lessons]
    quiz, home = world.course.quiz.slug, to("learning:course_home", course)
    form, rules = to("learning:enrol", course), to("assessment:quiz", course, quiz)
    here, onwards = to("learning:item", course, lesson), to("learning:item", course, second)
    in_it = ("learner", "other")
    not_yet = tuple(person for person in PEOPLE if person not in (*in_it, "nobody"))
    yield get("learning:course_home", signed_in(form, learner=OK, other=OK), course)
    yield get("learning:first_lesson", everybody(learner=home, other=home), course)
    yield get("learning:enrol", signed_in(OK, learner=home, other=home), course)
    yield post("learning:enrol", signed_in(home), course, data=NAME, changed_by=not_yet)
    yield get("learning:item", only(*in_it), course, lesson)
    yield get("learning:item", only(*in_it, answer=rules), course, quiz)
    yield get("learning:module", only(*in_it), course, world.course.module.slug)
    yield get("learning:template", only(*in_it), course, second)
    yield get("learning:template_text", only(*in_it), course, second)
    done = only(*in_it, answer=onwards)
    yield get("learning:mark_done", signed_in(here), course, lesson)
    yield post("learning:mark_done", done, course, lesson, changed_by=in_it)
    same = {"locale": "en"}  # the course has no other; it is kept for letters and cards
    yield get("learning:change_language", signed_in(home), course)
    yield post(
        "learning:change_language", only(*in_it, answer=home), course, data=same, changed_by=in_it
    )
    yield from _closed(world.finished)
    yield from _unreleased(world.draft)


def _manuals(world: World) -> Iterator[Row]:
    readers = only("learner", "facilitator", "author", "reviewer")
    yield get("manuals:contents", readers, world.course.slug)
    yield get("manuals:part", readers, world.course.slug, "cases")
    yield get("manuals:pdf", readers, world.course.slug)
    yield get("manuals:contents", only(), world.training.slug)


def _closed(course: SmallCourse) -> Iterator[Row]:
    """There for who is in it, and nobody else may enrol."""
    home, lesson = to("learning:course_home", course.slug), course.lessons[0].slug
    yield get("learning:course_home", only("learner"), course.slug)
    yield get("learning:item", only("learner"), course.slug, lesson)
    yield get("learning:module", only("learner"), course.slug, course.module.slug)
    yield post("learning:enrol", only("learner", answer=home), course.slug, data=NAME)


def _unreleased(course: SmallCourse) -> Iterator[Row]:
    yield get("learning:course_home", only(), course.slug)
    yield get("learning:first_lesson", everybody(NONE), course.slug)
    yield post("learning:enrol", only(), course.slug, data=NAME)
    yield post("learning:mark_done", only(), course.slug, course.lessons[0].slug)


def _feedback(world: World) -> Iterator[Row]:
    course, lesson = world.course.slug, world.course.lessons[0].slug
    wrong, us = {"reason": "wrong", "note": "Which year?"}, ("learner", "other")
    told = only(*us, answer=to("learning:item", course, lesson))
    yield get("feedback:flag", only(*us), course, lesson)
    yield post("feedback:flag", told, course, lesson, data=wrong, changed_by=us)
    finished, home = world.finished.slug, to("learning:course_home", world.finished.slug)
    answers, us = dict.fromkeys(STATEMENTS, 5), ("learner",)
    yield get("feedback:evaluate", only(), course)
    yield get("feedback:evaluate", only(*us), finished)
    given = only(*us, answer=home)
    yield post("feedback:evaluate", given, finished, data=answers, changed_by=us)


def _quizzes(world: World) -> Iterator[Row]:
    quiz, running = (world.course.slug, world.course.quiz.slug), world.running.uuid
    rules, paper = to("assessment:quiz", *quiz), to("assessment:attempt", running)
    check, result = to("assessment:check", running), to("assessment:result", running)
    slots, us = world.running.paper["slots"], ("learner",)
    answers = {f"answer-{slot['slot']}": response_to(slot, right=True) for slot in slots}
    back, handed_in = only(*us, answer=paper), only(*us, answer=result)
    yield get("assessment:quiz", only("learner", "other"), *quiz)
    yield get("assessment:start", signed_in(rules), *quiz)
    yield post("assessment:start", back | {"other": rules}, *quiz)
    yield get("assessment:ask", signed_in(rules), *quiz)
    asks = only("learner", "other", answer=rules)
    yield post("assessment:ask", asks, *quiz, changed_by=("other",))
    yield get("assessment:attempt", only(*us), running)
    yield get("assessment:save", signed_in(paper), running)
    yield post("assessment:save", back, running, data=answers, changed_by=us)
    yield get("assessment:check", only(*us), running)
    yield get("assessment:submit", signed_in(check), running)
    yield post("assessment:submit", handed_in, running, changed_by=us)
    yield get("assessment:result", back, running)
    yield get("assessment:result", only("other"), world.failed.uuid)


def _wagtail_pages(world: World) -> Iterator[Row]:
    course, draft = world.course, world.draft
    yield get("wagtail_serve", everybody(), "")
    yield get("wagtail_serve", everybody(), "courses/")
    yield _page(course.page, everybody())
    for part in (course.module, course.lessons[0], course.quiz):
        yield _page(part, everybody(course.page.url))
    for page in ManualPage.objects.get().get_descendants(inclusive=True):
        yield _page(page, everybody(NONE))
    for part in (draft.page, draft.module, draft.lessons[0], draft.quiz):
        yield _page(part, everybody(NONE))
    yield get("wagtailcore_authenticate_with_password", everybody(NONE), 1, 1)
    yield get("wagtailcore_login", everybody(DENIED, nobody=LOGIN))


def _page(page: Page, answers: Answers) -> Row:
    return get("wagtail_serve", answers, page.url_path.removeprefix("/home/"))


def _files(world: World) -> Iterator[Row]:
    document = world.document
    yield get("wagtaildocs_serve", everybody(), document.pk, document.filename)
    yield get("wagtaildocs_authenticate_with_password", everybody(NONE), 1)
    yield get(world.rendition.url, everybody())
    yield get(world.rendition.image.file.url, everybody())
    for file in (world.film.file, world.film.captions):
        yield get(file.url, everybody())
        yield post(file.url, everybody(NOT_ALLOWED))
    for there in (
        "media/none.mp4",
        "captions/none.vtt",
        "media/gate.html",
        "media_thumbnails/a.png",
    ):
        yield get(f"/media/{there}", everybody(NONE))
    for there in (document.file.name, f"../{DATABASE}"):
        yield get(f"/media/{there}", everybody(NONE))
        yield get(f"/media/images/../{there}", everybody(NONE))
        yield get(f"/media/media/../{there}", everybody(NONE))
    yield get(f"/documents/{10**18}/handout.pdf", everybody(NONE))


def _accounts() -> Iterator[Row]:
    for_visitors = everybody(to("home:my_learning"), nobody=OK)
    ask_again, password = to("account_reset_password"), to("account_change_password")
    yield get("account_login", for_visitors)
    yield get("account_signup", for_visitors)
    yield get("account_request_login_code", for_visitors)
    yield get("account_confirm_login_code", for_visitors | {"nobody": LOGIN})
    yield get("account_logout", everybody(OK, nobody="/"))
    yield get("account_reauthenticate", signed_in())
    yield get("account_email", signed_in())
    yield get("account_email_verification_sent", signed_in(to("account_email")))
    yield get("account_change_password", signed_in())
    yield get("account_set_password", signed_in(password))
    yield get("account_reset_password", everybody())
    yield get("account_confirm_password_reset_code", everybody(LOGIN, nobody=ask_again))
    yield get("account_complete_password_reset", everybody(ask_again))
    yield get("account_password_reset_completed", everybody())
    yield get("account_inactive", everybody())
