"""The rows of the Wagtail admin: what is ours there, and what Wagtail leaves open."""

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from certificates.bulk import files, jobs
from certificates.bulk.kinds import KINDS
from certificates.models import BulkJob
from courses.models import QuestionImport
from courses.questions.formats import FORMATS
from courses.studio.models import ImportState
from home.models import FocalPoint, Helpline
from tests.certificates.builders import certificate_of, make_completion

from .row import DENIED, LOGIN, NONE, ON, STAFF, Row, everybody, get, post, staff, to
from .world import NAME, World

AUTHORS = ("author", "reviewer")
ENDING = {"reason": "withdrawn", "note": "Asked for by the ministry."}


def admin_rows(world: World) -> Iterator[Row]:
    yield from open_rows()
    yield from _wagtails_own()
    yield from _media(world)
    yield from _release(world)
    yield from _readers(world)
    yield from _regrades(world)
    yield from _transfer(world)
    yield from _registrar(world)
    yield from _corrections(world)
    yield from _many_certificates(world)
    yield from _templates(world)
    yield from _offerings(world)
    yield from _contacts()
    yield from _questions(world)
    yield from _bulk(world)
    slug = {"name": "Another", "slug": "another"}
    figure = {"key": "another", "text": "Few.", "source": "A report", "as_of": "2026-01-02"}
    question = world.course.questions[0]
    yield from _snippet("question", question.pk, _question(world))
    yield from _snippet("questionbank", world.course.bank.pk, slug)
    yield from _snippet("topic", world.topic.pk, slug)
    yield from _snippet("figure", world.figure.pk, figure)


def open_rows() -> Iterator[Row]:
    """What Wagtail has before its door, or does not have at all."""
    yield get("wagtailadmin_sprite", everybody())
    yield get("wagtailadmin_javascript_catalog", everybody())
    yield get("wagtailadmin_login", everybody(DENIED, nobody=LOGIN))
    yield get("wagtailadmin_password_reset", everybody(to("account_reset_password")))
    yield get("wagtailadmin_password_reset_done", everybody(NONE))
    yield get("wagtailadmin_password_reset_complete", everybody(NONE))
    yield get("wagtailadmin_password_reset_confirm", everybody(NONE), "made", "up")


def _wagtails_own() -> Iterator[Row]:
    yield get("wagtailadmin_home", staff(*STAFF))
    for part in ("wagtailusers_users", "wagtailusers_groups", "wagtailsites", "wagtaillocales"):
        yield get(f"{part}:index", staff())
    yield get("/admin/test404/", staff(*STAFF))
    yield get("/admin/no-such-page/", staff(*STAFF, answer=NONE))
    yield get(f"/admin/pages/{10**18}/edit/", everybody(NONE))


def _media(world: World) -> Iterator[Row]:
    """Who may change images, documents, films and recordings may delete them too."""
    part, pk = "wagtailmedia:", world.film.pk
    yield get(f"{part}index", staff(*AUTHORS))
    for kind in ("audio", "video"):
        yield get(f"{part}add", staff(*AUTHORS), kind)
        yield get(f"{part}chooser_upload", staff(*AUTHORS), kind)
        yield get(f"{part}chooser_typed", staff(*STAFF), kind)  # empty for who has no right
    yield get(f"{part}chooser", staff(*STAFF))
    yield get(f"{part}media_chosen", staff(*AUTHORS), pk)
    yield get(f"{part}edit", staff(*AUTHORS), pk)
    yield get(f"{part}media_usage", staff(*AUTHORS), pk)
    yield get(f"{part}delete", staff(*AUTHORS), pk)
    done = staff(*AUTHORS, answer=to(f"{part}index"))
    yield post(f"{part}delete", done, pk, changed_by=AUTHORS)
    yield post(f"{part}edit", done, pk, data={"title": "Another"}, changed_by=AUTHORS)


def _release(world: World) -> Iterator[Row]:
    pk, minor = world.course.page.pk, {"change": "minor"}
    released = staff(*AUTHORS, answer=to("wagtailadmin_explore", pk))
    yield get("release_course", staff(*AUTHORS), pk)
    yield post("release_course", released, pk, data=minor, changed_by=AUTHORS)
    yield get("wagtailadmin_pages:edit", staff(*AUTHORS), pk)
    yield post("count_questions", staff(*AUTHORS), data={"blueprint-count": "0"})


