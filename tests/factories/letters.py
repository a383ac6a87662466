"""Letters, read as their reader does."""

import re

NOT_READ = re.compile(r"<(head|style)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
ADDRESS = re.compile(r"https?://\S+")


def words_of(letter: str) -> list[str]:
    """What a letter says, in order; the name at the head or foot and addresses of links aside."""
    text = ADDRESS.sub(" ", TAG.sub(" ", NOT_READ.sub(" ", letter)))
    return re.findall(r"[\w’'-]*\w", text.replace("Safe Learning", " "))
