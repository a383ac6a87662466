"""Whether an uploaded file is what its name says: plain rules, no Django."""

import codecs
from typing import BinaryIO

ZIP = b"PK\x03\x04"  # what Office files are inside
# What a file of each kind begins with, behind so many bytes.
MARKS: dict[str, tuple[int, tuple[bytes, ...]]] = {
    "pdf": (0, (b"%PDF-",)),
    "docx": (0, (ZIP,)),
    "pptx": (0, (ZIP,)),
    "xlsx": (0, (ZIP,)),
    "mp4": (4, (b"ftyp",)),
    "m4a": (4, (b"ftyp",)),
    "webm": (0, (b"\x1a\x45\xdf\xa3",)),
    "ogg": (0, (b"OggS",)),
    "mp3": (0, (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")),
}
TEXT = {"csv", "txt", "vtt"}
CHUNK = 64 * 1024
# Where a WebM file says that it is one: Matroska, which not every browser plays, begins alike.
WEBM_HEAD = 64


def is_what_it_says(file: BinaryIO, extension: str) -> bool:
    """Whether the content fits the extension; an extension that is not known never does."""
    file.seek(0)
    try:
        if extension in TEXT:
            return _is_text(file) and (extension != "vtt" or _has_captions(file))
        return extension in MARKS and _has_mark(file, extension)
    finally:
        file.seek(0)


def _has_mark(file: BinaryIO, extension: str) -> bool:
    behind, marks = MARKS[extension]
    head = file.read(WEBM_HEAD)
    return head[behind:].startswith(marks) and (extension != "webm" or b"webm" in head)


def _is_text(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _has_captions(file: BinaryIO) -> bool:
    """WebVTT with at least one caption in it."""
    file.seek(0)
    first, *rest = file.read().removeprefix(codecs.BOM_UTF8).splitlines() or [b""]
    return first.split(maxsplit=1)[:1] == [b"WEBVTT"] and any(b"-->" in line for line in rest)
