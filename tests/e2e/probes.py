"""Small scripts that look at the open page for what axe does not see (WCAG 2.2)."""

from collections.abc import Iterator

from playwright.sync_api import Page

STOPS = 250  # more than any page has
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"

# A stop of the tab key: whether it shows that it has the focus, and whether a corner, the middle
# or an edge of it can be seen. A link that breaks over lines has several boxes.
STOP = """() => {
  const place = document.activeElement;
  if (place === document.body) return null;
  const style = getComputedStyle(place);
  const seen = [...place.getClientRects()].some((box) =>
    [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
      const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
      return top !== null && (place.contains(top) || top.contains(place));
    })));
  return {
    html: place.outerHTML.slice(0, 200),
    shows: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen,
  };
}"""

# Targets below 24 × 24 px that are not in a sentence and not alone in a circle of 24 px. Whoever
# hits the label hits what it names.
SMALL_TARGETS = """(controls) => {
  const SIZE = 24;
  const isSmall = ({ width, height }) => width < SIZE - 0.5 || height < SIZE - 0.5;
  // A part that scrolls on its own: what is scrolled out of it is beside nothing outside.
  const scrollerOf = (place) => {
    for (let part = place.parentElement; part !== null; part = part.parentElement) {
      const scrolls = ["auto", "scroll"].includes(getComputedStyle(part).overflowY);
      if (scrolls && part.scrollHeight > part.clientHeight) return part;
    }
    return null;
  };
  const targets = [...document.querySelectorAll(controls)]
    .filter((place) => place.checkVisibility({ visibilityProperty: true }))
    .map((place) => {
      const boxes = [place, ...(place.labels ?? [])].map((one) => one.getBoundingClientRect());
      const box = boxes.find((one) => !isSmall(one)) ?? boxes[0];
      const scroller = scrollerOf(place);
      const seen = scroller?.getBoundingClientRect();
      const isOut = seen !== undefined && (box.bottom <= seen.top || box.top >= seen.bottom);
      return { place, boxes, box, scroller, isOut };
    })
    // Not what nobody sees before it has the focus, as the skip link.
    .filter(({ box }) => box.width > 1 && box.right > 0 && box.bottom + scrollY > 0);
  const isInSentence = ({ place }) => {
    if (getComputedStyle(place).display !== "inline") return false;
    let block = place.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return block.innerText.trim().length > place.innerText.trim().length;
  };
  const centre = (box) => [box.x + box.width / 2, box.y + box.height / 2];
  const isAlone = (one) => {
    const [x, y] = centre(one.box);
    return targets.every((other) => {
      if (other.place.contains(one.place) || one.place.contains(other.place)) return true;
      if (one.scroller !== other.scroller && (one.isOut || other.isOut)) return true;
      const [otherX, otherY] = centre(other.box);
      if (isSmall(other.box) && Math.hypot(x - otherX, y - otherY) < SIZE) return false;
      return other.boxes.every((box) => {
        const aside = Math.max(box.left - x, 0, x - box.right);
        const above = Math.max(box.top - y, 0, y - box.bottom);
        return Math.hypot(aside, above) >= SIZE / 2;
      });
    });
  };
  return targets
    .filter((one) => isSmall(one.box) && !isInSentence(one) && !isAlone(one))
    .map(({ place, box }) =>
      `${Math.round(box.width)} × ${Math.round(box.height)}: ${place.outerHTML.slice(0, 200)}`);
}"""

# The spacing of WCAG 1.4.12. A sheet made by script is none that our policy would have to allow.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important }
    * { word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# Elements with words that do not fit and are cut off; not what only a screen reader reads (1 px).
CUT_OFF = """() => [...document.querySelectorAll("body *")]
  .filter((place) => {
    const style = getComputedStyle(place);
    if (!place.innerText?.trim() || place.clientWidth <= 1 || place.clientHeight <= 1) return false;
    const cuts = (overflow) => ["hidden", "clip"].includes(overflow);
    return (cuts(style.overflowX) && place.scrollWidth > place.clientWidth + 1)
      || (cuts(style.overflowY) && place.scrollHeight > place.clientHeight + 1);
  })
  .map((place) => place.outerHTML.slice(0, 200))"""

# Where help is: the part of the page of each way to it, in the order of the page.
HELP = """() => [
  ...document.querySelectorAll(".quick-exit, a[href$='/worried/'], header, main, footer"),
]
  .map((place) => {
    if (!place.matches("a")) return place.localName;
    const part = (place.closest("main") ?? place.closest("aside, header, footer"))?.localName;
    return `${place.matches(".quick-exit") ? "leave" : "worried"} in ${part}`;
  })
  .filter((what) => what !== "worried in main")"""

# Transitions and animations that take longer than nothing, pseudo-elements included.
MOVING = """() => {
  const seconds = (list) => Math.max(...list.split(",").map((one) =>
    parseFloat(one) * (one.trim().endsWith("ms") ? 0.001 : 1)));
  const moves = (place, part) => {
    const style = getComputedStyle(place, part);
    return seconds(style.transitionDuration) > 0.01 ||
      (style.animationName !== "none" && seconds(style.animationDuration) > 0.01);
  };
  const places = [...document.querySelectorAll("*")];
  return places
    .filter((place) => [null, "::before", "::after"].some((part) => moves(place, part))
      || getComputedStyle(place).scrollBehavior === "smooth")
    .map((place) => place.outerHTML.slice(0, 120));
}"""

# Controls in forced colours whose edge is gone. Where only a background says what a control is,
# nothing is left of it there.
WITHOUT_EDGE = """() =>
  [...document.querySelectorAll("button, .button, input:not([type=hidden]), select, textarea")]
  .filter((place) => place.checkVisibility({ visibilityProperty: true }))
  .filter((place) => !place.matches("[type=radio], [type=checkbox], [type=range]"))
  .filter((place) => {
    const style = getComputedStyle(place);
    const edge = style.borderBottomStyle !== "none" && parseFloat(style.borderBottomWidth) >= 1;
    return !edge || style.borderBottomColor === style.backgroundColor
      || style.color === style.backgroundColor;
  })
  .map((place) => place.outerHTML.slice(0, 200))"""


def stops(page: Page) -> Iterator[dict]:
    """Every stop of the tab key, from the top of the page to its end."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return
        yield stop
    raise AssertionError(f"The tab key never leaves {page.url}.")
