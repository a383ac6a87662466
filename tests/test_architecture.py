"""The house rules that no other tool checks; docs/architecture.md gives the reasons."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.template.loader import get_template

from courses.catalogue.lesson import LessonBodyBlock
from courses.people.models import Person

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("certificates", "courses", "home", "lms")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLESHEETS = sorted((ROOT / "static/css").rglob("*.css"))
MODULES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)

MAX_MODULE, MAX_TEMPLATE, MAX_VIEW, MAX_SERVICE = 300, 80, 20, 30

# What our content security policy would refuse.
INLINE = re.compile(
    r"""<style\b | \bstyle\s*= | <script\b(?![^>]*\bsrc\s*=) | \son[a-z]+\s*= | javascript:""",
    re.IGNORECASE | re.VERBOSE,
)
# What would not turn round for a language written from right to left.
PHYSICAL = re.compile(
    r"""(?:^|[{;])\s*(
        (?:scroll-)?(?:margin|padding)-(?:left|right|top|bottom)
      | border-(?:left|right|top|bottom)[\w-]*
      | (?:left|right|top|bottom)
      | (?:min-|max-)?(?:width|height)
      | (?:text-align|float|clear)\s*:\s*(?:left|right)
    )\s*[:;}]""",
    re.VERBOSE,
)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NAMED_FOR_NOTHING = {"common.py", "helpers.py", "misc.py", "utils.py"}
PERSONAL_FIELDS = {"email", "family_name", "given_name", "username"}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def physical_properties(css: str) -> list[str]:
    return PHYSICAL.findall(CSS_COMMENT.sub("", css))


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='color: red'>",
        "<style>p { color: red }</style>",
        "<script>go()</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_inline_code_is_recognised(markup: str) -> None:
    assert INLINE.search(markup)


@pytest.mark.parametrize(
    "markup", ['<script type="module" src="/main.js"></script>', '<p class="style-guide">']
)
def test_what_is_not_inline_passes(markup: str) -> None:
    assert not INLINE.search(markup)


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    found = INLINE.findall(path.read_text())
    # Mail programs fetch no style sheet, so all letters share the one in their base.
    assert not found or (relative(path), found) == ("templates/emails/base.html", ["<style"])


@pytest.mark.parametrize(
    "css",
    [
        "p { margin-left: 1px }",
        "p { color: red; top: 0; }",
        "p {\n  max-width: 40rem;\n}",
        "p { text-align: right; }",
        "p { border-top-left-radius: 1px }",
    ],
)
def test_a_physical_property_is_recognised(css: str) -> None:
    assert physical_properties(css)


@pytest.mark.parametrize(
    "css",
    [
        "p { margin-inline-start: 1px; inset-block-start: 0; max-inline-size: 40rem }",
        "@media (min-width: 40rem) { p { text-align: start } }",
        "/* left: 0; */",
    ],
)
def test_a_logical_property_passes(css: str) -> None:
    assert not physical_properties(css)


@pytest.mark.parametrize("path", STYLESHEETS, ids=relative)
def test_a_stylesheet_uses_logical_properties_only(path: Path) -> None:
    assert physical_properties(path.read_text()) == []


def test_no_module_is_too_long() -> None:
    assert [relative(path) for path in MODULES if lines(path) > MAX_MODULE] == []


def test_no_template_is_too_long() -> None:
    assert [relative(path) for path in TEMPLATES if lines(path) > MAX_TEMPLATE] == []


def test_no_template_is_empty() -> None:
    assert [relative(path) for path in TEMPLATES if not path.read_text().strip()] == []


def test_every_module_is_named_for_what_it_knows() -> None:
    assert [relative(path) for path in MODULES if path.name in NAMED_FOR_NOTHING] == []


@pytest.mark.parametrize(
    ("name", "longest"), [("views.py", MAX_VIEW), ("services.py", MAX_SERVICE)]
)
def test_no_function_is_too_long(name: str, longest: int) -> None:
    found = [path for path in MODULES if path.name == name]
    assert found
    assert [where for path in found for where in functions_over(longest, path)] == []


def functions_over(longest: int, path: Path) -> Iterator[str]:
    """Functions with more lines than that, from ``def`` to the end, without the docstring."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            docstring = (ast.get_docstring(node, clean=False) or "").count("\n") + 1
            if (node.end_lineno or 0) - node.lineno + 1 - docstring > longest:
                yield f"{relative(path)}:{node.lineno} {node.name}"


@pytest.mark.parametrize(("name", "block"), LessonBodyBlock().child_blocks.items())
def test_every_lesson_block_has_what_an_author_and_a_learner_need(name: str, block) -> None:
    assert block.meta.template == f"blocks/{name}.html"
    get_template(block.meta.template)
    assert block.meta.icon != "placeholder"
    assert block.get_description()
    assert block.is_previewable


def test_every_model_with_personal_data_says_so() -> None:
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]
    holders = [model for model in ours if holds_personal_data(model)]
    assert Person in holders
    silent = [model for model in holders if "Personal data:" not in (model.__doc__ or "")]
    assert not silent, " ".join(model._meta.label for model in silent)


def holds_personal_data(model: type[models.Model]) -> bool:
    """Names somebody, or points at somebody; what only pages have from Wagtail does not count."""
    people = {Person, get_user_model()}
    return any(
        field.name in PERSONAL_FIELDS or field.related_model in people
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
    )
