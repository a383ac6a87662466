"""The order of the pages: as the files have it, unless somebody moved pages in Wagtail."""

from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.questions.plain import digest

from .content import Content
from .ledger import Ledger

# A page with its parent, by uuid; lists of them are in the order of the tree.
Pair = tuple[str, str]


class Order:
    def __init__(self, content: Content, pages: dict[UUID, Page], ledger: Ledger) -> None:
        self.content = content
        self.pages = pages
        self.ledger = ledger
        self.key = f"order:{content.course.uuid}"

    def refuse_if_moved(self) -> None:
        """Refuse the load where it would undo what somebody arranged since the last one."""
        there = self._in_database()
        pages = {str(uuid) for uuid in self.pages}
        wanted = [pair for pair in self._wanted() if pair[1] in pages]
        if [pair for pair in there if pair[1] in pages] == wanted or self.ledger.overwrite:
            return
        if self.ledger.loaded.get(self.key) != self._digest(there):
            place = self.content.course.place
            place.refuse(_("Pages were moved since the course was loaded."))

    def arrange(self) -> None:
        for parent, children in self._families():
            pks = [self.pages[child].pk for child in children]
            there = Page.objects.get(pk=self.pages[parent].pk).get_children()
            if list(there.filter(pk__in=pks).values_list("pk", flat=True)) == pks:
                continue
            for pk in reversed(pks):
                target = Page.objects.get(pk=self.pages[parent].pk)
                Page.objects.get(pk=pk).move(target, pos="first-child")

    def remember(self) -> None:
        self.ledger.remember(self.key, self._known(self._in_database()))

    def _digest(self, pairs: list[Pair]) -> str:
        return digest(self._known(pairs))

    def _known(self, pairs: list[Pair]) -> list[Pair]:
        """Only what came from files: pages made in Wagtail may stand anywhere."""
        return [pair for pair in pairs if f"page:{pair[1]}" in self.ledger.loaded]

    def _families(self) -> list[tuple[UUID, list[UUID]]]:
        families = self.content.families
        parents = [parent.uuid for parent, _children in families]
        below = [(parent.uuid, [c.uuid for c in children]) for parent, children in families]
        return [(self.content.course.uuid, parents), *below]

    def _wanted(self) -> list[Pair]:
        pairs = []
        for parent, children in self.content.families:
            pairs.append((str(self.content.course.uuid), str(parent.uuid)))
            pairs += [(str(parent.uuid), str(child.uuid)) for child in children]
        return pairs

    def _in_database(self) -> list[Pair]:
        course = self.pages.get(self.content.course.uuid)
        if course is None:
            return []
        tree = Page.objects.descendant_of(course, inclusive=True).order_by("path")
        uuids = {page.path: str(page.translation_key) for page in tree}
        step = Page.steplen
        return [
            (uuids[path[:-step]], uuid) for path, uuid in uuids.items() if path[:-step] in uuids
        ]
