"""That a page speaks one language, but for what is declared to be in another."""

import re

from playwright.sync_api import Page

# Small words that English cannot do without, and that neither French nor Spanish has.
ENGLISH = re.compile(
    r"\b(the|and|you|your|with|of|in|for|to|is|are|this|that|not)\b", re.IGNORECASE
)
# Every text of the page in its language, also what is folded away, read aloud or said later; but
# for lists to choose from, which are full of the names of places.
TEXTS = """language => {
  const ours = (element) => {
    const declared = element.closest("[lang]").lang;
    return declared === language && !element.closest("script, style, option");
  };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    if (data.trim() && ours(parentElement)) found.push(data);
  }
  for (const element of document.querySelectorAll("*")) {
    if (!ours(element)) continue;
    for (const { name, value } of element.attributes) {
      const isRead = ["alt", "aria-label", "placeholder", "title"].includes(name);
      const isSaid = name.startsWith("data-") && value.includes(" ");
      if (isRead || isSaid) found.push(value);
    }
  }
  return found.map((text) => text.replace(/\\s+/g, " ").trim());
}"""


def speaks(page: Page, language: str) -> None:
    """The page declares the language, and nothing on it is left in English."""
    assert page.locator("html").get_attribute("lang") == language, page.url
    if language != "en":
        left = [text for text in page.evaluate(TEXTS, language) if ENGLISH.search(text)]
        assert not left, f"{page.url}: {left}"
