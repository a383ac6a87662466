"""HTML tables on paper."""

import pytest

from tests.lms.test_prose_print import draw, only, tree, words_of


def test_a_table() -> None:
    block = tree(
        "<table><caption>T</caption><thead><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><th rowspan=9>c</th><td>d</td></tr><tr><td colspan=7>e</td></tr></tbody>"
        "</table>"
    )[1]
    places = [(c["x"], c["y"], c["colspan"], c["rowspan"], c["is_head"]) for c in block["cells"]]
    assert (block["head"], places) == (
        1,
        [(0, 0, 1, 1, True), (1, 0, 1, 1, True), (0, 1, 1, 2, True), (1, 1, 1, 1, False)]
        + [(1, 2, 7, 1, False)],
    )


@pytest.mark.parametrize("head", ['<a href="/a">k</a>', '<a href="#one">k</a>', "k"])
def test_a_head_is_repeated_on_the_next_page_unless_it_holds_a_link(head: str) -> None:
    step = '<div data-print="step" id="one">s</div>'
    rows = "<tr><td>a</td><td>b</td></tr>" * 80
    pdf = draw(f"{step}<table><tr><th>{head}</th><th>zzz</th></tr>{rows}</table>")
    is_repeated = "<a" not in head
    assert (words_of(pdf).count("zzz") > 1) == is_repeated


def test_cells_never_cover_one_another() -> None:
    html = "<table><tr><td rowspan=3>a<td>b<td rowspan=2>c<tr><td colspan=4>d<tr><td>e</table>"
    regular = html.replace("<td", "</td><td").replace("<tr></td>", "<tr>")
    regular = regular.replace("<tr>", "</td></tr><tr>", 9).replace("<table></td></tr>", "<table>")
    block = only(regular.replace("</table>", "</td></tr></table>"))
    taken = [
        (c["x"] + dx, c["y"] + dy)
        for c in block["cells"]
        for dx in range(c["colspan"])
        for dy in range(c["rowspan"])
    ]
    assert len(taken) == len(set(taken))
    assert all(x < block["columns"] for x, _y in taken)
