"""Names and what they are folded to: claims.py and static/js/fold-name.js agree on it."""

from certificates.claims import fold_name
from lms.printing.fonts import covered_code_points

EXAMPLES = {
    "Fernández": "fernandez",
    "O’Brien": "obrien",
    "O'Brien": "obrien",
    "ʻOkina": "okina",
    "Al-Amin": "alamin",
    "Sørensen": "sorensen",
    "Łukasiewicz": "lukasiewicz",
    "Nguyễn Thị": "nguyenthi",
    "Straße": "strasse",
    "STRAẞE": "strasse",
    "الأنصاري": "الانصاري",
    "مُحَمَّد": "محمد",
    "عـلي": "علي",
    "Yıldız": "yildiz",
    "İnönü": "inonu",
    "Παπαδόπουλος": "παπαδοπουλοσ",
    "ᾳ": "αι",
    "Їжакевич": "іжакевич",
    "Þórðarson": "thordarson",
    "Œuvré": "oeuvre",
    "ﬁnch": "finch",
    "का": "का",
    "กำ": "กํา",
    "  N’Diaye-Sow ": "ndiayesow",
    "-": "",
}


def printable_letters() -> list[str]:
    """All that a name can have: whatever a font of ours shows, alone and after a letter."""
    return [chr(point) for point in sorted(covered_code_points())]


def folded_letters() -> list[str]:
    return [fold_name(f"a{letter}b") for letter in printable_letters()]
