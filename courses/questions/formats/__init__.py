"""The file formats of questions: one module each, one interface (see interface.py)."""

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from .comma_separated import CommaSeparated
from .gift import Gift
from .interface import Entry, Format, Misfit, Reading, Unreadable, Written
from .moodle_xml import MoodleXML
from .spreadsheet import Spreadsheet

FORMATS: dict[str, Format] = {
    found.name: found for found in (MoodleXML(), Gift(), CommaSeparated(), Spreadsheet())
}
SUFFIXES = {".xml": "moodlexml", ".txt": "gift", ".gift": "gift", ".csv": "csv", ".xlsx": "xlsx"}

__all__ = [
    "FORMATS",
    "Entry",
    "Format",
    "Misfit",
    "Reading",
    "Unreadable",
    "Written",
    "format_of",
]


def format_of(filename: str, content: bytes) -> Format:
    """The format of a file by its name, when its content agrees. Raises Unreadable."""
    suffix = f".{filename.lower().rpartition('.')[2]}"
    if suffix not in SUFFIXES:
        message = _("The name of the file ends with one of these: %(names)s.")
        raise Unreadable(message % {"names": ", ".join(SUFFIXES)})
    found = FORMATS[SUFFIXES[suffix]]
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    is_zip = zipfile.is_zipfile(BytesIO(content))
    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml")
    if is_zip != (found.name == "xlsx") or (is_xml and found.name != "moodlexml"):
        raise Unreadable(_("The content of this file is not what its name says."))
    return found
