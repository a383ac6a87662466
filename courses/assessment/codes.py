"""What an attempt or an answer is called where nobody is to know whose it is."""

import hashlib
from uuid import UUID


def answer_code(attempt: UUID, slot: int) -> str:
    """Of one answer: two of the same attempt show nothing in common but the address."""
    return _code(f"{attempt} {slot}", 4)


def attempt_code(attempt: UUID) -> str:
    return _code(str(attempt), 8)


def _code(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length].upper()
