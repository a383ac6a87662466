"""Things to put in order, in the GIFT of Moodle's own type: {>3 ALL VERTICAL … and a line each."""

import re

HEAD = re.compile(r">\s*\d+[ \tA-Za-z_0-9]*(?:\n|$)")


def read(text: str) -> list[str]:
    """The things; none where this is something else."""
    match = HEAD.match(text)
    if not match:
        return []
    return [line.strip() for line in text[match.end() :].split("\n") if line.strip()]


def head(count: int) -> str:
    return f">{count} ALL VERTICAL ABSOLUTE_POSITION SHOW none"
