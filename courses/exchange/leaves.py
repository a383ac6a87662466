"""The single values of a page, question or figure, each with what kind of value it is."""

from collections.abc import Iterator
from enum import Enum, auto
from typing import Any, NamedTuple

from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import get_translatable_fields

from courses.questions.blocks.shared import CodeBlock
from courses.questions.bodies import KINDS

from . import pagefiles, shape


class Kind(Enum):
    TEXT = auto()  # plain text, which a translation has in its language
    HTML = auto()  # rich text, likewise
    SAME = auto()  # the same in every language


class Leaf(NamedTuple):
    path: tuple[str, ...]
    kind: Kind
    value: Any


# How a course page's lists look in plain data.
COURSE_LISTS: dict[str, blocks.Block] = {
    "outcomes": blocks.ListBlock(blocks.CharBlock()),
    "objectives": blocks.ListBlock(
        blocks.StructBlock([("code", CodeBlock()), ("text", blocks.CharBlock())])
    ),
    "topics": blocks.ListBlock(blocks.CharBlock()),
}


def of_page(model: type[Page], plain: dict[str, Any]) -> Iterator[Leaf]:
    for name, value in plain.items():
        if name == pagefiles.STREAMS.get(model):
            yield from of_block(pagefiles.stream_block(model), value, (name,))
        elif name in COURSE_LISTS:
            yield from of_block(COURSE_LISTS[name], value, (name,))
        elif name == "intro":
            yield Leaf((name,), Kind.HTML, value)
        else:
            yield Leaf((name,), kind_of_field(model, name), value)


def of_row(model: type[models.Model], plain: dict[str, Any]) -> Iterator[Leaf]:
    """Of a figure or a bank."""
    for name, value in plain.items():
        yield Leaf((name,), kind_of_field(model, name), value)


def of_question(plain: dict[str, Any]) -> Iterator[Leaf]:
    block = KINDS[plain["type"]]
    for name in plain.keys() - block.child_blocks.keys():
        yield Leaf((name,), Kind.SAME, plain[name])
    yield from of_block(block, plain, ())


def kind_of_field(model: type[models.Model], name: str) -> Kind:
    if not issubclass(model, TranslatableMixin):
        return Kind.SAME
    fields = get_translatable_fields(model)
    texts = {field.field_name for field in fields if field.is_translated(None)}
    return Kind.TEXT if name in texts else Kind.SAME


def of_block(block: blocks.Block, plain: Any, path: tuple[str, ...]) -> Iterator[Leaf]:
    """In the shape that pages have in plain data, or in that of questions, whose parts have ids."""
    match block:
        case blocks.StreamBlock():
            yield from _of_stream(block, plain, path)
        case blocks.ListBlock():
            for number, entry in enumerate(plain, start=1):
                yield from _entry(block.child_block, entry, (*path, str(number)))
        case blocks.StructBlock():
            for name, child in block.child_blocks.items():
                if name in plain:
                    yield from of_block(child, plain[name], (*path, name))
        case TypedTableBlock():
            yield from of_block(shape.TABLE, plain, path)
        case _:
            yield Leaf(path, _kind_of(block), plain)


def _of_stream(block: blocks.StreamBlock, plain: Any, path: tuple[str, ...]) -> Iterator[Leaf]:
    for number, entry in enumerate(plain, start=1):
        name = entry["type"] if "type" in entry else next(iter(entry))
        value = entry if "type" in entry else entry[name]
        yield from _entry(block.child_blocks[name], value, (*path, str(number), name))


def _entry(block: blocks.Block, plain: Any, path: tuple[str, ...]) -> Iterator[Leaf]:
    if isinstance(plain, dict) and "id" in plain:
        yield Leaf((*path, "id"), Kind.SAME, plain["id"])
    yield from of_block(block, plain, path)


def _kind_of(block: blocks.Block) -> Kind:
    match block:
        case blocks.RichTextBlock():
            return Kind.HTML
        case CodeBlock():
            return Kind.SAME
        case blocks.CharBlock() | blocks.TextBlock():
            return Kind.TEXT
        case _:
            return Kind.SAME