def _readers(world: World) -> Iterator[Row]:
    """What learners wrote, for who edits the course."""
    flags, evaluations = to("reader_flags"), to("reader_evaluations")
    yield get("reader_flags", staff(*AUTHORS))
    yield get("reader_evaluations", staff(*AUTHORS))
    yield get("quiz_analyses", staff(*AUTHORS))
    for name in ("quiz_analysis", "quiz_analysis_csv", "quiz_analysis_xlsx"):
        yield get(name, staff(*AUTHORS), world.course.quiz.translation_key)
        yield get(name, staff(*AUTHORS, answer=NONE), world.draft.quiz.translation_key)
    for name, back, key in (
        ("settle_flag", flags, world.flag.pk),
        ("delete_flag_note", flags, world.flag.pk),
        ("delete_comment", evaluations, world.evaluation.pk),
    ):
        done = staff(*AUTHORS, answer=back)
        yield get(name, done, key)
        yield post(name, done, key, changed_by=AUTHORS)


def _regrades(world: World) -> Iterator[Row]:
    """For who may release the course, as its learners' results change."""
    version, pk = world.regrade.version.uuid, world.course.questions[0].pk
    void = {"reason": "It was unclear."}
    yield get("regrade_question", staff(*AUTHORS), pk)
    yield get("regrade_version", staff(*AUTHORS), version, "void")
    yield post("regrade_version", staff(*AUTHORS), version, "void", data=void)
    decided = staff(*AUTHORS, answer=ON)
    confirmed = void | {"confirm": "1"}
    yield post("regrade_version", decided, version, "void", data=confirmed, changed_by=AUTHORS)
    yield get("regrade_report", staff(*AUTHORS), world.regrade.uuid)


def _transfer(world: World) -> Iterator[Row]:
    """Questions into a bank and out of it; whose import it is, sees it."""
    row = QuestionImport.objects.create(
        by=world.users["author"],
        state=ImportState.CHECKED,
        filename="a.csv",
        content=b"type,prompt",
        bank="Another",
        objective="1",
    )
    bank, mine = world.course.bank.pk, to("question_import", row.uuid)
    yield get("import_questions", staff(*AUTHORS))
    yield post("import_questions", staff(*AUTHORS), data={"new_bank": "Another"})
    file = {"file": SimpleUploadedFile("a.csv", b"type,prompt"), "objective": "1"}
    begun = staff(*AUTHORS, answer=ON)
    yield post("import_questions", begun, data={"bank": bank, **file}, changed_by=AUTHORS)
    yield get("question_import", staff("author") | {"reviewer": NONE}, row.uuid)
    yield get("run_question_import", staff(*AUTHORS, answer=mine), row.uuid)
    ran = staff("author", answer=mine) | {"reviewer": NONE}
    yield post("run_question_import", ran, row.uuid, changed_by=("author",))
    for name in FORMATS:
        yield get("export_bank", staff(*AUTHORS), bank, name)
    yield get("export_bank", staff(*AUTHORS, answer=NONE), bank, "pdf")


def _registrar(world: World) -> Iterator[Row]:
    part, pk, us = "certificates_registrar:", world.certificate.pk, ("registrar",)
    yield get(f"{part}index", staff(*us))
    yield get(f"{part}index_results", staff(*us))
    yield get(f"{part}gate_poster", staff(*us))
    for name in ("inspect", "revoke", "replace"):
        yield get(f"{part}{name}", staff(*us), pk)
    ended = staff(*us, answer=to(f"{part}inspect", pk))
    yield post(f"{part}revoke", ended, pk, data=ENDING, changed_by=us)
    corrected = {**ENDING, **NAME, "reason": "corrected"}
    yield post(f"{part}replace", staff(*us, answer=ON), pk, data=corrected, changed_by=us)


