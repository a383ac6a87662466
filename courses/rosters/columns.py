"""How the columns of a list are named, in English, French and Spanish: plain rules, no Django."""

import unicodedata
from collections.abc import Iterable

GIVEN, FAMILY, REFERENCE, UNIT, LANGUAGE = FIELDS = (
    "given_name",
    "family_name",
    "reference",
    "unit",
    "language",
)
# Folded: without case, accents, spaces and signs.
NAMES: dict[str, set[str]] = {
    GIVEN: {
        *("givenname", "givennames", "given", "firstname", "firstnames", "forename", "forenames"),
        *("prenom", "prenoms", "nombre", "nombres"),
    },
    FAMILY: {
        *("familyname", "familynames", "family", "surname", "surnames", "lastname", "lastnames"),
        *("nom", "noms", "nomdefamille", "apellido", "apellidos"),
    },
    REFERENCE: {
        *("servicenumber", "serviceno", "number", "no", "personnelnumber", "staffnumber"),
        *("email", "emailaddress", "mail", "servicenumberoremail", "numberoremail"),
        *("matricule", "numerodeservice", "numero", "numeromatricule"),
        *("courriel", "adresseelectronique", "adresseemail", "matriculeoucourriel"),
        *("matriculeouemail", "numerodeserviceouemail", "numerodeserviceoucourriel"),
        *("matricula", "numerodeservicio", "numerodematricula"),
        *("correo", "correoelectronico", "matriculaocorreo", "matriculaocorreoelectronico"),
        *(
            "numerodeserviciooemail",
            "numerodeservicioocorreo",
            "numerodeservicioocorreoelectronico",
        ),
    },
    UNIT: {
        *("unit", "organisation", "organization", "contingent", "office"),
        *("unite", "bureau", "unidad", "organizacion", "contingente", "oficina"),
    },
    LANGUAGE: {"language", "lang", "langue", "idioma", "lengua"},
}
FIELD_OF = {name: field for field, names in NAMES.items() for name in names}
# Both names in one cell: where the family name begins, nobody but its owner knows.
WHOLE_NAMES = {
    *("name", "names", "fullname", "nomcomplet", "nometprenom", "nomprenom", "nometprenoms"),
    *("nombrecompleto", "nombreyapellidos", "nombreyapellido"),
}


def folded(text: str) -> str:
    """Letters and digits alone, without case and accents; what Arabic writes above them goes."""
    return "".join(filter(str.isalnum, without_accents(text))).casefold()


def without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c))


class Columns:
    """Where each field stands; what is not as it should be, by the words of the list."""

    def __init__(self, head: Iterable[str]) -> None:
        self.places: dict[str, int] = {}
        self.whole: list[str] = []
        self.twice: list[str] = []
        self.unknown: list[str] = []
        for place, name in enumerate(head):
            key = folded(name)
            field = FIELD_OF.get(key)
            if field in self.places:
                self.twice.append(name)
            elif field:
                self.places[field] = place
            elif key in WHOLE_NAMES:
                self.whole.append(name)
            elif name.strip():
                self.unknown.append(name)

    def of(self, cells: list[str]) -> dict[str, str]:
        """The fields of a row; what the list has no column for is empty."""
        return {
            field: cells[place]
            if (place := self.places.get(field, -1)) in range(len(cells))
            else ""
            for field in FIELDS
        }
