"""From the files of a folder to their content, and whether the parts fit together."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db.models import Model
from django.utils.translation import gettext as _

from courses.catalogue.models import Figure
from courses.questions.models import Question, QuestionBank

from . import bankfiles, files, languages, likeness, pagefiles, shape, uploads
from .content import Content, PageEntry
from .report import Place, Report

# What has an identity: where it stands, and by what it is known.
Named = tuple[Place, object]


def read(path: Path, report: Report) -> Content | None:
    """The content of a folder; None, with refusals in the report, where anything is wrong."""
    folder = files.read(path, report)
    if folder is None or report.refused:
        return None
    content = _content(folder)
    content.uploads = uploads.read(folder.uploads, report)
    content.translations = {code: _content(found) for code, found in folder.translations.items()}
    if not report.refused:
        _refuse_twins(content)
        _refuse_loose_ends(content)
    if not report.refused:
        content.translations = {
            code: translated
            for code, translated in content.translations.items()
            if languages.has_same_rows(content, translated)
        }
        for translated in content.translations.values():
            likeness.compare(content, translated)
    return None if report.refused else content


def _content(folder: files.Folder) -> Content:
    course = pagefiles.course(folder.course)
    content = Content(course)
    for module, items in folder.modules:
        entries = [pagefiles.item(item, course.uuid) for item in items]
        content.modules.append((pagefiles.module(module, course.uuid), entries))
    if folder.manual:
        head, parts = folder.manual
        manual = pagefiles.manual(head, course.uuid)
        content.manual = manual, [pagefiles.manual_part(part, manual.uuid) for part in parts]
    content.banks = [bankfiles.bank(file) for file in folder.banks]
    if folder.figures:
        content.figures = bankfiles.figures(folder.figures)
    return content


def _refuse_twins(content: Content) -> None:
    """Two things of the same name would be one thing to the database."""
    for kind in _names(content):
        named = list(kind)
        counts = Counter(name for _place, name in named)
        for place, name in named:
            if counts[name] > 1:
                place.refuse(_("“%(name)s” is there twice.") % {"name": name})


def _names(content: Content) -> Iterator[Iterable[Named]]:
    questions = [question for bank in content.banks for question in bank.questions]
    for pages in _neighbourhoods(content):
        yield ((page.place / "slug", page.plain["slug"]) for page in pages)
    yield ((page.place / "uuid", page.uuid) for page in content.pages)
    yield ((question.place / "uuid", question.uuid) for question in questions)
    yield ((bank.place / "slug", bank.plain["slug"]) for bank in content.banks)
    yield ((bank.place / "uuid", bank.uuid) for bank in content.banks)
    for bank in content.banks:
        yield ((question.place / "key", question.plain["key"]) for question in bank.questions)
    yield ((figure.place / "key", figure.plain["key"]) for figure in content.figures)
    objectives = content.course.plain["objectives"]
    yield ((content.course.place / "objectives", row["code"]) for row in objectives)


def _neighbourhoods(content: Content) -> Iterator[list[PageEntry]]:
    """Where a slug is there once: what a release freezes, and the parts of the manual."""
    modules = [page for module, items in content.modules for page in (module, *items)]
    manual, parts = content.manual or (None, [])
    yield [*modules, manual] if manual else modules
    yield parts


def _refuse_loose_ends(content: Content) -> None:
    """Everything that a page refers to is in the folder."""
    known: dict[type[Model], set[str]] = {
        Question: {
            f"{bank.plain['slug']}/{question.plain['key']}"
            for bank in content.banks
            for question in bank.questions
        },
        QuestionBank: {bank.plain["slug"] for bank in content.banks},
        Figure: {figure.plain["key"] for figure in content.figures},
    }
    for model in uploads.models().values():
        known[model] = {upload.path.name for upload in content.uploads if upload.model is model}
    for place, model, name in _references(content):
        if name not in known[model]:
            message = _("There is no %(kind)s “%(name)s” in these files.")
            place.refuse(message % {"kind": model._meta.verbose_name, "name": name})


def _references(content: Content) -> Iterator[tuple[Place, type[Model], str]]:
    if image := content.course.plain["image"]:
        yield content.course.place / "image", uploads.models()["images"], image
    for page in content.pages:
        if stream := pagefiles.STREAMS.get(page.model):
            block = pagefiles.stream_block(page.model)
            for model, name in shape.references(block, page.plain[stream]):
                yield page.place / stream, model, name
