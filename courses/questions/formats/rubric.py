"""A rubric as text, below what the marker is told."""

import re

from courses.questions.types import Body

HEADING = "[rubric]"
LINE = re.compile(r"(\d{1,2}): (.*\S)")


def written(body: Body) -> str:
    lines = [f"{criterion['points']}: {criterion['text']}" for criterion in body["criteria"]]
    return "\n".join([body.get("guide", ""), HEADING, *lines]).strip()


def read(text: str) -> tuple[str, list[Body]]:
    """The guide and the criteria; no criteria where the text has none in this form."""
    guide, heading, rest = text.rpartition(HEADING)
    matches = [LINE.fullmatch(line.strip()) for line in rest.split("\n") if line.strip()]
    if not heading or not all(matches):
        return text.strip(), []
    criteria = [{"text": match[2], "points": int(match[1])} for match in matches if match]
    return guide.strip(), criteria
