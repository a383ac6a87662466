"""Write a course to files, the same bytes for the same content."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from courses.catalogue.items import ModulePage
from courses.catalogue.manual import ManualPage, ManualPartPage
from courses.catalogue.models import CoursePage, Figure
from courses.catalogue.plain import plain_page, plain_question
from courses.editions.snapshot import parts_of
from courses.questions.bodies import uploads_in
from courses.questions.models import Question, QuestionBank

from . import dialect, files, identity, languages, pagefiles, shape, uploads, writing
from .banks import plain_figure
from .export_translations import FIGURES, translations_of
from .models import LoadedItem
from .report import Action, Report

Files = dict[str, bytes]


def export(course_page: CoursePage, path: Path | str) -> Report:
    """Write what is live of the course to the folder ``path``.

    The folder is new, empty, or holds an earlier export of the same course; whatever the course no
    longer has is removed from it.
    """
    report = Report(course_page=course_page)
    path = Path(path)
    if not _is_ours(path, course_page):
        reason = _("This folder holds something else; choose a new or empty one.")
        report.add(Action.REFUSED, str(path), reason)
        return report
    contents = render(course_page, report)
    for name, content in contents.items():
        report.add(_change(path / name, content), name)
    files.write(path, contents, translated=_translated(course_page, contents))
    return report


def _translated(course_page: CoursePage, contents: Files) -> set[str]:
    """The languages that the course is in, or was since it came from files."""
    written = {Path(name).parts[1] for name in contents if name.startswith(files.TRANSLATIONS)}
    keys = {f"page:{course_page.translation_key}:{code}": code for code in languages.known()}
    loaded = LoadedItem.objects.filter(key__in=keys).values_list("key", flat=True)
    return written | {keys[key] for key in loaded}


def _change(file: Path, content: bytes) -> Action:
    if not file.is_file():
        return Action.CREATED
    return Action.UNCHANGED if file.read_bytes() == content else Action.UPDATED


def _is_ours(path: Path, course_page: CoursePage) -> bool:
    if not path.exists():
        return True
    if not path.is_dir():
        return False
    if not any(path.iterdir()):
        return True
    data = files.read_course(path)
    slug, uuid = str(data.get("slug")), str(data.get("uuid") or "")
    return (uuid or str(identity.course_uuid(slug))) == str(course_page.translation_key)


def render(course_page: CoursePage, report: Report) -> Files:
    """Every file of the course by its name, those of its translations below translations/."""
    course = _Course(course_page, report)
    course.add_pages()
    course.add_manual()
    course.add_banks()
    course.add_figures()
    course.add_uploads()
    return course.files | {
        name: dialect.write(data)
        for name, data in translations_of(course.pages, course.banks, course.figures, report)
    }


class _Course:
    """Collects the files, and what the pages refer to on the way.

    ``pages``, ``banks`` and ``figures`` are what was written, for who translates it; pages by file.
    """

    def __init__(self, page: CoursePage, report: Report) -> None:
        self.page = page
        self.report = report
        self.files: Files = {}
        self.used: dict[type, set[str]] = {}
        self.pages: dict[str, Page] = {}
        self.banks: dict[QuestionBank, list[Question]] = {}
        self.figures: list[Figure] = []

    def add_pages(self) -> None:
        self._write_page("course.yaml", self.page)
        folder, modules, items = "", 0, 0
        parts = parts_of(self.page)
        manual = self.page.get_descendants().exact_type(ManualPage, ManualPartPage)
        others = self.page.get_descendants().exclude(pk__in=[part.pk for part in [*parts, *manual]])
        for page in others:
            self.report.add(Action.LEFT_ALONE, page.slug, _("It is retired."))
        for page in parts:
            if not page.live or not page.get_parent().live:
                self.report.add(Action.LEFT_ALONE, page.slug, _("It is not published."))
            elif isinstance(page, ModulePage):
                modules, items = modules + 1, 0
                folder = f"modules/{modules:02}-{page.slug}"
                self._write_page(f"{folder}/module.yaml", page)
            else:
                items += 1
                self._write_page(f"{folder}/{items:02}-{page.slug}.yaml", page)

    def add_manual(self) -> None:
        """With the parts in their order; a draft of it is left alone, as everywhere."""
        number, folder = 0, "manual"
        pages = self.page.get_descendants().exact_type(ManualPage, ManualPartPage).specific()
        for page in pages:
            if not page.live or not page.get_parent().live:
                self.report.add(Action.LEFT_ALONE, page.slug, _("It is not published."))
            elif isinstance(page, ManualPage):
                self._write_page(f"{folder}/manual.yaml", page)
            else:
                number += 1
                self._write_page(f"{folder}/{number:02}-{page.slug}.yaml", page)

    def _write_page(self, name: str, page: Page) -> None:
        plain = plain_page(page)
        self._use(get_image_model(), plain.get("image"))
        if stream := pagefiles.STREAMS.get(type(page)):
            block = pagefiles.stream_block(type(page))
            for model, target in shape.references(block, plain[stream]):
                self._use(model, target)
        self.pages[name] = page
        self._write(name, writing.page(page, plain))

    def _use(self, model: type, name: str | None) -> None:
        if model is Question and name:
            model, name = QuestionBank, name.split("/")[0]
        if name:
            self.used.setdefault(model, set()).add(name)

    def _write(self, name: str, data: Any) -> None:
        self.files[name] = dialect.write(data)

    def add_banks(self) -> None:
        slugs = self.used.get(QuestionBank, set())
        for bank in QuestionBank.objects.filter(slug__in=slugs):
            questions = Question.objects.in_source_locale().filter(bank=bank).select_related("bank")
            for question in questions.filter(live=False):
                reason = _("It is not published.")
                self.report.add(Action.LEFT_ALONE, f"{bank.slug}/{question.key}", reason)
            approved = [question for question in questions.approved() if question.body]
            approved.sort(key=lambda question: (question.objective, question.key))
            for question in approved:
                self._use_uploads(question)
            self.banks[bank] = approved
            plain = [(plain_question(question), question) for question in approved]
            self._write(writing.bank_file(bank), writing.bank(bank, plain))

    def _use_uploads(self, question: Question) -> None:
        body = question.to_body()
        for model in uploads.models().values():
            for name in uploads_in(body):
                self._use(model, name)

    def add_figures(self) -> None:
        keys = self.used.get(Figure, set())
        figures = Figure.objects.filter(key__in=keys, locale=Locale.get_default())
        self.figures = list(figures.order_by("key"))
        if self.figures:
            rows = [writing.figure(plain_figure(figure)) for figure in self.figures]
            self._write(FIGURES, rows)

    def add_uploads(self) -> None:
        for model in uploads.models().values():
            for name in self.used.get(model, set()):
                self.files |= dict(uploads.files_of(model, name))
