"""Words that the rules for authors forbid stand nowhere, but where a list says why."""

import re
from collections.abc import Iterator

import pytest

from tests.courses.content.starter import EDITIONS, Text, course, exceptions

# By language: what is not said, in small letters. The comments name what is said instead.
FORBIDDEN = {
    "en": [
        r"(child|boy|girl)[ -]soldiers?",  # child associated with armed forces or armed groups
        r"(child|kiddie) porn\w*|pornograph\w*",  # child sexual abuse material
        r"underaged?",  # child
        r"child prostitut\w*|prostituted? (child\w*|boys?|girls?)",  # exploited child
        r"sex(ual (relations?|intercourse))? with (a |an )?(minors?|child(ren)?)",  # sexual abuse
        r"perpetrators?|culprits?",  # subject of the allegation, before a finding
        r"learning styles?|retention cone",  # teaching myths
        r"abuse\w* (by|are) strangers|danger comes from strangers",
        r"false (allegations?|accusations?|reports?) are (common|frequent)",
    ],
    "fr": [
        r"(enfant|garçon|fille)s?[ -]soldate?s?",  # enfant associé aux forces ou groupes armés
        r"p[ée]dopornograph\w*|pornograph\w*",  # contenus d'abus sexuels sur enfants
        r"prostitution (enfantine|infantile|des (enfants|mineur\w*))|enfants? prostitué\w*",
        r"(sexe|sexuel\w*|rapports?) avec (un|une|des) (mineur|enfant)\w*",
        r"agresseu\w*|coupables? présumé\w*|auteure?s? (présumée?s?|des faits|de l’abus)",
        r"exploitation et abus sexuels",  # exploitation et atteintes sexuelles
        r"allégations? de sauvegarde",  # allégation en matière de sauvegarde
        r"styles? d’apprentissage|cône de (rétention|l’apprentissage)",
        r"(abus\w*|agress\w*)\W.*\bpar des inconnus|danger vient des inconnus",
        r"fausses (allégations|accusations) sont (courantes|fréquentes)",
    ],
    "es": [
        r"(niñ[oa]|chic[oa])s?[ -]soldados?",  # niño vinculado a fuerzas o grupos armados
        r"pornogr\w*",  # material de abuso sexual infantil
        r"prostitución (infantil|de (niñ\w*|menores))|niñ[oa]s? prostituid\w*",
        r"(sexo|sexual\w*) con (un|una|unos|unas)? ?(menor|niñ)\w*(?! de 18)",
        r"agresor\w*|perpetrador\w*|victimari\w*|culpables? presunt\w*|\bautora?",
        r"estilos? de aprendizaje|cono de (retención|aprendizaje)",
        r"(abus\w*)\W.*\bpor desconocidos|peligro viene de desconocidos",
        r"denuncias falsas son (comunes|frecuentes)",
    ],
}


def forbidden(texts: Iterator[Text] | list[Text], language: str) -> set[str]:
    """“where: term” for each."""
    terms = [re.compile(rf"\b(?:{term})\b", re.IGNORECASE) for term in FORBIDDEN[language]]
    return {
        f"{text.where}: {found.group().lower()}"
        for text in texts
        for term in terms
        for found in term.finditer(text.words)
    }


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_forbidden_terms_stand_only_where_a_list_says_why(slug, language):
    assert language in FORBIDDEN, f"Say which terms are forbidden in {language}."
    found = forbidden(course(slug, language).texts(), language)
    assert found == exceptions("terms", slug, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Two child soldiers"),
        ("en", "An underage woman"),
        ("en", "child pornography"),
        ("en", "A child prostitute"),
        ("en", "Sex with a minor"),
        ("en", "The perpetrator left."),
        ("en", "Ask for their learning styles."),
        ("en", "False allegations are common."),
        ("fr", "Des enfants soldats"),
        ("fr", "La pornographie enfantine"),
        ("fr", "L’agresseur est parti."),
        ("fr", "L’exploitation et abus sexuels"),
        ("es", "Los niños soldados"),
        ("es", "La pornografía infantil"),
        ("es", "El perpetrador se fue."),
        ("es", "Sexo con una menor"),
    ],
)
def test_a_forbidden_term_is_found(language, words):
    assert len(forbidden([Text("here", words)], language)) == 1


def test_words_for_the_same_that_are_right_pass():
    right = {
        "en": "A child associated with an armed group; child sexual abuse material.",
        "fr": "Un enfant associé à un groupe armé ; un soldat et un enfant.",
        "es": "Actividad sexual con una persona menor de 18 años; autoridad.",
    }
    for language, words in right.items():
        assert forbidden([Text("here", words)], language) == set()
