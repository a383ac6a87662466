"""What every file format can do: bytes to entries, and entries to bytes.

An *entry* is one question as a file has it. Its body has the shape of questions.types.interface,
but no ids; its pictures are in it by the names that the body uses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from courses.questions.types import Body

type Path = tuple[str, ...]

MEDIUM = 2


class Unreadable(ValueError):
    """The file as a whole cannot be read; says why, and what to do."""


class Misfit(ValueError):
    """A question that has no place in the other system; says why."""


@dataclass
class Entry:
    body: Body = field(default_factory=dict)
    line: int = 0
    name: str = ""
    kind: str = ""  # what the file calls the type
    key: str = ""
    path: Path = ()  # the categories it is in, from the top
    objective: str = ""
    difficulty: int = MEDIUM
    critical: bool = False
    practice_only: bool = False
    tags: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    about: set[str] = field(default_factory=set)  # the tags that say something of the body
    notes: list[str] = field(default_factory=list)  # what was left out
    refusal: str = ""  # why it cannot be read; then there is no body

    @property
    def type(self) -> str:
        return self.body.get("type", "") or self.kind

    def note(self, message: str) -> None:
        if message not in self.notes:
            self.notes.append(message)


@dataclass
class Reading:
    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # how the file was read


class Written(NamedTuple):
    content: bytes
    left_out: list[tuple[str, str]]  # key and reason


class Format(Protocol):
    name: str
    suffix: str
    content_type: str

    def read(self, content: bytes, language: str) -> Reading:
        """Raises Unreadable. Of texts in several languages, those in ``language`` are taken."""
        ...

    def write(self, entries: Iterable[Entry]) -> Written: ...
