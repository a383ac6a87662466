"""Write the pages of a course into the tree: all of them first, then their text, which links."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from courses.catalogue.models import CourseIndexPage, CoursePage
from courses.catalogue.plain import plain_page

from . import shape
from .content import Content, PageEntry, RowIds
from .filling import Filler, simple_fields
from .ledger import Ledger
from .order import Order
from .report import Action
from .topics import topics_named


class PageLoader:
    """Finds the pages that are there, makes the others, and has filled what may be written."""

    def __init__(self, content: Content, row_ids: RowIds, ledger: Ledger, by) -> None:
        self.content = content
        self.row_ids = row_ids
        self.ledger = ledger
        self.report = ledger.report
        self.by = by
        self.locale = Locale.get_default()
        found = Page.objects.filter(
            translation_key__in=[entry.uuid for entry in content.pages], locale=self.locale
        )
        self.pages: dict[UUID, Page] = {page.translation_key: page for page in found.specific()}

    def load(self, catalogue: CourseIndexPage) -> CoursePage | None:
        """The course page, with everything below it as the files say; None where refused."""
        order = Order(self.content, self.pages, self.ledger)
        self._refuse_strangers()
        if self.report.refused:
            return None
        writes = [entry for entry in self.content.pages if self._may_write(entry)]
        order.refuse_if_moved()
        if self.report.refused:
            return None
        self._make_missing(catalogue)
        if self.report.refused:
            return None
        filler = Filler(self.row_ids, self.pages, self.by)
        for entry in writes:
            filler.fill(entry, self.pages[entry.uuid].pk)
        order.arrange()
        order.remember()
        return CoursePage.objects.get(pk=self.pages[self.content.course.uuid].pk)

    def _refuse_strangers(self) -> None:
        course = self.pages.get(self.content.course.uuid)
        for entry in self.content.pages:
            page = self.pages.get(entry.uuid)
            if page is None:
                continue
            if type(page) is not entry.model:
                message = _("In the database this is a %(kind)s; give it another slug.")
                entry.place.refuse(message % {"kind": type(page)._meta.verbose_name})
            elif page != course and not (course and page.is_descendant_of(course)):
                entry.place.refuse(_("In the database this belongs to another course."))

    def _may_write(self, entry: PageEntry) -> bool:
        page = self.pages.get(entry.uuid)
        return self.ledger.may_write(
            f"page:{entry.uuid}",
            entry.place,
            wanted=self._wanted(entry),
            current=_current(page) if page else None,
            draft=bool(page and page.has_unpublished_changes),
            deleted=self.content.course.uuid in self.pages,
        )

    def _wanted(self, entry: PageEntry) -> dict[str, Any]:
        if entry.model is not CoursePage:
            return entry.plain
        topics = topics_named(entry.plain["topics"], entry.place / "topics")
        return {**entry.plain, "topics": sorted(topic.name for topic in topics)}

    def _make_missing(self, catalogue: CourseIndexPage) -> None:
        self._make(self.content.course, catalogue, None)
        before: PageEntry | None = None
        for parent, children in self.content.families:
            self._make(parent, self.pages.get(self.content.course.uuid), before)
            before, child_before = parent, None
            for child in children:
                self._make(child, self.pages.get(parent.uuid), child_before)
                child_before = child

    def _make(self, entry: PageEntry, parent: Page | None, before: PageEntry | None) -> None:
        """A page that nobody sees yet, behind the one that comes before it in the files."""
        if entry.uuid in self.pages or parent is None:
            return
        page = entry.model(
            translation_key=entry.uuid, locale=self.locale, live=False, **simple_fields(entry)
        )
        parent = Page.objects.get(pk=parent.pk)
        sibling = Page.objects.get(pk=self.pages[before.uuid].pk) if before else None
        try:
            if sibling and sibling.is_child_of(parent):
                sibling.add_sibling("right", instance=page)
            elif (first := parent.get_first_child()) and entry is not self.content.course:
                first.add_sibling("left", instance=page)
            else:
                parent.add_child(instance=page)
        except ValidationError as error:
            shape.refuse_errors(error, entry.place)
        else:
            self.pages[entry.uuid] = page


def _current(page: Page) -> dict[str, Any]:
    plain = plain_page(page)
    if page.live and not getattr(page, "retired", False):
        return plain
    return {**plain, "in use": False}


def leave_alone(course: CoursePage, content: Content, ledger: Ledger) -> None:
    """Tell which pages of the course the files do not know."""
    known = [entry.uuid for entry in content.pages]
    for page in course.get_descendants().exclude(translation_key__in=known):
        ledger.report.add(Action.LEFT_ALONE, f"{page.get_parent().slug}/{page.slug}")
