"""Load a course from files: all of it or nothing."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from courses.catalogue.models import CourseIndexPage, Figure

from . import banks, indexing, prerequisites, reading, uploads
from .content import Content, RowIds
from .filling import Filler
from .ledger import Ledger
from .pages import PageLoader, leave_alone
from .report import Action, Report
from .translating import Translator


def load(path: Path | str, *, overwrite: bool = False, by=None, dry_run: bool = False) -> Report:
    """Bring the catalogue in line with the files at ``path``.

    What somebody edited since it was last loaded is only replaced with ``overwrite``; without it
    the whole load is refused. Pages and questions that the files do not know are left alone.
    """
    report = Report()
    content = reading.read(Path(path), report)
    if content is None:
        return report
    made: list = []
    kept = False
    begun = timezone.now()
    try:
        with transaction.atomic():
            course = _load(content, Ledger(report, overwrite=overwrite), by, made)
            indexing.leave_once(since=begun)
            kept = not (report.refused or dry_run)
            transaction.set_rollback(not kept)
    finally:
        if not kept:
            uploads.forget(made)
    report.course_page = course if kept else None
    return report


def _load(content: Content, ledger: Ledger, by, made: list):
    report = ledger.report
    catalogue = _catalogue()
    if catalogue is None:
        message = _("The default site has no course catalogue page; make one in Wagtail first.")
        report.add(Action.REFUSED, str(content.course.place), message)
        return None
    files: RowIds = uploads.load(content.uploads, by, report, made)
    ids = dict(files)
    for bank in content.banks:
        ids |= banks.load_bank(bank, ledger, by, files)
    for figure in content.figures:
        if pk := banks.load_figure(figure, ledger):
            ids[Figure, figure.plain["key"]] = pk
    pages = PageLoader(content, ids, ledger, by)
    course = pages.load(catalogue)
    if course and not report.refused:
        leave_alone(course, content, ledger)
        _translate(content, Filler(ids, pages.pages, by), ledger, by)
        prerequisites.note_unknown(content.course)
    return course


def _translate(content: Content, filler: Filler, ledger: Ledger, by) -> None:
    for language in content.translations:
        Translator(content, language, filler.row_ids, ledger, by).translate(filler)
    source = filler.pages[content.course.uuid]
    others = source.get_translations().exclude(locale__language_code__in=content.translations)
    told = {row.what for row in ledger.report.of(Action.LEFT_ALONE)}
    for code in others.values_list("locale__language_code", flat=True):
        if (what := f"translations/{code}") not in told:
            reason = _("The files have no translation into this language.")
            ledger.report.add(Action.LEFT_ALONE, what, reason)


def _catalogue() -> CourseIndexPage | None:
    """The catalogue of the default site in the source language, kept from other loads meanwhile."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return None
    pages = CourseIndexPage.objects.descendant_of(site.root_page, inclusive=True)
    page = pages.filter(locale=Locale.get_default()).first()
    if page:
        Page.objects.select_for_update().get(pk=page.pk)
    return page
