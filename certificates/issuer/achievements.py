"""What was achieved, apart from who achieved it."""

import json
import uuid
from typing import Any

from certificates.claims import Claims

from .models import Achievement

NAMESPACE = uuid.UUID("8f0f5a52-6a0e-4c0e-9d5e-0d7a3c1f7b11")
OF_A_PERSON = {"format", "number", "given_name", "family_name", "completed_on", "valid_until"}


def content_of(claims: Claims) -> dict[str, Any]:
    """The claims that are the same for all who achieved it."""
    return {name: value for name, value in claims.items() if name not in OF_A_PERSON}


def achievement_of(claims: Claims) -> Achievement:
    """One query where it is known."""
    content = content_of(claims)
    name = json.dumps(content, sort_keys=True, ensure_ascii=False)
    row, _is_new = Achievement.objects.get_or_create(
        uuid=uuid.uuid5(NAMESPACE, name), defaults={"content": content}
    )
    return row
