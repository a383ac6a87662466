"""The fractions that Moodle knows: an import refuses any other."""

from fractions import Fraction

from courses.questions.types import Body

FULL = 100
LISTED = (
    *("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333"),
    *("30", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0"),
)


def listed(percent: Fraction | int) -> str:
    """The nearest one; may be negative."""
    wanted = abs(Fraction(percent))
    nearest = min(LISTED, key=lambda text: abs(Fraction(text) - wanted))
    return f"-{nearest}" if percent < 0 and nearest != "0" else nearest


def points(fraction: str) -> int:
    """Whole per cent, of what Moodle writes; a fraction below nothing is nothing."""
    try:
        return min(max(round(float(fraction.replace(",", "."))), 0), FULL)
    except (ValueError, OverflowError):
        return 0


def is_negative(fraction: str) -> bool:
    return fraction.strip().startswith("-") and fraction.strip(" -0.,") != ""


def points_of(part: Body) -> int:
    """Of a choice or an accepted answer."""
    return FULL if part.get("correct") else part.get("points", 0) or 0


def whole(grade: str) -> int:
    """A grade such as 2.0000000 as a whole number; 1 where it is none."""
    try:
        return round(float(grade))
    except (ValueError, OverflowError):
        return 1
