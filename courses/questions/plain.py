"""One spelling of the same content, so that it hashes the same in every database."""

import hashlib
import json
import re
from pathlib import PurePath
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

EDITOR_KEYS = re.compile(r' data-block-key="[^"]*"')
PAGE_LINK = re.compile(r'(<a linktype="page" )id="(\d+)"')
SPACES = re.compile(r"[ \t\r\n]+")  # not the no-break space, which French needs
BLOCK_END = re.compile(r"[ \t\r\n]*(</(?:p|ul|ol|li|h[2-6])>|<(?:ul|ol)>|<hr/>)[ \t\r\n]*")


def digest(data: Any) -> str:
    """SHA-256 of plain data in canonical JSON."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def lines(value: Any) -> Any:
    """Text with one kind of line end (browsers send two characters); anything else as it is."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def tidy(html: str) -> str:
    """One spelling of the same rich text: no editor keys, one block a line, portable links."""
    html = EDITOR_KEYS.sub("", html or "")
    html = PAGE_LINK.sub(_portable_link, html)
    html = SPACES.sub(" ", html).strip()
    return BLOCK_END.sub(r"\1\n", html).replace("<p> ", "<p>").replace("<li> ", "<li>").strip()


def _portable_link(match: re.Match) -> str:
    page = Page.objects.filter(pk=match[2]).first()
    return f'{match[1]}uuid="{page.translation_key}"' if page else match[0]


def upload_name(upload) -> str:
    """Of an image, document, film or recording: the same wherever the same file is."""
    suffix = PurePath(upload.file.name).suffix.lower()
    return f"{slugify(upload.title) or 'file'}-{upload.get_file_hash()[:8]}{suffix}"
