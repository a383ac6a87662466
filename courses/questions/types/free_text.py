"""Some sentences, marked by a person with a rubric.

``criteria``: [{"id", "text", "points"}, ...]; the marker gives each 0 to its points. ``guide`` is
for the marker only, and learners never see it.
"""

from collections.abc import Mapping
from fractions import Fraction

from .interface import Body, Field, Layout, Response, Row, gettext_noop, prompt_problems
from .written import Written

MAX_LENGTH = 10_000


class FreeText(Written):
    """The points of the rubric that a person gave, of those it holds."""

    name = "free_text"
    longest = MAX_LENGTH
    by_hand = True

    def problems(self, body: Body) -> list[str]:
        found = prompt_problems(body)
        if not body["criteria"]:
            found.append(gettext_noop("Give at least one criterion to mark by."))
        if not all(criterion["text"].strip() for criterion in body["criteria"]):
            found.append(gettext_noop("A criterion has no text."))
        return found

    def tidied(self, text: str) -> str:
        """Its lines stay as they are."""
        return text.replace("\r\n", "\n").strip()

    def score(self, body: Body, response: Response) -> Fraction:
        return Fraction(0)

    def marked(self, body: Body, given: Mapping[str, int]) -> Fraction:
        """The score for the points given to each criterion, by its id."""
        most = sum(criterion["points"] for criterion in body["criteria"])
        return Fraction(sum(given[criterion["id"]] for criterion in body["criteria"]), most)

    def fields(self, body: Body, layout: Layout, response: Response) -> list[Field]:
        return [Field("", "long_text", value=response or "")]

    def review(self, body: Body, layout: Layout, response: Response) -> list[Row]:
        return [Row(label="", given=response or "", right="", is_right=None)]
