"""What learners may tell the authors."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import MAX_WORDS, STATEMENTS, Agreement, Reason


class WordsField(forms.CharField):
    """A few optional lines; a line break counts as one character, as in the browser."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"})
        super().__init__(required=False, max_length=MAX_WORDS, widget=widget, **kwargs)

    def to_python(self, value: str | None) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class NoWordsOfMinors(forms.Form):
    """A form whose free words are not asked of somebody under 18."""

    words: ClassVar[str]

    def __init__(self, *args: Any, is_minor: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_minor:
            del self.fields[self.words]

    def clean(self) -> dict[str, Any]:
        return {self.words: ""} | (super().clean() or {})


class FlagForm(NoWordsOfMinors):
    words = "note"
    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Reason.choices, widget=forms.RadioSelect
    )
    note = WordsField(
        label=_("Where is it, and what should it be?"), help_text=_("At most 500 characters.")
    )


class EvaluationForm(NoWordsOfMinors):
    """One scale of agreement a statement, and a few words."""

    words = "comment"
    comment = WordsField(label=_("What should we change?"), help_text=_("At most 500 characters."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, statement in STATEMENTS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=statement, choices=Agreement.choices, coerce=int, widget=forms.RadioSelect
            )
        self.order_fields([*STATEMENTS, self.words])

    @property
    def ratings(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in STATEMENTS}
