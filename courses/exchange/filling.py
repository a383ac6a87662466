"""Give a page what its file says, and publish it."""

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from courses.catalogue.items import QuizPage
from courses.catalogue.models import CourseObjective, CoursePage
from courses.catalogue.plain import (
    COURSE_FIELDS,
    ITEM_FIELDS,
    MANUAL_FIELDS,
    MANUAL_PART_FIELDS,
    MODULE_FIELDS,
    RULE_FIELDS,
    SPARSE_RULE_FIELDS,
    plain_block,
    usual_rules,
)
from courses.questions.plain import digest

from . import markup, pagefiles, prerequisites, shape
from .content import PageEntry, RowIds
from .report import Place
from .topics import topics_named

SIMPLE_FIELDS = {
    *COURSE_FIELDS,
    *MODULE_FIELDS,
    *ITEM_FIELDS,
    *RULE_FIELDS,
    *SPARSE_RULE_FIELDS,
    *MANUAL_FIELDS,
    *MANUAL_PART_FIELDS,
}


def simple_fields(entry: PageEntry) -> dict[str, Any]:
    return {name: value for name, value in entry.plain.items() if name in SIMPLE_FIELDS}


class Filler:
    """Knows the ids of everything that pages refer to: rows by portable name, pages by uuid."""

    def __init__(self, row_ids: RowIds, pages: dict[UUID, Page], by) -> None:
        self.row_ids = row_ids
        self.pages = pages
        self.by = by

    def fill(self, entry: PageEntry, pk: int) -> None:
        """Everything the file says, published."""
        page = entry.model.objects.get(pk=pk)
        usual = usual_rules() if entry.model is QuizPage else {}
        for name, value in {**usual, **simple_fields(entry)}.items():
            setattr(page, name, value)
        try:
            if entry.model is CoursePage:
                self._fill_course(page, entry)
            elif hasattr(page, "retired"):
                page.retired = False
            if entry.model in pagefiles.STREAMS:
                self._fill_item(page, entry)
            page.save_revision(user=self.by, log_action=True).publish(user=self.by)
        except ValidationError as error:
            shape.refuse_errors(error, entry.place)

    def _fill_course(self, page: CoursePage, entry: PageEntry) -> None:
        plain = entry.plain
        outcomes = [{"type": "outcome", "value": value} for value in plain["outcomes"]]
        page.outcomes = json.dumps(outcomes)
        page.topics = topics_named(plain["topics"], entry.place / "topics")
        page.image_id = self.row_ids[get_image_model(), plain["image"]] if plain["image"] else None
        rows = {row.code: row for row in page.objectives.all()}
        for number, wanted in enumerate(plain["objectives"]):
            row = rows.setdefault(wanted["code"], CourseObjective(locale=Locale.get_default()))
            row.code, row.text, row.sort_order = wanted["code"], wanted["text"], number
        page.objectives = [rows[wanted["code"]] for wanted in plain["objectives"]]
        prerequisites.fill(page, plain.get("prerequisites", []))

    def _fill_item(self, page: Page, entry: PageEntry) -> None:
        name = pagefiles.STREAMS[entry.model]
        block = pagefiles.stream_block(entry.model)
        stream = self.stream(entry)
        _keep_ids(stream, entry.plain[name], getattr(page, name))
        setattr(page, name, json.dumps(stream))
        if isinstance(page, QuizPage):
            page.intro = self.intro(entry)
        try:
            block.clean(getattr(page, name))
        except ValidationError as error:
            shape.refuse_errors(error, entry.place / name)

    def stream(self, entry: PageEntry) -> list[dict[str, Any]]:
        """The blocks of a lesson or quiz as Wagtail stores them."""
        name = pagefiles.STREAMS[entry.model]
        return shape.to_database(
            pagefiles.stream_block(entry.model),
            entry.plain[name],
            lambda model, key: self.row_ids[model, key],
            lambda uuid: self._page_id(uuid, entry.place / name),
        )

    def intro(self, entry: PageEntry) -> str:
        place = entry.place / "intro"
        return markup.with_ids(entry.plain["intro"], lambda uuid: self._page_id(uuid, place))

    def _page_id(self, uuid: UUID, place: Place) -> int:
        if uuid in self.pages:
            return self.pages[uuid].pk
        page = Page.objects.filter(translation_key=uuid, locale=Locale.get_default()).first()
        if page is None:
            place.refuse(_("There is no page %(uuid)s to link to.") % {"uuid": uuid})
        return page.pk if page else 0


def _keep_ids(stream: list[dict[str, Any]], plain: list[dict[str, Any]], old) -> None:
    """Blocks that did not change stay the same blocks: comments and translations hang on them."""
    kept: dict[str, list[dict[str, Any]]] = {}
    for child, stored in zip(old, old.stream_block.get_prep_value(old), strict=True):
        content = {child.block_type: plain_block(child.block, child.value)}
        kept.setdefault(digest(content), []).append(stored)
    for number, entry in enumerate(plain):
        if same := kept.get(digest(entry)):
            stream[number] = same.pop(0)
