"""One paragraph of HTML as runs: pieces of text, each with how it looks and where it leads."""

import re
from typing import Any

from .text import breakable, replaced

# Of HTML: a no-break space is none of these.
SPACES = re.compile(r"[ \t\n\r\f]+")
BREAK = "\n"

type Run = dict[str, Any]
type Style = dict[str, Any]


class Line:
    """Collects the runs, and folds white space over their borders as a browser does."""

    def __init__(self) -> None:
        self._runs: list[Run] = []

    def add(self, text: str, style: Style) -> None:
        text = SPACES.sub(" ", replaced(text))
        if self._ends_with_space():
            text = text.removeprefix(" ")
        if text:
            self._runs.append({**style, "text": breakable(text)})

    def turn(self) -> None:
        """A new line inside the paragraph."""
        if self._runs:
            self._runs.append({"text": BREAK})

    def _ends_with_space(self) -> bool:
        return not self._runs or self._runs[-1]["text"].endswith((" ", BREAK))

    def taken(self) -> list[Run]:
        """The runs so far, without white space at the end; the next one begins empty."""
        runs, self._runs = self._runs, []
        while runs:
            runs[-1]["text"] = runs[-1]["text"].rstrip(" \n")
            if runs[-1]["text"]:
                return runs
            runs.pop()
        return runs


def text_of(runs: list[Run]) -> str:
    return "".join(run["text"] for run in runs)
