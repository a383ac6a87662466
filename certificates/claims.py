"""What a certificate says, its hash, its code and number, and name matching: plain Python."""

import hashlib
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypedDict

from courses.people import names

# Crockford's base32: no I, L, O or U, so that a code survives paper, phone and handwriting.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
NUMBER_GROUPS, NUMBER_GROUP_LENGTH = 2, 5
FORMAT = 1
LONGEST_NAME, MOST_WORDS = 300, 30  # of a whole name, which has two fields of 120 letters

_MISREAD = str.maketrans("ILO", "110")
_SEPARATORS = re.compile(r"[\s\-\u200b\u2010-\u2015\u2212._]+")
_CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")
_NUMBER = re.compile(f"[0-9]{{4}}[{ALPHABET}]{{{NUMBER_GROUPS * NUMBER_GROUP_LENGTH}}}")
# Letters that Unicode does not take apart into a plain letter and an accent; and signs that
# count as letters in Unicode, but are apostrophes (U+02B9 to U+02BF) or only stretch (U+0640).
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | {chr(sign): "" for sign in (*range(0x2B9, 0x2C0), 0x640)}
)


class Objective(TypedDict):
    code: str
    text: str


class Claims(TypedDict):
    """Frozen at issue; dates are ISO, ``site`` is where the certificate is verified."""

    format: int
    number: str
    given_name: str
    family_name: str
    title: str
    course: str
    edition: int
    completed_on: str
    valid_until: str
    duration_minutes: int
    outcomes: list[str]
    objectives: list[Objective]
    note: str
    issuer: str
    site: str


def build(
    *,
    number: str,
    given_name: str,
    family_name: str,
    policy: Mapping[str, Any],
    edition: int,
    completed_on: date,
    valid_until: date,
    issuer: str,
    site: str,
) -> Claims:
    """The claims; ``policy`` is that of the edition (see ``courses.editions``)."""
    return {
        "format": FORMAT,
        "number": number,
        "given_name": names.normalise(given_name),
        "family_name": names.normalise(family_name),
        "title": policy["certificate_title"],
        "course": policy["title"],
        "edition": edition,
        "completed_on": completed_on.isoformat(),
        "valid_until": valid_until.isoformat(),
        "duration_minutes": policy["duration_minutes"],
        "outcomes": list(policy["outcomes"]),
        "objectives": [{"code": it["code"], "text": it["text"]} for it in policy["objectives"]],
        "note": policy["certificate_note"],
        "issuer": issuer,
        "site": site,
    }


def renamed(claims: Claims, *, number: str, given_name: str, family_name: str) -> Claims:
    """The claims of a replacement: another number and name, everything else as awarded."""
    return {
        **claims,
        "number": number,
        "given_name": names.normalise(given_name),
        "family_name": names.normalise(family_name),
    }


def redacted(claims: Claims) -> Claims:
    """The claims without the person."""
    return {**claims, "given_name": "", "family_name": ""}


def full_name(claims: Claims) -> str:
    return f"{claims['given_name']} {claims['family_name']}".strip()


# --- hash -------------------------------------------------------------------------------------


def canonical(claims: Claims) -> bytes:
    """One byte string for the same claims, as RFC 8785 has it (keys are ASCII, no fractions)."""
    text = json.dumps(claims, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def new_salt() -> str:
    return secrets.token_hex(16)


def claims_hash(claims: Claims, *, salt: str) -> str:
    """SHA-256 over salt and claims: without the salt nobody finds the name by guessing."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(claims)).hexdigest()


# --- code and number --------------------------------------------------------------------------


def _draw(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_code() -> str:
    """The secret in the verify address: 60 random bits."""
    return _draw(CODE_LENGTH)


def new_number(year: int) -> str:
    """The public number: 50 random bits a year, drawn apart from the code."""
    groups = (_draw(NUMBER_GROUP_LENGTH) for _ in range(NUMBER_GROUPS))
    return "-".join((f"{year:04d}", *groups))


def _undo_misreading(typed: str) -> str:
    return _SEPARATORS.sub("", typed).upper().translate(_MISREAD)


def grouped(code: str) -> str:
    """A code as people read it out: ABCD-EFGH-JKMN."""
    return "-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def normalise_code(typed: str) -> str | None:
    """The code somebody typed, or None if it cannot be one."""
    code = _undo_misreading(typed)
    return code if _CODE.fullmatch(code) else None


def normalise_number(typed: str) -> str | None:
    """The number somebody typed, as it stands on paper, or None if it cannot be one."""
    plain = _undo_misreading(typed)
    if not _NUMBER.fullmatch(plain):
        return None
    middle = 4 + NUMBER_GROUP_LENGTH
    return "-".join((plain[:4], plain[4:middle], plain[middle:]))


def reads_as(typed: str) -> Literal["code", "number", "neither"]:
    """What was typed: people take the number for the code."""
    if normalise_code(typed):
        return "code"
    return "number" if _NUMBER.fullmatch(_undo_misreading(typed)) else "neither"


# --- names ------------------------------------------------------------------------------------


def fold_name(name: str) -> str:
    """A name as compared: no case, accents, white space, hyphens or apostrophes."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(filter(_is_of_a_name, folded)).translate(_PLAIN)


def _is_of_a_name(character: str) -> bool:
    """Letters, digits and vowel signs; accents are marks that combine, vowel signs do not."""
    is_mark = unicodedata.category(character)[0] == "M"
    return character.isalnum() or (is_mark and not unicodedata.combining(character))


def names_match(typed: str, name: str) -> bool:
    """Whether a verifier typed this family name; nothing matches a name that is not there."""
    folded = fold_name(name)
    return bool(folded) and fold_name(typed) == folded


def names_holder(name: str, family_name: str) -> bool:
    """Whether a whole name ends with this family name."""
    words = name[-LONGEST_NAME:].split()[-MOST_WORDS:]
    return any(names_match(" ".join(words[at:]), family_name) for at in range(len(words)))
