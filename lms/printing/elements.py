"""What the elements of HTML are: in a line or not, on paper or not, how their text looks."""

import re
from collections.abc import Container
from urllib.parse import quote, urljoin, urlsplit

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from .runs import Style
from .text import breakable

LEFT_OUT = {
    *("button", "canvas", "datalist", "head", "input", "meter", "progress", "script", "select"),
    *("style", "template", "textarea"),
}
INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em"),
    *("font", "i", "ins", "kbd", "label", "mark", "output", "picture", "q", "s", "samp", "small"),
    *("source", "span", "strike", "strong", "sub", "sup", "svg", "time", "track", "tt", "u"),
    *("var", "wbr"),
}
IN_A_LINE = INLINE | LEFT_OUT
STYLES: dict[str, Style] = {
    **dict.fromkeys(("b", "strong"), {"strong": True}),
    **dict.fromkeys(("cite", "dfn", "em", "i", "var"), {"em": True}),
    **dict.fromkeys(("del", "s", "strike"), {"struck": True}),
    "sub": {"script": "sub"},
    "sup": {"script": "super"},
}
IN_AN_ADDRESS = "%/:?#[]@!$&'()*+,;=~"
SCHEME = re.compile("^(mailto|tel):")
SCHEMES = {"http", "https", "mailto", "tel"}


def is_shown(tag: Tag) -> bool:
    """Whether it belongs on paper: no control, nothing hidden that a script would show."""
    is_hidden = "hidden" in tag.attrs and tag["hidden"] != "until-found"
    return tag.name not in LEFT_OUT and not is_hidden and tag.get("data-print") != "none"


def elements(tag: Tag) -> list[Tag]:
    return [child for child in tag.children if isinstance(child, Tag) and is_shown(child)]


def is_in_a_line(node: PageElement) -> bool:
    if not isinstance(node, Tag):
        return True
    inside = [node, *node.find_all(True)]
    return all(tag.name in IN_A_LINE and tag.get("data-print", "none") == "none" for tag in inside)


def holds_only(tag: Tag, names: set[str]) -> bool:
    """Whether that is all in it, as HTML asks of lists and tables; else it is read as text."""
    texts = (child for child in tag.children if type(child) is NavigableString)
    return all(e.name in names for e in elements(tag)) and not any(t.strip() for t in texts)


def is_regular(table: Tag) -> bool:
    parts = {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"}
    groups = [table, *(e for e in elements(table) if e.name in ("thead", "tbody", "tfoot"))]
    rows = [row for group in groups for row in elements(group) if row.name == "tr"]
    return (
        holds_only(table, parts)
        and all(holds_only(group, {"tr"}) for group in groups[1:])
        and all(holds_only(row, {"td", "th"}) for row in rows)
    )


def style_of(tag: Tag, address: str, known: Container[str]) -> Style:
    """How an element makes its text look, and where it leads from ``address``."""
    if tag.name != "a":
        return STYLES.get(tag.name, {})
    written = str(tag.get("href", "#")).strip()
    try:
        href = quote(urljoin(address, written), safe=IN_AN_ADDRESS)
        leads_on = not written.startswith("#") and urlsplit(href).scheme in SCHEMES
    except ValueError:  # as “http://[”
        return {}
    shown = "" if href in known else breakable(SCHEME.sub("", href))
    return {"href": href, "shown": shown} if leads_on else {}


def said(tag: Tag) -> str:
    """What a picture in a line says to somebody who does not see it."""
    if tag.get("aria-hidden") == "true":
        return ""
    title = tag.find("title")
    return str(tag.get("alt") or tag.get("aria-label") or (title.get_text() if title else ""))
