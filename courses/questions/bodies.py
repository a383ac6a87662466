"""Between what Wagtail stores for a question and its body as plain data, both ways."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from wagtail import blocks

from .blocks import QuestionBodyBlock
from .blocks.shared import CodeBlock
from .plain import lines, tidy, upload_name
from .types import Body

KINDS: dict[str, blocks.StructBlock] = dict(QuestionBodyBlock().child_blocks)
EMPTY: Body = {"type": "", "prompt": "", "feedback": ""}


def body_of(stream) -> Body:
    """The question that stands in a stream; an empty body where none does."""
    if not stream:
        return dict(EMPTY)
    return {"type": stream[0].block_type, **_plain(stream[0].block, stream[0].value)}


def _plain(block: blocks.Block, value: Any) -> Any:
    match block:
        case blocks.StructBlock():
            found = {n: _plain(child, value.get(n)) for n, child in block.child_blocks.items()}
            return without_empty(block, found)
        case blocks.StreamBlock():
            return [
                {"id": child.id, "type": child.block_type, **_plain(child.block, child.value)}
                for child in value
            ]
        case blocks.ListBlock():
            return [
                {"id": child.id, **_plain(child.block, child.value)} for child in value.bound_blocks
            ]
        case blocks.RichTextBlock():
            return tidy(value.source) if value else ""
        case blocks.ChooserBlock():
            return upload_name(value) if value else ""
        case _:
            return lines(value)


def without_empty(block: blocks.StructBlock, found: dict[str, Any]) -> dict[str, Any]:
    """Without what its author left empty and may leave empty."""
    sparse = getattr(block.meta, "sparse", ())
    return {name: value for name, value in found.items() if value or name not in sparse}


def stream_of(body: Body, upload_id: Callable[[type, str], int]) -> list[dict[str, Any]]:
    """What Wagtail stores for a body; ``upload_id`` finds a file by its model and its name."""
    kind = body["type"]
    return [{"type": kind, "value": _stored(KINDS[kind], body, upload_id)}]


def _stored(block: blocks.Block, plain: Any, upload_id: Callable[[type, str], int]) -> Any:
    match block:
        case blocks.StructBlock():
            return {
                name: _stored(child, plain[name], upload_id)
                for name, child in block.child_blocks.items()
                if name in plain
            }
        case blocks.StreamBlock():
            return [
                {
                    "type": entry["type"],
                    "id": entry["id"],
                    "value": _stored(block.child_blocks[entry["type"]], entry, upload_id),
                }
                for entry in plain
            ]
        case blocks.ListBlock():
            return [
                {
                    "type": "item",
                    "id": entry["id"],
                    "value": _stored(block.child_block, entry, upload_id),
                }
                for entry in plain
            ]
        case blocks.ChooserBlock():
            return upload_id(block.model_class, plain) if plain else None
        case _:
            return plain


def with_ids(block: blocks.Block, plain: Any, new_id: Callable[[], str] | None = None) -> Any:
    """A body without ids (as a file has it), each part with an id of its own."""
    new_id = new_id or (lambda: str(uuid4()))
    match block:
        case blocks.StructBlock():
            return {
                name: with_ids(block.child_blocks[name], value, new_id)
                if name in block.child_blocks
                else value
                for name, value in plain.items()
            }
        case blocks.StreamBlock():
            return [
                {"id": new_id(), **with_ids(block.child_blocks[entry["type"]], entry, new_id)}
                for entry in plain
            ]
        case blocks.ListBlock():
            return [{"id": new_id(), **with_ids(block.child_block, e, new_id)} for e in plain]
        case _:
            return plain


def with_new_ids(stored: Any) -> Any:
    """What Wagtail stores for a body, each part with a new id: for a copy of the question."""
    match stored:
        case dict():
            return {k: str(uuid4()) if k == "id" else with_new_ids(v) for k, v in stored.items()}
        case list():
            return [with_new_ids(part) for part in stored]
        case _:
            return stored


def skeleton(body: Body) -> Any:
    """A body without its texts: what is the same in every language."""
    block = KINDS.get(body["type"])
    return {"type": body["type"], **(_without_texts(block, body) if block else {})}


def _without_texts(block: blocks.Block, plain: Any) -> Any:
    match block:
        case blocks.StructBlock():
            return {
                name: _without_texts(child, plain[name])
                for name, child in block.child_blocks.items()
                if name in plain
            }
        case blocks.StreamBlock():
            return [_part_without_texts(block.child_blocks[part["type"]], part) for part in plain]
        case blocks.ListBlock():
            return [_part_without_texts(block.child_block, part) for part in plain]
        case CodeBlock():
            return plain
        case blocks.CharBlock() | blocks.TextBlock() | blocks.RichTextBlock():
            return ""
        case _:
            return plain


def _part_without_texts(block: blocks.Block, part: dict[str, Any]) -> dict[str, Any]:
    return {"id": part["id"], "type": part.get("type"), **_without_texts(block, part)}


def uploads_in(body: Any) -> set[str]:
    """The names of the pictures and recordings of a body."""
    match body:
        case dict():
            own = {body[name] for name in ("image", "audio") if body.get(name)}
            return own.union(*map(uploads_in, body.values()))
        case list():
            return set().union(*map(uploads_in, body))
        case _:
            return set()
