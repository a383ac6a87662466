"""The blocks of a page or question: from a file to plain data to the database, and to a file.

Everything follows the definition of the blocks, the other way round than catalogue/plain.py does,
so that a new block type is exchanged without a word here.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from . import markup, values
from .dialect import Html
from .report import Place

TYPES = {blocks.BooleanBlock: bool, blocks.IntegerBlock: int}
# Tables are no blocks of blocks; in files they look as if they were these.
TABLE = blocks.StructBlock(
    [
        ("caption", blocks.CharBlock()),
        ("columns", blocks.ListBlock(blocks.CharBlock())),
        ("rows", blocks.ListBlock(blocks.ListBlock(blocks.TextBlock()))),
    ]
)


def read(block: blocks.Block, data: Any, place: Place) -> Any:
    """What a file says, as plain data in the shape of catalogue.plain."""
    match block:
        case blocks.StreamBlock():
            entries = enumerate(values.read(list, data, place), start=1)
            return [_read_child(block, entry, place / number) for number, entry in entries]
        case blocks.ListBlock():
            entries = enumerate(values.read(list, data, place), start=1)
            return [read(block.child_block, entry, place / number) for number, entry in entries]
        case blocks.StructBlock():
            return _read_struct(block, data, place)
        case blocks.RichTextBlock():
            return markup.clean(values.read(str, data, place), place)
        case blocks.ChooserBlock() if data is None:
            return None
        case TypedTableBlock():
            return _read_table(data, place)
        case _:
            return values.read(TYPES.get(type(block), str), data, place)


def _read_child(block: blocks.StreamBlock, entry: Any, place: Place) -> dict[str, Any]:
    data = values.read(dict, entry, place)
    if len(data) == 1 and data.keys() <= block.child_blocks.keys():
        return {name: read(block.child_blocks[name], data[name], place / name) for name in data}
    message = _("Each block is one name with its content; the names are %(names)s.")
    place.refuse(message % {"names": ", ".join(block.child_blocks)})
    return {}


def _read_struct(block: blocks.StructBlock, data: Any, place: Place) -> dict[str, Any]:
    data = known(block, data, place)
    return {
        name: read(child, data[name], place / name)
        for name, child in block.child_blocks.items()
        if name in data
    }


def known(block: blocks.StructBlock, data: Any, place: Place) -> dict[str, Any]:
    """What a file says for the fields of a block, with what it may leave out."""
    defaults = {name: _default(child) for name, child in block.child_blocks.items()}
    optional = {name: value for name, value in defaults.items() if value is not None}
    required = tuple(name for name in defaults if name not in optional)
    return values.mapping(data, place, required=required, optional=optional)


def _read_table(data: Any, place: Place) -> dict[str, Any]:
    plain = read(TABLE, data, place)
    for number, row in enumerate(plain.get("rows", []), start=1):
        if len(row) != len(plain.get("columns", [])):
            (place / "rows" / number).refuse(_("Each row has one text for each column."))
    return plain


def _default(block: blocks.Block) -> Any:
    """What stands for a block that a file leaves out; None where it must not."""
    match block:
        case blocks.ListBlock():
            return [] if block.meta.min_num == 0 else None
        case blocks.BooleanBlock():
            return bool(block.get_default())
        case blocks.FieldBlock():
            return block.get_default() or (None if block.required else "")
        case _:
            return None


def walk(block: blocks.Block, plain: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Every simple block inside with its plain value."""
    match block:
        case blocks.StreamBlock():
            for entry in plain:
                for name, value in entry.items():
                    yield from walk(block.child_blocks[name], value)
        case blocks.ListBlock():
            for value in plain:
                yield from walk(block.child_block, value)
        case blocks.StructBlock():
            for name, value in plain.items():
                yield from walk(block.child_blocks[name], value)
        case _:
            yield block, plain


def references(block: blocks.Block, plain: Any) -> list[tuple[type, str]]:
    """What the choosers inside point to: model and portable name."""
    return [
        (leaf.model_class, value)
        for leaf, value in walk(block, plain)
        if isinstance(leaf, blocks.ChooserBlock) and value
    ]


def rich_texts(block: blocks.Block, plain: Any) -> list[str]:
    return [v for leaf, v in walk(block, plain) if isinstance(leaf, blocks.RichTextBlock)]


def to_database(
    block: blocks.Block,
    plain: Any,
    row_id: Callable[[type, str], int],
    page_id: Callable[[UUID], int],
) -> Any:
    """As Wagtail stores it."""

    def convert(block: blocks.Block, plain: Any) -> Any:
        match block:
            case blocks.StreamBlock():
                return [
                    {"type": name, "value": convert(block.child_blocks[name], value)}
                    for entry in plain
                    for name, value in entry.items()
                ]
            case blocks.ListBlock():
                # Wagtail takes an item without an id for a bare value.
                return [
                    {"type": "item", "id": str(uuid4()), "value": convert(block.child_block, value)}
                    for value in plain
                ]
            case blocks.StructBlock():
                return {name: convert(block.child_blocks[name], v) for name, v in plain.items()}
            case blocks.RichTextBlock():
                return markup.with_ids(plain, page_id)
            case blocks.ChooserBlock():
                return row_id(block.model_class, plain) if plain else None
            case TypedTableBlock():
                kind = next(iter(block.child_blocks))  # ours have one
                return {
                    "caption": plain["caption"],
                    "columns": [{"type": kind, "heading": text} for text in plain["columns"]],
                    "rows": [{"values": row} for row in plain["rows"]],
                }
            case _:
                return plain

    return convert(block, plain)


def to_file(block: blocks.Block, plain: Any) -> Any:
    """Plain data with its rich text marked, so that it is written as such."""
    match block:
        case blocks.StreamBlock():
            return [
                {name: to_file(block.child_blocks[name], value)}
                for entry in plain
                for name, value in entry.items()
            ]
        case blocks.ListBlock():
            return [to_file(block.child_block, value) for value in plain]
        case blocks.StructBlock():
            return {name: to_file(block.child_blocks[name], v) for name, v in plain.items()}
        case blocks.RichTextBlock():
            return Html(plain)
        case _:
            return plain


def refuse_errors(error: ValidationError, place: Place) -> None:
    """Each message of an error that blocks or models raise, at the place where it belongs."""
    if hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            for message in messages:
                (place if name == NON_FIELD_ERRORS else place / name).refuse(message)
        return
    inside = getattr(error, "block_errors", None)
    of_its_own = getattr(error, "non_block_errors", None)  # of a block of blocks, or a table
    for message in error.messages if inside is None and of_its_own is None else of_its_own or ():
        place.refuse(message)
    for where, child in (inside or {}).items():
        refuse_errors(child, place / (where + 1 if isinstance(where, int) else where))
