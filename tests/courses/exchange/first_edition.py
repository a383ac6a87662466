"""Edition 1 of the starter course, cut out of the files of edition 2.

By the short names of what it had: three modules and the final quiz. What reads otherwise in
edition 2 reads otherwise here; what is in ``SAME`` is the same to the letter. It was in English.
"""

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .folder import STARTER, as_yaml

LESSONS = {
    "children-in-armed-conflict": (
        *("who-is-a-child", "why-special-protection", "talis-year", "same-war-different-child"),
        "myth-or-fact",
    ),
    "our-conduct": (
        *("why-our-conduct-matters", "the-rules-in-plain-words", "power-and-grooming"),
        *("child-labour-gifts-and-photos", "when-a-comrade-breaks-a-rule", "the-market"),
        *("after-the-report", "if-you-command-others"),
    ),
    "if-a-child-tells-you": (
        *("how-children-tell", "first-response", "health-cannot-wait", "write-it-down"),
        *("right-channel-few-people", "first-day-and-you"),
    ),
}
SAME = {
    *("who-is-a-child", "talis-year", "same-war-different-child", "myth-or-fact"),
    *("power-and-grooming", "child-labour-gifts-and-photos", "when-a-comrade-breaks-a-rule"),
    *("after-the-report", "right-channel-few-people"),
}
FINAL = ("the-final-quiz", "final-quiz")
OBJECTIVES = ("1", "4", "6")  # the modules that edition 1 asked about


def write(root: Path) -> Path:
    left_out = shutil.ignore_patterns("modules", "translations", "*.md")
    shutil.copytree(STARTER, root, ignore=left_out)
    _shorten_bank(root / "banks" / f"{STARTER.name}.yaml")
    for number, (module, lessons) in enumerate({**LESSONS, FINAL[0]: FINAL[1:]}.items(), start=1):
        folder = root / "modules" / f"{number:02}-{module}"
        _put(folder / "module.yaml", _found(module))
        for place, slug in enumerate(lessons, start=1):
            _put(folder / f"{place:02}-{slug}.yaml", _as_it_was(_found(slug)))
    return root


def write_second(root: Path) -> Path:
    """Edition 2 in English, too: in three languages it would take three times as long."""
    shutil.copytree(STARTER, root, ignore=shutil.ignore_patterns("translations"))
    return root


@cache
def _pages() -> dict[str, dict[str, Any]]:
    files = [yaml.safe_load(path.read_text()) for path in STARTER.glob("modules/**/*.yaml")]
    return {data["slug"]: data for data in files}


def _found(slug: str) -> dict[str, Any]:
    return _pages()[slug]


def _as_it_was(data: dict[str, Any]) -> dict[str, Any]:
    if data["slug"] in SAME:
        return data
    if data["kind"] == "lesson":
        return {**data, "body": [*data["body"], {"key_message": "As edition 1 had it."}]}
    rows = [row for row in data["blueprint"] if row["draw"]["objective"][0] in OBJECTIVES]
    return {**data, "blueprint": rows}


def _shorten_bank(path: Path) -> None:
    data = yaml.safe_load(path.read_text())
    questions = [one for one in data["questions"] if one["objective"][0] in OBJECTIVES]
    _put(path, {**data, "questions": questions})


def _put(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_yaml(data))
