"""What a question asks and how it is answered: from a bank file to a body, and to a file.

In a file each part has an id: a letter, which answers are kept under for ever.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail import blocks

from courses.questions.bodies import KINDS, without_empty
from courses.questions.types import TYPES, Body

from . import identity, markup, shape, values
from .report import Place


class _Reader:
    """Reads the fields of one question, whose ids are all different."""

    def __init__(self, question: UUID) -> None:
        self.question = question
        self.seen: set[str] = set()

    def read(self, block: blocks.Block, data: Any, place: Place) -> Any:
        match block:
            case blocks.StructBlock():
                return self._struct(block, data, place)
            case blocks.StreamBlock():
                entries = enumerate(values.read(list, data, place), start=1)
                return [self._child(block, entry, place / n) for n, entry in entries]
            case blocks.ListBlock():
                entries = enumerate(values.read(list, data, place), start=1)
                return [self._part(block.child_block, entry, place / n) for n, entry in entries]
            case blocks.IntegerBlock() if data == "":
                return None  # left out
            case blocks.ChooserBlock():
                return values.read(str, data or "", place)
            case _:
                return shape.read(block, data, place)

    def _struct(self, block: blocks.StructBlock, data: Any, place: Place) -> dict[str, Any]:
        data = shape.known(block, data, place)
        found = {
            name: self.read(child, data[name], place / name)
            for name, child in block.child_blocks.items()
            if name in data
        }
        return without_empty(block, found)

    def _child(self, block: blocks.StreamBlock, entry: Any, place: Place) -> dict[str, Any]:
        data = values.read(dict, entry, place)
        if len(data) == 1 and data.keys() <= block.child_blocks.keys():
            [(name, content)] = data.items()
            return {"type": name, **self._part(block.child_blocks[name], content, place / name)}
        message = _("Each block is one name with its content; the names are %(names)s.")
        place.refuse(message % {"names": ", ".join(block.child_blocks)})
        return {}

    def _part(self, block: blocks.Block, entry: Any, place: Place) -> dict[str, Any]:
        data = values.read(dict, entry, place)
        written = values.read(str, data.get("id"), place / "id")
        found = identity.part_id(self.question, written)
        if found is None:
            (place / "id").refuse(_("Write one or two letters from a to z."))
        elif found in self.seen:
            (place / "id").refuse(_("Two parts of the question have the same id."))
        self.seen.add(found or "")
        rest = {name: value for name, value in data.items() if name != "id"}
        return {"id": found or "", **self.read(block, rest, place)}


def read(data: dict[str, Any], question: UUID, place: Place) -> Body:
    """The body in an entry of a bank file; empty, with a refusal, where something is amiss."""
    kind = data["type"]
    before = len(place.report.refused)
    body = {"type": kind, **_Reader(question).read(KINDS[kind], _content(data, kind), place)}
    if len(place.report.refused) > before:
        return {}
    texts = [body["prompt"], body["feedback"]]
    if any(map(markup.linked_pages, texts)):
        place.refuse(_("A question cannot link to a page."))
    for problem in TYPES[kind].problems(body):
        place.refuse(_(problem))
    return body


def _content(data: dict[str, Any], kind: str) -> dict[str, Any]:
    return {name: data[name] for name in KINDS[kind].child_blocks if name in data}


def write(body: Body, question: UUID) -> dict[str, Any]:
    """The fields of a body as a bank file has them."""
    return _write(KINDS[body["type"]], body, identity.Labels(question))


def _write(block: blocks.Block, plain: Any, labels: identity.Labels) -> Any:
    match block:
        case blocks.StructBlock():
            return {
                name: _write(child, plain[name], labels)
                for name, child in block.child_blocks.items()
                if name in plain
            }
        case blocks.StreamBlock():
            return [
                {entry["type"]: _part(block.child_blocks[entry["type"]], entry, labels)}
                for entry in plain
            ]
        case blocks.ListBlock():
            return [_part(block.child_block, entry, labels) for entry in plain]
        case _:
            return shape.to_file(block, plain)


def _part(block: blocks.Block, entry: Any, labels: identity.Labels) -> dict[str, Any]:
    return {"id": labels.of(entry["id"]), **_write(block, entry, labels)}
