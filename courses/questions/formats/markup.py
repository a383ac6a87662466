"""HTML of other systems: to our rich text, to plain text; and from plain text to HTML.

Rich text keeps paragraphs, bold, italics and lists, as our editor does.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

from bleach.sanitizer import Cleaner
from django.utils.translation import gettext as _

from courses.questions.plain import tidy

INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i"}
LISTS = {"ul", "ol"}
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div"),
    *("dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("header", "hr", "html", "main", "p", "pre", "section", "table", "tr"),
}
DEEPEST = 8
CELLS = {"td", "th"}
UNSEEN = {"head", "iframe", "noscript", "object", "script", "style", "svg", "template", "title"}
MEDIA = {"audio", "video", "embed"}
SPACES = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*|\t+")
MLANG = re.compile(r"\{mlang\s+([\w,\s-]+)\}(.*?)\{mlang\}", re.DOTALL | re.IGNORECASE)
EMPTY = re.compile(r"<(b|i|p|li|ul|ol)>(?:\s|<br/>)*</\1>")
# Nothing but our elements, without attributes; bleach need not look then, which takes it ten times
# as long as all the rest of reading a large file.
OURS = re.compile(r"(?:[^<>]|</?(?:b|i|li|ol|p|ul)>|<br/>)*+")
CLEANER = Cleaner(tags={"b", "br", "i", "li", "ol", "p", "ul"}, attributes={}, strip=True)


class Picture(NamedTuple):
    source: str
    alt: str


@dataclass
class Markup:
    """What was found in a piece of HTML."""

    html: str = ""
    text: str = ""
    pictures: list[Picture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Writes the same again, well-formed and with nothing but what our editor has."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.out: list[str] = []
        self.plain: list[str] = []
        self.open: list[str] = []
        self.unseen = 0
        self.spans: list[str] = []  # the language of each open span, "" for any
        self.languages: list[str] = []  # of the texts that stand side by side
        self.found = Markup()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        if self.unseen or (self._is_other_language() and tag != "span"):
            return
        attributes = {name: value or "" for name, value in attrs}
        match tag:
            case "span":
                is_one = "multilang" in attributes.get("class", "")
                self.spans.append(attributes.get("lang", "") if is_one else "")
            case "img":
                self.found.pictures.append(
                    Picture(attributes.get("src", ""), attributes.get("alt", ""))
                )
            case "br":
                self._ensure_block()
                self.out.append("<br/>")
                self.plain.append("\n")
            case _:
                self._start(tag)

    def _start(self, tag: str) -> None:
        if tag in MEDIA:
            self.found.notes.append(_("A recording or film in the text was left out."))
        elif tag in INLINE and INLINE[tag] not in self.open:
            self._ensure_block()
            self._push(INLINE[tag])
        elif tag in LISTS or tag == "li":
            self._start_list(tag)
        elif tag in BLOCKS:
            self._break()
        elif tag in CELLS:
            self.handle_data(" ")

    def _start_list(self, tag: str) -> None:
        if tag == "li":
            self._close_to(*LISTS)
            if not self.open:
                self._push("ul")
            self._push("li")
            self.plain.append("\n")
            return
        if "li" not in self.open:
            self._close_all()
        if len(self.open) < DEEPEST:
            self._push(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(self.unseen - 1, 0)
        elif tag == "span" and self.spans and not self.unseen:
            self.spans.pop()
        elif self.unseen or self._is_other_language():
            return
        elif tag in INLINE and INLINE[tag] in self.open:
            self._close_inline(INLINE[tag])
        elif tag in LISTS and tag in self.open:
            self._close_to(tag)
            self._pop()
        elif tag == "li" and "li" in self.open:
            self._close_to("li")
            self._pop()
        elif tag in BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self.unseen or self._is_other_language():
            return
        data = SPACES.sub(" ", data)
        if data.strip(" ") or (self.open and self.open[-1] not in LISTS):
            self._ensure_block()
            self.out.append(escape(data, quote=False))
        self.plain.append(data)

    def _is_other_language(self) -> bool:
        others = [lang for lang in self.spans if lang]
        if others and not others[-1].lower().startswith(self.language):
            self.found.notes.append(_("Of a text in several languages, only one was taken."))
            return True
        return False

    def _ensure_block(self) -> None:
        if not self.open:
            self._push("p")
        elif self.open[-1] in LISTS:
            self._push("li")

    def _break(self) -> None:
        """Where a block begins or ends; inside of a list, a new line."""
        if "li" not in self.open:
            self._close_all()
        elif self.out[-1:] not in (["<li>"], ["<br/>"]):
            self.out.append("<br/>")
        self.plain.append("\n")

    def _push(self, tag: str) -> None:
        self.open.append(tag)
        self.out.append(f"<{tag}>")

    def _pop(self) -> None:
        self.out.append(f"</{self.open.pop()}>")

    def _close_to(self, *tags: str) -> None:
        while self.open and self.open[-1] not in tags:
            self._pop()

    def _close_all(self) -> None:
        while self.open:
            self._pop()

    def _close_inline(self, tag: str) -> None:
        """Its end; what was opened inside of it and is still open goes on behind it."""
        again = []
        while self.open[-1] != tag:
            again.append(self.open[-1])
            self._pop()
        self._pop()
        for other in reversed(again):
            self._push(other)


def read(html: str, language: str = "en") -> Markup:
    """The parts of a piece of HTML."""
    one_language = _one_of_several(html, language)
    reader = _Reader(language if f'lang="{language}' in html else _first_language(html))
    reader.feed(one_language)
    reader.close()
    reader._close_all()
    found = reader.found
    if one_language != html:
        found.notes.append(_("Of a text in several languages, only one was taken."))
    found.html = _rich("".join(reader.out))
    found.text = _lines("".join(reader.plain))
    return found


def _first_language(html: str) -> str:
    match = re.search(r'<span[^>]{0,200}\blang="([\w-]{1,20})"', html)
    return match[1].lower() if match else "en"


def _one_of_several(html: str, language: str) -> str:
    """Without the other languages of {mlang en}…{mlang}."""
    if "{mlang" not in html.lower():
        return html
    there = {name.strip().lower() for names, _t in MLANG.findall(html) for name in names.split(",")}
    wanted = next((name for name in (language, "other") if name in there), min(there, default=""))

    def chosen(match: re.Match) -> str:
        names = {name.strip().lower() for name in match[1].split(",")}
        return match[2] if wanted in names else ""

    return MLANG.sub(chosen, html)


def _rich(html: str) -> str:
    before = ""
    while before != html:
        before, html = html, EMPTY.sub("", html)
    if not OURS.fullmatch(html):
        html = CLEANER.clean(html).replace("<br>", "<br/>")
    return tidy(html.replace("<br/></p>", "</p>").replace("<br/></li>", "</li>"))


def _lines(text: str) -> str:
    """Each line without spaces around it, and without empty lines at the ends."""
    found = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(found)).strip()


def plain_to_rich(text: str) -> str:
    """Plain text as rich text: an empty line begins a paragraph."""
    parts = re.split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n").strip())
    lines = (escape(part.strip(), quote=False).replace("\n", "<br/>") for part in parts)
    return tidy("".join(f"<p>{line}</p>" for line in lines if line))


def plain_to_html(text: str) -> str:
    """For a field of one piece, such as a choice."""
    return escape(text, quote=False).replace("\n", "<br/>")


def of(text: str, kind: str, language: str = "en") -> Markup:
    """A text in one of Moodle's formats."""
    text = text.strip()
    match kind:
        case "html" if "<" in text or "&" in text or "{mlang" in text:
            return read(text, language)
        case "html":
            text = SPACES.sub(" ", text)
            return Markup(html=plain_to_rich(text), text=text)
        case "plain_text" | "plain":
            return Markup(html=plain_to_rich(text), text=text.replace("\r\n", "\n"))
        case "markdown":
            return _of_markdown(text, language)
        case _:  # Moodle's own: HTML with the line ends that were typed
            paragraphs = re.split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n"))
            joined = "".join(f"<p>{part}</p>" for part in paragraphs)
            return read(joined.replace("\n", "<br>"), language)


def _of_markdown(text: str, language: str) -> Markup:
    text = re.sub(r"\*\*(\S(?:[^*\n]*\S)?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(\S(?:[^*\n]*\S)?)\*", r"<i>\1</i>", text)
    text = re.sub(r"^#{1,6} +", "", text, flags=re.MULTILINE)
    found = of(text, "moodle_auto_format", language)
    found.notes.append(_("Of Markdown only paragraphs, bold and italics were read."))
    return found
