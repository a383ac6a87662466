"""Which quizzes lack questions, and which would if some left their bank; few queries for all."""

from collections.abc import Collection
from uuid import UUID

from courses.catalogue.items import QuizPage
from courses.editions.supply import supplies

from .usage import blueprints


def lacks_by_quiz(without: Collection[UUID] = ()) -> dict[QuizPage, int]:
    """How many questions each quiz lacks, as if those (translation keys) left their banks."""
    found = blueprints()
    supply = supplies([rows for _quiz, rows in found], without)
    return {quiz: one.lacks for (quiz, _rows), one in zip(found, supply, strict=True)}


def now_lacking(
    before: dict[QuizPage, int], after: dict[QuizPage, int]
) -> list[tuple[QuizPage, int]]:
    """The quizzes that lack more than before, with how many they lack then."""
    return [(quiz, lacks) for quiz, lacks in after.items() if lacks > before.get(quiz, 0)]
