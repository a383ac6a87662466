"""What may stand in a cell of a file that a spreadsheet opens."""

from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would reckon with it instead of showing it."""
    return text.startswith(FORMULA)


def defused(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula, and that it can keep; else as it is."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if is_formula(text) else text
