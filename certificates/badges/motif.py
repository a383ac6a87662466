"""The seal of a badge: a wreath of leaves, a disc and a tree, in a square of SIZE."""

from math import cos, pi, sin

SIZE = 600
CENTRE = SIZE / 2
# As in static/css/tokens.css, in the light: a badge is the same on every page.
PAPER, GREEN, CLAY = "#fffdf9", "#1c5a4e", "#a4461d"
NIGHT, MINT, WARM = "#12322c", "#8fd3bf", "#f0a57c"
PALE = "#f1ebdf"

type Point = tuple[float, float]

# Radius, colour: from the outside in.
DISCS = ((299, PAPER), (226, CLAY), (221, PAPER), (215, NIGHT), (207, GREEN), (205, NIGHT))
LEAVES, CLAY_EVERY = 40, 5
LEAF_FROM, LEAF_TO, LEAF_HALF = 236, 288, 15
CROWN = (((CENTRE, 185), (52, 20)), ((CENTRE, 161), (32, 17)), ((CENTRE, 141), (15, 11)))
TRUNK: tuple[Point, Point] = ((CENTRE, 190), (CENTRE, 236))
TRUNK_WIDTH = 9
PEOPLE = ((CENTRE - 32, 230), (CENTRE + 32, 230))
PERSON_RADIUS = 8


def leaves() -> list[tuple[str, list[Point]]]:
    """The colour and the outline of each: two curves from its tip to its stem and back."""
    found = []
    for number in range(LEAVES):
        colour = CLAY if number % CLAY_EVERY == 0 else GREEN
        found.append((colour, _outline(2 * pi * number / LEAVES)))
    return found


def _outline(turn: float) -> list[Point]:
    bulge = LEAF_FROM + (LEAF_TO - LEAF_FROM) * 0.62, LEAF_FROM + (LEAF_TO - LEAF_FROM) * 0.18
    right = _curve((0, LEAF_TO), (LEAF_HALF, bulge[0]), (LEAF_HALF, bulge[1]), (0, LEAF_FROM))
    left = [(-x, y) for x, y in reversed(right)]
    return [
        (CENTRE + x * cos(turn) + y * sin(turn), CENTRE + x * sin(turn) - y * cos(turn))
        for x, y in right + left
    ]


def _curve(start: Point, one: Point, two: Point, end: Point, steps: int = 16) -> list[Point]:
    """A cubic Bézier as points, for Pillow has none."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        both = zip(weights, (start, one, two, end), strict=True)
        pairs = [(weight * x, weight * y) for weight, (x, y) in both]
        points.append((sum(x for x, _y in pairs), sum(y for _x, y in pairs)))
    return points
