"""Whether an uploaded document is what its name says: plain rules, no Django."""

import codecs
from typing import BinaryIO

ZIP = b"PK\x03\x04"  # what Office files are inside
BEGINS_WITH = {"pdf": b"%PDF-", "docx": ZIP, "pptx": ZIP, "xlsx": ZIP}
TEXT = {"csv", "txt"}
CHUNK = 64 * 1024


def is_what_it_says(file: BinaryIO, extension: str) -> bool:
    """Whether the content fits the extension; an extension that is not known never does."""
    file.seek(0)
    try:
        if extension in TEXT:
            return _is_text(file)
        start = BEGINS_WITH.get(extension)
        return start is not None and file.read(len(start)) == start
    finally:
        file.seek(0)


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
