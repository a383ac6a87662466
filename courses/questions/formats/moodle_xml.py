"""Moodle XML, as Moodle 4 and 5 read and write it; reading question by question."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from . import moodle_questions, moodle_writing
from .interface import Entry, Path, Reading, Unreadable, Written

CHUNK = 64 * 1024
DEEPEST = 20
SEPARATOR = re.compile(r"(?<!/)/(?!/)")
CONTEXT = re.compile(r"\$\w+\$")


class _Questions:
    """The target of the parser: keeps each question, with its line, until it is taken."""

    def __init__(self) -> None:
        self.ready: list[tuple[int, Element]] = []
        self.depth = 0
        self.line = 0
        self.parser: Any = None
        self.builder: TreeBuilder | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1 and tag != "quiz":
            message = _("This XML is not Moodle's: it begins with <%(tag)s>, not <quiz>.")
            raise Unreadable(message % {"tag": tag[:30]})
        if self.depth > DEEPEST:
            message = _("Line %(line)d: the elements are nested too deep.")
            raise Unreadable(message % {"line": self._line()})
        if self.depth == 2 and tag == "question":  # noqa: PLR2004 (right below the root)
            self.builder, self.line = TreeBuilder(), self._line()
        if self.builder:
            self.builder.start(tag, attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.builder:
            self.builder.end(tag)
            if self.depth == 1:
                self.ready.append((self.line, self.builder.close()))
                self.builder = None

    def data(self, text: str) -> None:
        if self.builder:
            self.builder.data(text)

    def close(self) -> None:
        """The parser asks for it."""

    def _line(self) -> int:
        return self.parser.parser.CurrentLineNumber


def elements(content: bytes) -> Iterator[tuple[int, Element]]:
    """Each question with its line. Raises Unreadable."""
    target = _Questions()
    # A document type is what bombs are made of, and Moodle writes none.
    target.parser = parser = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        for start in range(0, len(content), CHUNK):
            parser.feed(content[start : start + CHUNK])
            yield from target.ready
            target.ready.clear()
        parser.close()
    except DefusedXmlException as error:
        message = _("The file defines entities or a document type; that is refused as unsafe.")
        raise Unreadable(message) from error
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, Unreadable):
            raise
        message = _("This is not well-formed XML (%(reason)s). Export it from Moodle once more.")
        raise Unreadable(message % {"reason": str(error)[:100]}) from error


class MoodleXML:
    name = "moodlexml"
    suffix = ".xml"
    content_type = "application/xml"

    def read(self, content: bytes, language: str = "en") -> Reading:
        reading = Reading()
        path: Path = ()
        if not content.strip():
            raise Unreadable(_("The file is empty."))
        for line, element in elements(content):
            if element.get("type") == "category":
                path = split_path(element.findtext("category/text") or "")
                continue
            entry = moodle_questions.read(element, language)
            entry.line, entry.path = line, path
            reading.entries.append(entry)
        return reading

    def write(self, entries: Iterable[Entry]) -> Written:
        out: list[str] = []
        path: Path | None = None
        for entry in entries:
            if entry.path != path:
                path = entry.path
                out.append(moodle_writing.category(join_path(path)))
            if entry.body:
                out.append(moodle_writing.question(entry))
        text = "".join(part + "\n" for part in out)
        document = f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{text}</quiz>\n'
        return Written(document.encode(), [])


def split_path(text: str) -> Path:
    """The names of the categories, without the context and what Moodle calls “top”."""
    names = [name.replace("//", "/").strip() for name in SEPARATOR.split(text.strip())]
    names = [name for name in names if name]
    if names and CONTEXT.fullmatch(names[0]):
        names = names[1:]
    return tuple(names[1:] if names[:1] == ["top"] else names)


def join_path(path: Path) -> str:
    def safe(name: str) -> str:
        name = name.replace("/", "//")
        before, after = " " * name.startswith("/"), " " * name.endswith("/")
        return f"{before}{name}{after}"

    return "/".join(["$course$", "top", *(safe(name) for name in path)])
