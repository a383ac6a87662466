"""Every page there is: the tests walk this list, and `make screenshots` takes its pictures.

A page of the site is named as its address, then what is particular about it.
"""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.e2e import quizzes, steps
from tests.e2e.world import NOBODY, Shown

Show = Callable[..., Page]
COURSE = f"/learn/{steps.COURSE}/"
QUIZZES = f"/learn/{quizzes.SLUG}/"

PAGES = {
    "home": Shown(NOBODY, "/{language}/"),
    "catalogue": Shown(NOBODY, "/{language}/courses/"),
    "catalogue without result": Shown(NOBODY, "/{language}/courses/?q=zzzzz"),
    "course": Shown(NOBODY, "/{language}/courses/" + steps.COURSE + "/"),
    "course, for who learns it": Shown("learner", "/{language}/courses/" + steps.COURSE + "/"),
    "no such page": Shown(NOBODY, "/no-such-page/", 404),
    "home:worried": Shown(NOBODY, "/worried/"),
    "home:offline": Shown(NOBODY, "/offline/"),
    "home:styleguide": Shown(NOBODY, "/styleguide/"),
    "privacy notice": Shown(NOBODY, "/{language}/privacy/"),
    "terms": Shown(NOBODY, "/{language}/terms/"),
    "home:my_data": Shown("graduate", "/my-data/"),
    "home:my_data, to be erased": Shown("erased", "/my-data/"),
    "home:my_learning": Shown("learner", "/my-learning/"),
    "home:my_learning, done": Shown("graduate", "/my-learning/"),
    "home:my_learning, empty": Shown("author", "/my-learning/"),
    "learning:first_lesson": Shown(NOBODY, COURSE + "first-lesson/"),
    "learning:enrol": Shown("author", COURSE + "enrol/"),
    "learning:course_home": Shown("learner", COURSE),
    "learning:course_home, done": Shown("graduate", COURSE),
    "learning:course_home, to take again": Shown("expired", COURSE),
    "learning:item": Shown("learner", COURSE + "why-special-protection/"),
    "learning:item, a scenario": Shown("learner", COURSE + "the-market/"),
    "learning:item, done": Shown("graduate", COURSE + "first-day-and-you/"),
    "feedback:flag": Shown("learner", COURSE + "why-special-protection/flag/"),
    "feedback:evaluate": Shown("graduate", COURSE + "evaluation/"),
    "assessment:quiz": Shown("learner", COURSE + "final-quiz/quiz/"),
    "assessment:quiz, waiting": Shown("waiting", COURSE + "final-quiz/quiz/"),
    "assessment:attempt": Shown("learner", "{attempt}"),
    "assessment:check": Shown("learner", "{attempt}check/"),
    "assessment:result": Shown("learner", "{failed}"),
    "assessment:result, passed": Shown("graduate", "{passed}"),
    "assessment:quiz, closed": Shown("sitter", QUIZZES + "closed/quiz/"),
    "assessment:quiz, all attempts used": Shown("sitter", QUIZZES + "used-up/quiz/"),
    "assessment:quiz, being marked": Shown("sitter", QUIZZES + "written/quiz/"),
    "assessment:quiz, against the clock": Shown("halfway", QUIZZES + "timed/quiz/"),
    "assessment:attempt, every type": Shown("sitter", "{untouched}"),
    "assessment:attempt, half answered": Shown("halfway", "{half}"),
    "assessment:attempt, against the clock": Shown("sitter", "{timed}"),
    "assessment:check, half answered": Shown("halfway", "{half}check/"),
    "assessment:attempt, one by one": Shown("sitter", "{one_by_one}?q=2"),
    "assessment:attempt, checked": Shown("sitter", "{checked}"),
    "assessment:result, all right": Shown("sitter", "{all_right}result/"),
    "assessment:result, all wrong": Shown("halfway", "{all_wrong}result/"),
    "assessment:result, all attempts used": Shown("sitter", "{used_up}result/"),
    "assessment:result, being marked": Shown("sitter", "{written}result/"),
    "assessment:result, of what was known before": Shown("sitter", "{before}result/"),
    "reports:offerings": Shown("facilitator", "/facilitate/"),
    "reports:offering": Shown("facilitator", "{offering}"),
    "reports:grant": Shown("facilitator", "{grant}"),
    "reports:marking": Shown("facilitator", "{quizzes_offering}marking/"),
    "reports:marking, nothing to mark": Shown("facilitator", "{offering}marking/"),
    "reports:mark_one": Shown("facilitator", "{mark_one}"),
    "reports:marked": Shown("facilitator", "{quizzes_offering}marking/done/"),
    "reports:accommodations": Shown("facilitator", "{quizzes_offering}accommodations/"),
    "reports:accommodations, none": Shown("facilitator", "{offering}accommodations/"),
    "reports:accommodate": Shown("facilitator", "{quizzes_offering}accommodations/new/"),
    "reports:dates": Shown("facilitator", "{quizzes_offering}dates/"),
    "reports:gain": Shown("facilitator", "{quizzes_offering}gain/"),
    "reports:gain, without a quiz before": Shown("facilitator", "{offering}gain/"),
    "certificates:find": Shown(NOBODY, "/verify/"),
    "certificates:find, nothing typed": Shown(NOBODY, "/verify/?code="),
    "certificates:verify": Shown(NOBODY, "{verify}"),
    "certificates:verify, expired": Shown(NOBODY, "{verify_expired}"),
    "certificates:verify, revoked": Shown(NOBODY, "{verify_revoked}"),
    "certificates:verify, replaced": Shown(NOBODY, "{verify_replaced}"),
    "certificates:verify, protected": Shown(NOBODY, "{verify_protected}"),
    "certificates:verify, with an earlier one": Shown(NOBODY, "{verify_again}"),
    "certificates:mine": Shown("longname", "{mine_longname}"),
    "certificates:mine, expiring soon": Shown("expiring", "{mine_expiring}"),
    "certificates:mine, correction waiting": Shown("correcting", "{mine_correcting}"),
    "certificates:mine, protected": Shown("protected", "{mine_protected}"),
    "certificates:correct": Shown("longname", "{correct}"),
    "home:my_learning, expiring soon": Shown("expiring", "/my-learning/"),
    "certificates:offline": Shown(NOBODY, "/verify/offline/"),
    "certificates:check_file": Shown(NOBODY, "/verify/file/"),
    "certificates:check_list": Shown(NOBODY, "/verify/list/"),
    "certificates:credential, of a protected one": Shown(
        NOBODY, "{verify_protected}credential.json", 403
    ),
    "certificates:badge_png, of a revoked one": Shown(NOBODY, "{verify_revoked}badge.png", 404),
    "certificates:verified_pdf, of a replaced one": Shown(
        NOBODY, "{verify_replaced}certificate.pdf", 404
    ),
    "certificates:badge_svg, unknown": Shown(NOBODY, "/verify/0000-0000-0000/badge.svg", 404),
    "certificates:profile": Shown(NOBODY, "/issuer/"),
    "certificates:achievement": Shown(NOBODY, "{achievement}"),
    "certificates:pdf, of a revoked one": Shown("revoked", "{no_pdf}", 404),
    "home:my_learning, revoked": Shown("revoked", "/my-learning/"),
    "reports:offering, who may need help": Shown("facilitator", "{offering}?show=stuck"),
    "home:my_learning, a long name": Shown("longname", "/my-learning/"),
    "certificates:verify, a long name": Shown(NOBODY, "{verify_longname}"),
    "certificates:verify, unknown": Shown(NOBODY, "/verify/0000-0000-0000/", 404),
    "account_login": Shown(NOBODY, "/accounts/login/"),
    "account_signup": Shown(NOBODY, "/accounts/signup/"),
    "account_reset_password": Shown(NOBODY, "/accounts/password/reset/"),
    "account_request_login_code": Shown(NOBODY, "/accounts/login/code/"),
    "account_inactive": Shown(NOBODY, "/accounts/inactive/"),
    "account_email": Shown("learner", "/accounts/email/"),
    "account_change_password": Shown("learner", "/accounts/password/change/"),
    "account_reauthenticate": Shown("learner", "/accounts/reauthenticate/"),
    "account_logout": Shown("learner", "/accounts/logout/"),
}
# Nothing to look at: JSON, a file, or an address that only takes a form and leads elsewhere.
NO_PAGES = {
    "home:my_data_json",
    "home:my_data_html",
    "home:erase",  # behind the password; tests/e2e/test_my_data.py
    "home:keep",
    "home:accept_terms",
    "home:healthz",
    "home:service_worker",
    "learning:mark_done",
    "learning:module",
    "assessment:ask",
    "assessment:start",
    "assessment:save",
    "assessment:submit",
    "reports:end_accommodation",
    "reports:remind",
    "certificates:service_worker",
    "certificates:verify_json",
    "certificates:withdraw",
    "certificates:disclose",
    "certificates:badge",
    "certificates:check_file_json",
    "certificates:list_template",
    "certificates:did",
    "certificates:did_in_folder",
    "certificates:status_list",
    "certificates:profile_json",
    "certificates:achievement_json",
    "account_set_password",
}
# Answers to what goes wrong; shown below an address of the site, with its headers.
FAULTS = (
    "400.html",
    "403.html",
    "403_csrf.html",
    "429.html",
    "500.html",
    "certificates/too_many.html",
)
ADMIN_PAGES = {
    "release": Shown("author", "{release}"),
    "home of an author": Shown("author", "/admin/"),
    "flags": Shown("author", "/admin/readers/flags/?state=all"),
    "evaluations": Shown("author", "/admin/readers/evaluations/"),
    "quizzes": Shown("author", "/admin/readers/quizzes/"),
    "analysis": Shown("author", "{analysis}"),
    "question": Shown("author", "{question}"),
    "grade anew": Shown("author", "{regrade}"),
    "import": Shown("author", "/admin/questions/import/"),
    "certificates": Shown("registrar", "/admin/certificates/"),
    "certificate": Shown("registrar", "{certificate}"),
    "certificates, waiting": Shown("registrar", "/admin/certificates/waiting/"),
    "certificates, many": Shown("registrar", "/admin/certificates/bulk/"),
    "certificates, many to revoke": Shown("registrar", "/admin/certificates/bulk/revoke/"),
    "certificates, many checked": Shown("registrar", "{bulk_job}"),
    "revoke": Shown("registrar", "{certificate}revoke/"),
    "replace": Shown("registrar", "{certificate}replace/"),
    "name corrections": Shown("registrar", "/admin/certificate-corrections/"),
    "name correction": Shown("registrar", "{correction}"),
    "records of people": Shown("registrar", "/admin/people/?q=diallo"),
    "merge two records": Shown("registrar", "{merge}"),
    "erase a person": Shown("registrar", "{erase_person}"),
    "certificate template": Shown("registrar", "{template}"),
}
# Files to look at, which no browser shows.
DOCUMENTS = {
    "certificate": Shown("graduate", "{pdf}"),
    "certificate, a long name": Shown("longname", "{pdf_longname}"),
    "gate poster": Shown("registrar", "/admin/certificates/gate-poster.pdf"),
    "module": Shown("learner", COURSE + "children-in-armed-conflict/module.pdf"),
}


def show_fault(template: str, show: Show, language: str) -> Page:
    """The answer to a fault, in the place of a page of the site."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with translation.override(language):
        html = render_to_string(template, request=request)
    page = show(Shown(NOBODY, "/worried/"), language=language)
    page.route("**/worried/", lambda route: route.fulfill(response=route.fetch(), body=html))
    page.reload()
    expect(page.get_by_role("heading", name="Worried")).to_have_count(0)
    return page
