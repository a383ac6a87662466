"""Each lesson is read easily by somebody who learnt the language later (about B1)."""

import pytest

from tests.courses.content import readability
from tests.courses.content.readability import Counts, count
from tests.courses.content.starter import EDITIONS, course, exceptions, texts

HARDEST_GRADE = 9  # Flesch-Kincaid, English
LEAST_EASE = 70  # of 100, where a newspaper has about 60; Kandel-Moles, Fernández-Huerta


def is_hard(counts: Counts, language: str) -> bool:
    match language:
        case "en":
            return readability.grade(counts) > HARDEST_GRADE
        case "fr":
            return readability.kandel_moles(counts) < LEAST_EASE
        case "es":
            return readability.fernandez_huerta(counts) < LEAST_EASE
    raise LookupError(f"No formula for {language}: add one to readability.py.")


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_no_lesson_is_hard_to_read(slug, language):
    hard = {
        file
        for file, lesson in course(slug, language).lessons.items()
        if is_hard(count((text.words for text in texts(lesson["body"], file)), language), language)
    }
    assert hard == exceptions("reading_level", slug, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Notwithstanding the aforementioned considerations, international organisations"
            " necessarily prioritise the comprehensive implementation of accountability"
            " mechanisms, irrespective of jurisdictional particularities.",
        ),
        (
            "fr",
            "Nonobstant les considérations susmentionnées, les organisations internationales"
            " privilégient nécessairement la généralisation de mécanismes de responsabilisation,"
            " indépendamment des particularités juridictionnelles.",
        ),
        (
            "es",
            "No obstante las consideraciones anteriormente mencionadas, las organizaciones"
            " internacionales priorizan necesariamente la implementación de mecanismos de"
            " responsabilización, independientemente de particularidades jurisdiccionales.",
        ),
    ],
)
def test_a_heavy_text_is_found(language, text):
    assert is_hard(count([text], language), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A child tells you something. You listen. You do not ask for details."),
        ("fr", "Un enfant vous parle. Vous l’écoutez. Vous ne demandez pas de détails."),
        ("es", "Una niña le cuenta algo. Usted escucha. No le pida detalles."),
    ],
)
def test_a_plain_text_passes(language, text):
    assert not is_hard(count([text], language), language)


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        (
            "en",
            "child 1 children 2 report 2 reported 3 rule 1 rules 1 people 2 needed 2 asked 1"
            " harmed 1 noises 2 violation 4 protection 3 adviser 3 area 3 being 2 material 4"
            " situation 4 experience 4 audience 3 serious 3 villages 3 places 2 houses 2 watches 2"
            " makes 1 sometimes 2 investigate 4 organisation 5 humanitarian 6 abused 2"
            " actual 3 quiet 2 friends 1 patient 2 society 4 video 3 whole 1 handled 2 trouble 2"
            " safety 2 confidential 4 immediately 5 commander 3 guardian 3 associated 5 created 3"
            " camera 3",
        ),
        (
            "fr",
            "enfants 2 signaler 3 règle 1 personne 2 mission 2 question 2 conseillère 3 violence 2"
            " parlent 1 école 2 quelque 1 chose 1 guerre 1 paix 1 organisation 5 idée 2 armé 2"
            " créer 2 famille 2 autorité 4",
        ),
        (
            "es",
            "niño 2 adolescente 5 regla 2 misión 2 país 2 guerra 2 siguiente 3 pregunta 3 escuela 3"
            " María 3 autoridad 4 leer 2 peor 2 hay 1 muy 1 ciudad 2 quien 1 violencia 3 héroe 3"
            " causa 2 aeropuerto 5",
        ),
    ],
)
def test_syllables_are_counted_as_people_count_them(language, counted):
    """Within three of a hundred all in all, and never more than one off in a word."""
    told = counted.split()
    words = dict(zip(told[::2], map(int, told[1::2]), strict=True))
    ours = {word: readability.SYLLABLES[language](word) for word in words}
    assert sum(ours.values()) == pytest.approx(sum(words.values()), rel=0.03)
    assert all(abs(ours[word] - words[word]) <= 1 for word in words), ours


def test_items_end_sentences_and_labels_do_not_count():
    counts = count(["Who helps", "One. Two? “Three.”", "an item of a list", "He asks: why?"], "en")
    assert (counts.sentences, counts.words) == (5, 11)