def _corrections(world: World) -> Iterator[Row]:
    index, us = to("certificates_corrections:index"), ("registrar",)
    yield get("certificates_corrections:index", staff(*us))
    yield get("certificates_corrections:decide", staff(*us), world.correction.pk)
    decided = staff(*us, answer=index)
    for decision in ("approve", "not_confirmed"):
        data, pk = {"decision": decision}, world.correction.pk
        yield post("certificates_corrections:decide", decided, pk, data=data, changed_by=us)


def _many_certificates(world: World) -> Iterator[Row]:
    """Jobs are all registrars', as the certificates are."""
    part, us, by = "certificates_registrar:", ("registrar",), world.users["registrar"]
    done = BulkJob.objects.create(kind="zip", by=by, state="done")
    files.file_of(done).write_bytes(b"PK")
    begun = jobs.begin(kind="zip", by=by, wanted={"offering": world.offering}).uuid
    yield get(f"{part}bulk", staff(*us))
    for kind in KINDS:
        yield get(f"{part}bulk_begin", staff(*us), kind)
    wanted = {"numbers": world.certificate.number, **ENDING}
    yield post(f"{part}bulk_begin", staff(*us, answer=ON), "revoke", data=wanted, changed_by=us)
    yield get(f"{part}bulk_job", staff(*us), begun)
    yield get(f"{part}bulk_report", staff(*us), begun)
    yield get(f"{part}bulk_file", staff(*us), done.uuid)
    yield get(f"{part}bulk_file", staff(*us, answer=NONE), begun)
    mine = staff(*us, answer=to(f"{part}bulk_job", begun))
    for name in ("bulk_confirm", "bulk_cancel"):
        yield get(f"{part}{name}", mine, begun)
        yield post(f"{part}{name}", mine, begun, changed_by=us)
    waiting = certificate_of(make_completion())
    yield get(f"{part}waiting", staff(*us))
    back = staff(*us, answer=to(f"{part}waiting"))
    yield get(f"{part}try_again", back, waiting.pk)
    yield post(f"{part}try_again", back, waiting.pk, changed_by=us)


def _templates(world: World) -> Iterator[Row]:
    """How certificates look: registrars answer for them."""
    model, us, pk = "certificates_certificatetemplate", ("registrar",), world.template.pk
    part, chooser = f"wagtailsnippets_{model}:", f"wagtailsnippetchoosers_{model}:"
    for name in ("list", "list_results", "add", "preview_on_add"):
        yield get(f"{part}{name}", staff(*us))
    for name in ("edit", "usage", "history", "history_results", "preview_on_edit", "delete"):
        yield get(f"{part}{name}", staff(*us), pk)
    form = {"title": "Another", "organisation": "Another", "accent": "#1c5a4e"}
    data, saved = form | nested_form_data({"wordings": inline_formset([])}), staff(*us, answer=ON)
    yield post(f"{part}add", saved, data=data, changed_by=us)
    yield post(f"{part}edit", saved, pk, data=data, changed_by=us)
    yield post(f"{part}delete", saved, pk, changed_by=us)
    for name in ("choose", "choose_results", "chosen_multiple"):
        yield get(f"{chooser}{name}", staff(*STAFF))
    yield get(f"{chooser}chosen", staff(*STAFF), pk)
    yield get(f"{chooser}create", staff(*us))


def _offerings(world: World) -> Iterator[Row]:
    offering, us = world.offering, ("reviewer",)
    yield from _editing("offerings:", "index", offering.pk, us)
    data = {"title": "Another", "course": offering.course_id, "disclosure": "named"}
    saved = staff(*us, answer=ON)
    yield post("offerings:add", saved, data=data, changed_by=us)
    yield post("offerings:edit", saved, offering.pk, data=data, changed_by=us)


def _contacts() -> Iterator[Row]:
    """Whom the site names: reviewers answer for it, and take away what is wrong at once."""
    part, us, line = "helplines:", ("reviewer",), Helpline.objects.get(country="Kenya")
    yield from _editing(part, "index", line.pk, us, deleters=us)
    names = ("country", "name", "number", "note", "source", "checked_on")
    data = {name: str(getattr(line, name)) for name in names}
    saved = staff(*us, answer=ON)
    yield post(f"{part}add", saved, data=data, changed_by=us)
    yield post(f"{part}edit", saved, line.pk, data=data | {"number": "117"}, changed_by=us)
    point = ("home", "focalpoint", FocalPoint.objects.get().pk)
    yield get("wagtailsettings:edit", staff(*us), *point)
    yield post("wagtailsettings:edit", saved, *point, data={"role": "Us"}, changed_by=us)


