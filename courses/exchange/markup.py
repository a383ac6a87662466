"""Rich text in files: a few elements, links that mean the same in every database."""

import re
from collections.abc import Callable
from uuid import UUID

import bleach
from django.utils.translation import gettext as _

from courses.questions.plain import tidy

from .report import Place

TAGS = frozenset(["a", "b", "br", "em", "h3", "h4", "hr", "i", "li", "ol", "p", "strong", "ul"])
PROTOCOLS = frozenset(["http", "https", "mailto", "tel"])
ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|#)\S+")
PAGE_LINK = re.compile(r'<a linktype="page" uuid="([0-9a-f-]{36})">')
# A “<” that opens or closes nothing we know.
STRANGE = re.compile(rf"<(?!/?(?:{'|'.join(sorted(TAGS))})[\s/>])[^>\s]{{0,30}}>?", re.IGNORECASE)
# What Wagtail's editor writes when somebody saves the page, so that nothing seems edited then.
AS_THE_EDITOR = (("strong>", "b>"), ("em>", "i>"), ("<br>", "<br/>"), ("<hr>", "<hr/>"))


def clean(html: str, place: Place) -> str:
    """Rich text in its one spelling; whatever is not allowed is refused, not dropped in silence."""
    for found in dict.fromkeys(STRANGE.findall(html)):
        place.refuse(_("“%(found)s” is not allowed; write a plain < as &lt;.") % {"found": found})
    refused: list[str] = []

    def allowed(tag: str, name: str, value: str) -> bool:
        fine = _is_allowed(tag, name, value)
        if not fine:
            refused.append(f'<{tag} {name}="{value}">')
        return fine

    html = bleach.clean(html, tags=TAGS, attributes=allowed, protocols=PROTOCOLS)
    for found in refused:
        place.refuse(_("“%(found)s” is not allowed.") % {"found": found})
    if html.count("linktype=") != len(PAGE_LINK.findall(html)):
        place.refuse(_('Write a link to a page as <a linktype="page" uuid="…">.'))
    for theirs, ours in AS_THE_EDITOR:
        html = html.replace(theirs, ours)
    return tidy(html)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if tag != "a":
        return False
    return bool(
        (name == "href" and ADDRESS.fullmatch(value))
        or (name == "linktype" and value == "page")
        or name == "uuid"
    )


def linked_pages(html: str) -> list[UUID]:
    return [UUID(uuid) for uuid in PAGE_LINK.findall(html)]


def with_ids(html: str, page_id: Callable[[UUID], int]) -> str:
    """As the database has it: links to pages by their id there."""
    return PAGE_LINK.sub(lambda match: f'<a linktype="page" id="{page_id(UUID(match[1]))}">', html)
