"""Edition 1 of the starter course, the one that already runs: its real files, in English.

``edition_1/course/`` is ``courses/starter/child-protection-in-peacekeeping/`` as it was at the
commit fb8ab15 (by ``git archive``, nothing changed or left out). ``edition_1/frozen.json`` is what
the code of that commit made of it: load and release them there, then write each EditionItem by its
slug with item_uuid and content_hash, and each EditionQuestion with question_uuid and body_hash.
Neither is ever mended: learners have it.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from courses.editions.models import Edition

from .folder import STARTER

HERE = Path(__file__).with_name("edition_1")
FILES = HERE / "course"


def frozen() -> dict[str, dict[str, Any]]:
    return json.loads((HERE / "frozen.json").read_text())


def as_frozen(edition: Edition) -> dict[str, dict[str, Any]]:
    """What frozen.json says of an edition."""
    items = {item.slug: [str(item.item_uuid), item.content_hash] for item in edition.items.all()}
    asked = edition.questions.values_list("question_uuid", "version__body_hash")
    return {"items": items, "questions": {str(uuid): body_hash for uuid, body_hash in asked}}


def lessons(root: Path) -> dict[str, dict[str, Any]]:
    """Each lesson below a folder of files by its short name, as its file says it."""
    pages = [yaml.safe_load(path.read_text()) for path in root.glob("modules/*/*.yaml")]
    return {page["slug"]: page for page in pages if page.get("kind") == "lesson"}


def same() -> set[str]:
    """The lessons that edition 2 has to the letter."""
    old, new = lessons(FILES), lessons(STARTER)
    return {slug for slug, lesson in old.items() if new.get(slug) == lesson}


def write_second(root: Path) -> Path:
    """Edition 2 in English, too: in three languages it would take three times as long."""
    shutil.copytree(STARTER, root, ignore=shutil.ignore_patterns("translations"))
    return root
