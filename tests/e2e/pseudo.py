"""What of a page in the pseudo-language was not translated: text outside its ⟦…⟧ marks.

Left out is what nobody translates: what authors and learners wrote (it says its language or its
direction), names of places, encodings and variables, e-mail addresses, numbers of certificates.
The marks may open in one element and close in another.
"""

from playwright.sync_api import Page

from lms.pseudo import CLOSE, OPEN

WRITTEN_BY_PEOPLE = "[lang]:not(html), [dir=auto], [dir=ltr], bdi"
NAMES = "code, .code, [name=time_zone] option, [name=encoding] option"
NO_TEXT = "script, style, template"
ADDRESS_OR_NUMBER = r"\S+@\S+|\b\d{4}-\w{5}-\w{5}\b"
SPOKEN = ("aria-label", "title", "placeholder", "alt", "label")

FIND = """([part, open, close, kept, noText, same, spoken]) => {
  let depth = 0;
  const outside = (text) => {
    let found = "";
    for (const character of text) {
      if (character === open) depth += 1;
      else if (character === close) depth -= 1;
      else if (depth === 0) found += character;
    }
    return found.replace(new RegExp(same, "g"), "");
  };
  const found = [];
  const look = (text, place) => {
    const loose = outside(text);
    if (/\\p{L}/u.test(loose) && !place.closest(kept)) found.push(loose.trim());
  };
  for (const root of document.querySelectorAll(part)) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const place = texts.currentNode.parentElement;
      if (!place.closest(noText)) look(texts.currentNode.data, place);
    }
    for (const name of spoken)
      for (const place of root.querySelectorAll(`[${name}]`)) look(place.getAttribute(name), place);
  }
  return found;
}"""


def untranslated(page: Page, part: str = "body") -> list[str]:
    kept, same, spoken = f"{WRITTEN_BY_PEOPLE}, {NAMES}", ADDRESS_OR_NUMBER, list(SPOKEN)
    return page.evaluate(FIND, [part, OPEN, CLOSE, kept, NO_TEXT, same, spoken])
