"""Where the questions of a file go: into which bank, and under which key."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.validators import slug_re
from django.utils.text import slugify

from .formats import Entry
from .formats.interface import Path
from .models import QuestionBank
from .plain import digest

SEPARATOR = " / "
LONGEST_NAME, LONGEST_SLUG, LONGEST_KEY = 200, 100, 80  # as the models have them


def find_bank(name: str) -> QuestionBank | None:
    """By its short name or its name."""
    by_slug = QuestionBank.objects.filter(slug=name).first()
    return by_slug or QuestionBank.objects.filter(name=name).first()


def bank_names(entries: list[Entry], bank: str) -> list[str]:
    """The bank of each entry: the one chosen for the root, one of its own for what is below."""
    root = len(_root({entry.path for entry in entries}, bank))
    names = (SEPARATOR.join([bank, *entry.path[root:]]) for entry in entries)
    return [name[:LONGEST_NAME] for name in names]


def _root(paths: set[Path], bank: str) -> Path:
    """What all paths begin with; or only as far as the bank's own name goes."""
    common = min(paths, key=len, default=())
    while any(path[: len(common)] != common for path in paths):
        common = common[:-1]
    lengths = range(1, len(common) + 1)
    named = (n for n in lengths if SEPARATOR.join(common[:n]) == bank)
    return common[: next(named, len(common))]


def path_below(name: str, bank: str) -> Path:
    """The categories of a bank in the export of another one, which is its root."""
    below = name.removeprefix(bank).removeprefix(SEPARATOR)
    return (bank, *below.split(SEPARATOR)) if below else (bank,)


def new_bank(name: str) -> QuestionBank:
    """With a short name that no other has; not saved."""
    start = slugify(name)[: LONGEST_SLUG - 4] or f"bank-{digest(name)[:8]}"
    taken = set(QuestionBank.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    return QuestionBank(name=name, slug=_free(start, taken))


def keys(entries: Iterable[Entry], banks: Iterable[str]) -> list[str]:
    """The key of each entry, which no other of its bank in the file has."""
    taken: dict[str, set[str]] = defaultdict(set)
    found = []
    for entry, bank in zip(entries, banks, strict=True):
        key = _free(_key(entry), taken[bank])
        taken[bank].add(key)
        found.append(key)
    return found


def _key(entry: Entry) -> str:
    is_ours = len(entry.key) <= LONGEST_KEY and slug_re.match(entry.key)
    wanted = entry.key if is_ours else slugify(entry.key or entry.name)
    # A name without Latin letters: the same question has the same key the next time.
    return wanted[:LONGEST_KEY].strip("-") or f"question-{digest([entry.name, entry.body])[:8]}"


def _free(start: str, taken: set[str]) -> str:
    name, number = start, 1
    while name in taken:
        number += 1
        name = f"{start[: LONGEST_KEY - 6]}-{number}"
    return name
