"""The guided template of a lesson on its own: to print, or as text to fill in anywhere."""

from bs4 import Tag
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lms.printing.prose import parsed

UNDERLINE = 40 * "_"
LINE = f"\n{UNDERLINE}\n"
# Of no use here: the fields a script would put in, and how else one gets at the template.
LEFT_OUT = "template, .guided-route"


def on_paper(html: str) -> SafeString | None:
    """What a lesson shows of its template; None where it has none."""
    found = _found(html)
    # Rendered by our own templates, which have escaped what authors wrote.
    return mark_safe(str(found)) if found else None  # noqa: S308


def as_text(html: str) -> str:
    """For any editor, without a connection; empty where the lesson has no template."""
    found = _found(html)
    if found is None:
        return ""
    title = _said(found.h2)
    notes = [_said(tag) for tag in found.select(".guided-intro")]
    parts = [_part(part) for part in found.select(".guided-part")]
    return "\n\n".join([f"{title}\n{len(title) * '='}", *notes, *parts]) + "\n"


def _found(html: str) -> Tag | None:
    found = parsed(html).select_one(".guided-template")
    for tag in found.select(LEFT_OUT) if found else ():
        tag.decompose()
    if found and (inner := found.find("guided-template")):
        # A plain element, which no script takes up.
        inner.name, inner.attrs = "div", {"class": "guided-paper"}
    return found


def _part(part: Tag) -> str:
    lines = [_said(part.h3).upper(), _said(part.select_one(".guided-hint"))]
    if example := _said(part.select_one(".guided-example [dir]")):
        lines.append(_("Example: %(example)s") % {"example": example})
    return "\n".join(lines) + "\n" + _room(part)


def _room(part: Tag) -> str:
    """Where one writes."""
    if part["data-kind"] == "choice":
        return "\n".join(f"[ ] {_said(line)}" for line in part.select(".guided-slot li"))
    if part["data-kind"] != "timetable":
        return LINE * sum(int(str(slot["data-lines"])) for slot in part.select(".guided-slot"))
    columns = [_said(cell) for cell in part.select("thead th")]
    rows = [
        "\n".join(f"{name}: {_said(cell)}" for name, cell in zip(columns, row, strict=True))
        for row in (line.find_all(["th", "td"]) for line in part.select("tbody tr"))
    ]
    return "\n" + "\n\n".join(rows)


def _said(tag: Tag | None) -> str:
    """Its text, with the breaks of its lines; of nothing, nothing."""
    if tag is None:
        return ""
    for turn in tag.find_all("br"):
        turn.replace_with("\n")
    lines = (" ".join(line.split()) for line in tag.get_text().strip().splitlines())
    return "\n".join(lines)
