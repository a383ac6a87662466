"""The words of a certificate, in every language that has a file."""

import re

import pytest

from certificates.designs.content import built_in
from certificates.designs.models import Language
from certificates.wording import duration, form, language_of, printed, wordings, words_of

from .builders import make_claims
from .designs import a_design

LANGUAGES = ["ar", "en", "es", "fr"]
FORMS = {"ar": {"one", "two", "few", "many", "other"}}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def facts_of(language: str) -> dict[str, str]:
    return dict(printed(make_claims(), language, built_in())["facts"])


def test_every_file_is_a_language_that_templates_offer() -> None:
    assert sorted(wordings()) == LANGUAGES == sorted(Language.values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_has_the_same_keys_and_placeholders(language: str) -> None:
    ours, english = wordings()[language], wordings()["en"]
    assert ours.keys() == english.keys()
    for key, line in english.items():
        assert type(ours[key]) is type(line)
        if isinstance(line, str):
            assert ours[key].strip()
            assert sorted(PLACEHOLDER.findall(ours[key])) == sorted(PLACEHOLDER.findall(line))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_number_is_there_and_every_count_finds_one(language: str) -> None:
    wanted = FORMS.get(language, {"one", "other"})
    for unit in ("hours", "minutes"):
        forms = wordings()[language][unit]
        assert set(forms) == wanted
        assert {form(count, language) for count in range(200)} == wanted
        assert all(PLACEHOLDER.findall(it) in ([], ["%(count)d"]) for it in forms.values())
        assert "%(count)d" in forms["other"]


@pytest.mark.parametrize(
    ("language", "minutes", "said"),
    [
        ("en", 90, "1 hour 30 minutes"),
        ("en", 120, "2 hours"),
        ("en", 1, "1 minute"),
        ("fr", 0, "0 minute"),
        ("fr", 61, "1 heure 1 minute"),
        ("es", 150, "2 horas y 30 minutos"),
        ("ar", 60, "ساعة واحدة"),
        ("ar", 125, "ساعتان و5 دقائق"),
        ("ar", 11 * 60 + 45, "11 ساعة و45 دقيقة"),
        ("ar", 0, "0 دقيقة"),
    ],
)
def test_a_duration_is_said_as_the_language_says_it(language, minutes, said) -> None:
    assert duration(minutes, language) == said


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "14 July 2026"),
        ("fr", "14 juillet 2026"),
        ("es", "14 de julio de 2026"),
        ("ar", "14 يوليو، 2026"),
    ],
)
def test_days_are_written_as_django_does_for_the_language(language, day) -> None:
    assert day in facts_of(language).values()


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr", "fr"), ("fr-ca", "fr"), ("ar-xb", "ar"), ("sw", "en"), ("", "en")],
)
def test_a_language_without_words_is_written_in_english(locale, language) -> None:
    assert language_of(locale) == language


def test_only_the_issuer_signs_where_no_organisation_holds_the_course() -> None:
    words = printed(make_claims(), "en", built_in())
    assert words["held_by"] == ""
    assert "Issued by" not in dict(words["facts"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_issuer_is_said_beside_an_organisation(language: str) -> None:
    words = printed(make_claims(), language, a_design())
    assert "Example Aid" in words["held_by"]
    assert "Safe Learning" in dict(words["facts"]).values()


def test_own_lines_stand_in_their_language_only() -> None:
    own = a_design(wording={"fr": {"heading": "Attestation de l’école"}})
    assert printed(make_claims(), "fr", own)["heading"] == "Attestation de l’école"
    assert printed(make_claims(), "fr", own)["certifies"] == words_of("fr")["certifies"]
    assert printed(make_claims(), "en", own)["heading"] == "Certificate of completion"


def test_nothing_in_it_names_the_holder() -> None:
    assert "Diallo" not in str(printed(make_claims(), "en", a_design()))
