"""HTML on paper: what each element becomes; nothing is lost, and nothing stops the printing."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from lms.printing.compiler import render
from lms.printing.elements import INLINE
from lms.printing.prose import Block, Sheet, blocks, parsed, plain
from lms.printing.text import UNKNOWN, replaced

TEMPLATE = Path(__file__).parent / "prose_alone.typ"
NOW = datetime(2026, 7, 14, tzinfo=UTC)
ADDRESS = "https://example.org/learn/course/"


def png(mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (60, 40), "teal").save(out, "PNG")
    return out.getvalue()


PICTURES = {"/a.png": png(), "/clear.png": png("RGBA"), "/broken.png": png()[:60], "/x": b"x"}


def tree(html: str, *, rtl: bool = False) -> list[Block]:
    sheet = Sheet(ADDRESS, "text", rtl, lambda number: f"step {number}", PICTURES.get)
    return blocks(parsed(html), sheet)


def draw(html: str, *, rtl: bool = False) -> bytes:
    data = {"blocks": tree(html, rtl=rtl), "rtl": rtl}
    return render(TEMPLATE, data, timestamp=NOW)


def words_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(re.sub("[\u200b\u00ad\ufffe]", "", text).split())


def said(found: list[Block]) -> list[str]:
    return ["".join(run["text"] for run in it["runs"]) for it in found]


def only(html: str) -> Block:
    (block,) = tree(html)
    return block


# --- what each element becomes ----------------------------------------------------------------


def test_paragraphs_and_loose_text() -> None:
    assert said(tree("one <p>two\n  three </p> four<div>five<p>six</p></div>")) == [
        *("one", "two three", "four", "five", "six"),
    ]


def test_white_space_is_folded_over_the_borders_of_elements() -> None:
    assert said(tree("<p> a <b> b </b> <i>c</i> .<br>  d<br></p>")) == ["a b c .\nd"]


def test_how_a_piece_of_text_looks() -> None:
    runs = only("<p><b>a</b><em>b</em><s>c</s><sub>d</sub><sup>e</sup><i><b>f</b></i></p>")["runs"]
    assert [{**run, "text": ""} for run in runs] == [
        {"strong": True, "text": ""},
        {"em": True, "text": ""},
        {"struck": True, "text": ""},
        {"script": "sub", "text": ""},
        {"script": "super", "text": ""},
        {"em": True, "strong": True, "text": ""},
    ]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://un.org/x", "https://un.org/x"),
        ("/worried/", "https://example.org/worried/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+49", "tel:+49"),
        ("#here", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
        ("", ADDRESS),
    ],
)
def test_a_link_leads_where_it_leads_on_the_web(href: str, expected: str | None) -> None:
    assert only(f'<p><a href="{href}">there</a></p>')["runs"][0].get("href") == expected


def test_levels_of_headings_never_skip_one() -> None:
    found = tree("<h4>a</h4><h2>b</h2><h5>c</h5><h5>d</h5><h6>e</h6><h2>f</h2>")
    assert [block["level"] for block in found] == [1, 1, 2, 2, 3, 1]


def test_lists() -> None:
    block = only("<ol><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li><li> </li></ol>")
    assert block["marks"] == "numbers"
    (first, second) = block["items"]
    assert first[1]["items"] == [tree("b")]
    assert said(second) == ["c", "d"]


def test_a_list_that_is_none_is_read_as_text() -> None:
    assert said(tree("<ul>stray<li>a</li></ul>")) == ["stray", "a"]


def test_what_is_folded_stands_open() -> None:
    summary, inside = tree("<details><summary>More</summary><p>Inside</p></details>")
    assert summary["look"] == "lead"
    assert said([summary, inside]) == ["More", "Inside"]


def test_quotes_and_figures() -> None:
    assert only("<blockquote><p>a</p></blockquote>") == {"kind": "quote", "blocks": tree("a")}
    figure = only('<figure><img src="/a.png" alt="A path"><figcaption>Way</figcaption></figure>')
    image, caption = figure["blocks"]
    assert (figure["kind"], image["alt"], caption["look"]) == ("group", "A path", "small")
    assert (image["width"], image["height"]) == (60, 40)


@pytest.mark.parametrize("src", ["/broken.png", "/x", "/gone.png", ""])
def test_for_a_picture_that_is_missing_stands_its_text_alternative(src: str) -> None:
    assert said(tree(f'<p>a<img src="{src}" alt="A path">b</p>')) == ["a", "A path", "b"]
    assert tree(f'<img src="{src}" alt="">') == []


def test_controls_and_what_is_hidden_are_left_out() -> None:
    html = (
        "<form><p>Sort them</p><input value=x><button>Go</button><select><option>a</select></form>"
    )
    assert said(tree(html + "<p hidden>h</p><!-- c --><script>s</script>")) == ["Sort them"]
    assert said(tree('<p hidden="until-found">folded</p>')) == ["folded"]


def test_what_no_rule_is_for_prints_its_text() -> None:
    html = "<flip-card><x-front>a</x-front><x-back>b</x-back></flip-card><p><x-y>c</x-y></p>"
    assert said(tree(html)) == ["a", "b", "c"]


def test_what_html_says_about_paper() -> None:
    html = '<div data-print="box" data-tone="do"><p data-print="label">Do</p><p>Ask.</p></div>'
    box = only(html + '<p data-print="none">x</p>')
    assert (box["kind"], box["tone"], box["is_short"]) == ("box", "do", True)
    assert box["blocks"][0]["look"] == "label"
    assert only('<ol data-print="choices"><li>a</li></ol>')["marks"] == "choices"


STORY = (
    '<div><div data-print="step" id="a"><p><a href="#b">go <span data-print="none">(b)</span></a>'
    '</p></div><div data-print="step" id="b">end</div></div>'
)


def test_a_link_to_a_step_says_its_number() -> None:
    first, second = tree(STORY)
    assert (first["number"], second["number"]) == (1, 2)
    assert [run["text"] for run in first["blocks"][0]["runs"]] == ["go ", "step 2"]
    assert first["blocks"][0]["runs"][1]["target"] == second["name"]
    assert words_of(draw(STORY)) == "Prose 1 go (step 2) 2 end"


@pytest.mark.parametrize("html", [STORY + STORY, STORY.replace("end", "")])
def test_a_step_that_is_there_twice_or_not_at_all_stops_nothing(html: str) -> None:
    assert "go" in words_of(draw(html))


@pytest.mark.parametrize("rtl", [False, True])
def test_text_in_the_other_direction_says_so(rtl: bool) -> None:
    latin, arabic, numbers = tree("<p>Listen.</p><p>استمع.</p><p>112</p>", rtl=rtl)
    assert latin.get("dir") == ("ltr" if rtl else None)
    assert arabic.get("dir") == (None if rtl else "rtl")
    assert "dir" not in numbers
    assert plain("استمع", rtl=rtl).get("dir") == arabic.get("dir")


# --- characters -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("⟦a⟧", "[a]"),
        ("① ㎏", "1 kg"),
        ("ok 👍🏽", f"ok {UNKNOWN}{UNKNOWN}"),
        ("字", UNKNOWN),
        ("x\u202ey\ufe0fz", "xyz"),
        ("e\u0301", "é"),
    ],
)
def test_something_stands_for_a_character_that_no_font_shows(text: str, shown: str) -> None:
    assert replaced(text) == shown


# --- the PDF ----------------------------------------------------------------------------------


def test_a_link_is_followed_by_its_address_at_the_foot() -> None:
    words = words_of(draw('<p>See <a href="https://un.org/a">the <b>report</b></a>.</p>'))
    assert words.count("https://un.org/a") == 1
    words = words_of(draw('<p><a href="mailto:a@un.org">a@un.org</a></p>'))
    assert words.count("a@un.org") == 1


def test_pictures_are_in_the_pdf() -> None:
    pdf = draw('<img src="/a.png" alt="A path"><img src="/clear.png" alt="">')
    page = pypdfium2.PdfDocument(pdf)[0]
    teal = page.render().to_pil().convert("RGB").getcolors(maxcolors=1 << 24)
    assert sum(n for n, (r, g, b) in teal if r < 10 and 120 < g < 136 and 120 < b < 136) > 100  # noqa: PLR2004
    assert "A path".encode("utf-16-be") in pdf or b"A path" in pdf


WORD = st.text("abcdefg", min_size=3, max_size=6)
BLOCKS = "p div h2 h5 ul ol li dl dt dd table thead tr td th caption blockquote figure figcaption "
NAMES = st.sampled_from(
    [*(BLOCKS + "details summary section x-new form").split(), *INLINE - {"svg"}]
)
HTML = st.recursive(
    WORD,
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{' '.join(parts)}</{name}>" if name not in VOID else "<br>",
        NAMES,
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=12,
)
VOID = {"br", "wbr", "source", "track"}


def texts_of(found: list[Block]) -> list[str]:
    words = []
    for it in found:
        words += said([it]) if "runs" in it else []
        words += texts_of(it.get("blocks", []))
        for item in it.get("items", []):
            words += texts_of(item)
        for cell in it.get("cells", []):
            words += texts_of(cell["blocks"])
    return words


@given(HTML)
@example("<table><tr><td>aaa</td><p>bbb</p></tr>ccc</table>")
def test_no_word_is_lost_whatever_the_elements(html: str) -> None:
    wanted = re.findall("[a-g]{3,}", re.sub("<[^>]*>", " ", html))
    found = re.findall("[a-g]{3,}", " ".join(texts_of(tree(html))))
    assert sorted("".join(found)) == sorted("".join(wanted))


@given(HTML)
@settings(max_examples=25)
def test_any_elements_can_be_printed(html: str) -> None:
    assert draw(html).startswith(b"%PDF-")


@given(st.text(max_size=60), st.booleans())
@settings(max_examples=60)
def test_any_characters_can_be_printed(text: str, rtl: bool) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    html = f'<h2>{escaped}</h2><p><a href="/{escaped.replace(chr(34), "")}">{escaped}</a></p>'
    assert draw(html, rtl=rtl).startswith(b"%PDF-")


def test_there_are_as_many_lines_to_write_on_as_the_html_says():
    html = '<div data-print="lines"></div><div data-print="lines" data-lines="2"></div>'
    assert tree(html) == [{"kind": "lines", "count": 5}, {"kind": "lines", "count": 2}]
