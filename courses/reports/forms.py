"""What facilitators fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.assessment.marks import Mark

from .marking import WrittenAnswer

MOST_RADIOS = 5  # points; more are written as a number


class GrantForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_(
            "For example: we talked about the weak objectives. "
            "Do not enter details of a real case, a real child or a real colleague. "
            "This is not a place to report a concern."
        ),
    )


class MarkForm(forms.Form):
    """One field for each criterion of a rubric, then a comment that the learner reads.

    ``mark`` is the one that stands, which this form then corrects.
    """

    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, criteria: list[dict[str, Any]], mark: Mark | None) -> None:
        given = mark.points if mark else {}
        initial = {"corrects": mark.pk, "comment": mark.comment} if mark else {}
        super().__init__(data, initial=initial)
        self.keys = {f"points-{n}": criterion["id"] for n, criterion in enumerate(criteria)}
        for name, criterion in zip(self.keys, criteria, strict=True):
            self.fields[name] = _points(criterion, given.get(criterion["id"]))
        self.fields["comment"] = forms.CharField(
            label=_("Comment for the learner"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            help_text=_("What was good, and what to add. The learner reads it below the result."),
        )

    @property
    def criteria(self) -> list[forms.BoundField]:
        return [self[name] for name in self.keys]

    @property
    def points(self) -> dict[str, int]:
        """The points given, by the id of the criterion."""
        return {key: int(self.cleaned_data[name]) for name, key in self.keys.items()}


def _points(criterion: dict[str, Any], given: int | None) -> forms.Field:
    most = criterion["points"]
    if most <= MOST_RADIOS:
        choices = [(str(n), str(n)) for n in range(most + 1)]
        initial = None if given is None else str(given)
        return forms.ChoiceField(
            label=criterion["text"], choices=choices, initial=initial, widget=forms.RadioSelect
        )
    return forms.IntegerField(label=criterion["text"], min_value=0, max_value=most, initial=given)


class QueueFilter(forms.Form):
    """One quiz or one question of those that wait, so that the same is marked again and again."""

    quiz = forms.ChoiceField(label=_("Quiz"), required=False)
    question = forms.ChoiceField(label=_("Question"), required=False)

    def __init__(self, data: Any, *, queue: list[WrittenAnswer]) -> None:
        super().__init__(data)
        quizzes = {str(answer.quiz): answer.quiz_title for answer in queue}
        questions = {str(answer.question): answer.question_text for answer in queue}
        for name, found in (("quiz", quizzes), ("question", questions)):
            field = self.fields[name]
            field.choices = [("", _("All")), *found.items()]  # type: ignore[attr-defined]
            field.widget.attrs["dir"] = "auto"

    def narrowed(self, queue: list[WrittenAnswer]) -> list[WrittenAnswer]:
        """What was chosen; everything where that is nothing, or nothing on offer."""
        self.is_valid()
        quiz, question = (self.cleaned_data.get(name) for name in ("quiz", "question"))
        return [
            answer
            for answer in queue
            if quiz in (None, "", str(answer.quiz)) and question in (None, "", str(answer.question))
        ]