def _snippet(model: str, pk: int, data: dict[str, Any]) -> Iterator[Row]:
    part, chooser = f"wagtailsnippets_courses_{model}:", f"wagtailsnippetchoosers_courses_{model}:"
    yield from _editing(part, "list", pk, AUTHORS)
    saved = staff(*AUTHORS, answer=ON)
    yield post(f"{part}add", saved, data=data, changed_by=AUTHORS)
    yield post(f"{part}edit", saved, pk, data=data, changed_by=AUTHORS)
    # Wagtail lets all staff choose what has a name.
    for name in ("choose", "choose_results", "chosen_multiple"):
        yield get(f"{chooser}{name}", staff(*STAFF))
    yield get(f"{chooser}chosen", staff(*STAFF), pk)
    yield get(f"{chooser}create", staff(*AUTHORS))


def _editing(
    part: str, listing: str, pk: int, people: tuple[str, ...], deleters: tuple[str, ...] = ()
) -> Iterator[Row]:
    for name in (listing, f"{listing}_results", "add"):
        yield get(f"{part}{name}", staff(*people))
    for name in ("edit", "copy", "usage", "history", "history_results"):
        yield get(f"{part}{name}", staff(*people), pk)
    yield get(f"{part}delete", staff(*deleters), pk)
    yield post(f"{part}delete", staff(*deleters, answer=ON), pk, changed_by=deleters)


def _questions(world: World) -> Iterator[Row]:
    """What Wagtail has for a model with drafts only."""
    part, question = "wagtailsnippets_courses_question:", world.course.questions[0]
    pk, revision, publishers = question.pk, question.save_revision().pk, ("reviewer",)
    yield get(f"{part}inspect", staff(*AUTHORS), pk)
    yield get(f"{part}preview_on_add", staff(*AUTHORS))
    yield get(f"{part}preview_on_edit", staff(*AUTHORS), pk)
    yield get(f"{part}revisions_view", staff(*AUTHORS), pk, revision)
    yield get(f"{part}revisions_revert", staff(*AUTHORS), pk, revision)
    yield get(f"{part}revisions_compare", staff(*AUTHORS), pk, "earliest", "latest")
    yield get(f"{part}revisions_unschedule", staff(*publishers), pk, revision)
    yield get(f"{part}unpublish", staff(*publishers), pk)
    yield post(f"{part}unpublish", staff(*publishers, answer=ON), pk, changed_by=publishers)


def _bulk(world: World) -> Iterator[Row]:
    """What is done to several questions at once; who may not publish moves drafts only."""
    pk, part, publishers = (
        world.course.questions[0].pk,
        "/admin/bulk/courses/question",
        ("reviewer",),
    )
    back = to("wagtailsnippets_courses_question:list")
    bank = world.draft.bank.pk
    for action, people, changed_by in (
        ("move", AUTHORS, publishers),
        ("tag", AUTHORS, AUTHORS),
        ("practice", AUTHORS, publishers),
        ("publish", publishers, publishers),
    ):
        address = f"{part}/{action}/?id={pk}&next={back}"
        yield get(address, staff(*people))
        done = staff(*people, answer=back)
        form = {"bank": bank, "tags": "gate"}
        yield post(address, done, data=form, changed_by=changed_by)


def _question(world: World) -> dict[str, Any]:
    """The form of a question, filled in."""
    choices = [{"text": t, "correct": t == "right", "feedback": "So."} for t in ("right", "wrong")]
    body = {
        "prompt": rich_text("<p>Why?</p>"),
        "choices": streamfield([("item", choice) for choice in choices]),
        "feedback": rich_text(""),
    }
    place = {"bank": world.course.bank.pk, "key": "another", "objective": "1.1", "difficulty": 2}
    return place | nested_form_data({"body": streamfield([("single_choice", body)])})
