"""What of a graded attempt is shown when: a table that authors tick, as in Moodle."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

PARTS = {
    "answer": _("The answer given"),
    "correctness": _("Whether it is right"),
    "score": _("The score"),
    "feedback": _("Feedback"),
    "right_answer": _("The right answer"),
}
DURING = "during"
PHASES = {
    DURING: _("While answering, on “Check this answer”"),
    "right_after": _("In the first hour"),
    "later": _("Later"),
    "after_closing": _("After the quiz closes"),
}

type Review = dict[str, list[str]]


def show_everything() -> Review:
    """Afterwards; while somebody still answers, nothing."""
    return {phase: list(PARTS) if phase != DURING else [] for phase in PHASES}


def is_review(value: Any) -> None:
    """Raises ValidationError for anything but known parts in known phases."""
    is_right = isinstance(value, dict) and value.keys() == PHASES.keys()
    if not is_right or not all(
        isinstance(parts, list) and set(map(str, parts)) <= PARTS.keys() for parts in value.values()
    ):
        raise ValidationError(_("Tick in the table what is shown when."))


class ReviewMatrix(forms.Widget):
    """A row for each part, a column for each phase, a box in each cell."""

    template_name = "courses/studio/review_matrix.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        shown = json.loads(value) if isinstance(value, str) else value or show_everything()
        rows = [
            {
                "label": label,
                "cells": [
                    {
                        "name": f"{name}-{phase}-{part}",
                        "label": when,
                        "on": part in shown.get(phase, ()),
                    }
                    for phase, when in PHASES.items()
                ],
            }
            for part, label in PARTS.items()
        ]
        return {**super().get_context(name, value, attrs), "rows": rows, "phases": PHASES.values()}

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        """With the project's templates, which Django's own form renderer does not look at."""
        return render_to_string(template_name, context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return json.dumps(
            {p: [part for part in PARTS if f"{name}-{p}-{part}" in data] for p in PHASES}
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # boxes that are not ticked are not sent
