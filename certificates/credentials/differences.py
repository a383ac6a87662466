"""What a file says otherwise than the credential that we signed, field by field."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# What a path begins with: which field it is of. The first that fits.
FIELDS = {
    "id": "address",
    "name": "title",
    "issuer": "issuer",
    "validFrom": "signed_at",
    "validUntil": "valid_until",
    "awardedDate": "completed_on",
    "credentialStatus": "status",
    "credentialSubject/identifier": "holder",
    "credentialSubject/licenseNumber": "number",
    "credentialSubject/achievement/name": "title",
    "credentialSubject/achievement/image/caption": "title",
    "credentialSubject/achievement/description": "note",
    "credentialSubject/achievement/version": "edition",
    "credentialSubject/achievement/creator": "issuer",
    "credentialSubject/achievement/criteria": "learnt",
    "proof": "signature",
}
OTHER, SIGNATURE = "other", "signature"
MOST, LONGEST = 20, 300
HOLDER = "credentialSubject/identifier/0/identityHash"
METHOD = "proof/0/verificationMethod"
RENEWED = {"proof", "validFrom"}  # what another signature brings


@dataclass(frozen=True)
class Difference:
    """``path`` is where; a value is empty where the one side has nothing there."""

    field: str
    path: str
    stated: str
    true: str


def differences(stated: dict[str, Any], true: dict[str, Any]) -> list[Difference]:
    """The first MOST; once where a field stands in several places, as the title does."""
    flat_stated, flat_true = dict(_leaves(stated)), dict(_leaves(true))
    found: dict[tuple[str, ...], Difference] = {}
    for path in dict.fromkeys([*flat_true, *flat_stated]):
        one, other = flat_stated.get(path, ""), flat_true.get(path, "")
        if one == other:
            continue
        row = Difference(field_of(path), path[:LONGEST], _shown(one), _shown(other))
        found.setdefault(_subject(row), row)
        if len(found) == MOST:
            break
    return list(found.values())


def _subject(row: Difference) -> tuple[str, ...]:
    """What makes another row of it; the parts of a signature mean nothing to people."""
    if row.field == SIGNATURE:
        return (row.field,)
    path = row.path if row.field == OTHER else ""
    return (row.field, path, row.stated, row.true)


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whatever the order of names; unlike Python, JSON tells ``0`` from ``false``."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def field_of(path: str) -> str:
    whole = f"{path}/"
    return next((field for start, field in FIELDS.items() if whole.startswith(f"{start}/")), OTHER)


def without(data: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in names}


def text_at(data: dict[str, Any], *paths: str) -> str:
    """The text at the first of the paths that has one, or nothing."""
    values = (_value_at(data, path.split("/")) for path in paths)
    return next((value for value in values if isinstance(value, str)), "")


def _value_at(value: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value as JSON, with the way to it; what is empty counts as a value too."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            step = name.replace("~", "~0").replace("/", "~1")
            yield from _leaves(inner, f"{path}/{step}" if path else step)
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}/{number}")
    else:
        yield path, json.dumps(value, ensure_ascii=False)


def _shown(value: str) -> str:
    """As people read it: a text without its quotation marks."""
    plain = json.loads(value) if value.startswith('"') else value
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"
