"""What the list of questions offers for those that are ticked: move, tag, publish, practice."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.forms.tags import TagField
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from courses.questions.models import Question, QuestionBank

from . import bank_services
from .bank_services import Outcome
from .lacking import lacks_by_quiz, now_lacking
from .question_list import narrowed

MOST_NAMED = 5  # in a message


class QuestionAction(SnippetBulkAction):
    """One way for all: who may is asked first; then a message says what happened and what not."""

    models = [Question]  # noqa: RUF012 (as Wagtail has it)
    template_name = "courses/studio/bulk_questions.html"
    permission = "change"
    takes_from_quizzes = False
    note: Any = ""  # a sentence, perhaps translated later

    def dispatch(self, request, *args, **kwargs):
        if not bank_services.may(request.user, self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def get_queryset(cls, model, object_ids):
        pks = [pk for pk in object_ids if str(pk).isdecimal() and len(str(pk)) < 10]
        questions = Question.objects.filter(pk__in=pks)
        return list(questions.select_related("bank", "locale", "latest_revision"))

    def get_all_objects_in_listing_query(self, parent_id):
        """All in the list as it is narrowed, not all there are."""
        return narrowed(Question.objects.all(), self.request.GET).values_list("pk", flat=True)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        questions = [item["item"] for item in context["items"]]
        losing = self._losing(questions) if self.takes_from_quizzes else []
        return {**context, "action": self, "losing": losing}

    def _losing(self, questions: list[Question]) -> list[tuple]:
        keys = {question.translation_key for question in questions}
        return now_lacking(lacks_by_quiz(), lacks_by_quiz(without=keys))

    @classmethod
    def execute_action(cls, objects, **kwargs) -> tuple[int, int]:
        view = kwargs["self"]
        before = lacks_by_quiz() if cls.takes_from_quizzes else {}
        outcome = view.act(objects)
        view.tell(outcome)
        if cls.takes_from_quizzes:
            view.warn(now_lacking(before, lacks_by_quiz()))
        return len(outcome.done), 0

    def act(self, questions: list[Question]) -> Outcome:
        raise NotImplementedError

    def tell(self, outcome: Outcome) -> None:
        """Why some stay as they were, each reason once."""
        reasons: dict[str, list[str]] = {}
        for question, reason in outcome.refused:
            reasons.setdefault(reason, []).append(str(question))
        for reason, names in reasons.items():
            some = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
            message = ngettext(
                "%(number)d question stays as it was: %(names)s. %(reason)s",
                "%(number)d questions stay as they were: %(names)s. %(reason)s",
                len(names),
            ) % {"number": len(names), "names": some, "reason": reason}
            messages.warning(self.request, message)

    def warn(self, losing: list[tuple]) -> None:
        for quiz, lacks in losing:
            message = ngettext(
                "“%(quiz)s” now lacks %(number)d question.",
                "“%(quiz)s” now lacks %(number)d questions.",
                lacks,
            ) % {"quiz": quiz.draft_title, "number": lacks}
            messages.warning(self.request, message)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        return self.done(num_parent_objects) if num_parent_objects else None

    def done(self, number: int) -> str:
        raise NotImplementedError


class MoveForm(forms.Form):
    bank: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("To which bank"), queryset=None
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = QuestionBank.objects.all()  # type: ignore[attr-defined]


class MoveAction(QuestionAction):
    display_name = gettext_lazy("Move to another bank")
    action_type = "move"
    aria_label = gettext_lazy("Move the selected questions to another bank")
    form_class = MoveForm
    takes_from_quizzes = True

    def act(self, questions: list[Question]) -> Outcome:
        bank = self.cleaned_form.cleaned_data["bank"]
        return bank_services.move(questions=questions, bank=bank, by=self.request.user)

    def done(self, number: int) -> str:
        return ngettext(
            "%(number)d question moved to “%(bank)s”.",
            "%(number)d questions moved to “%(bank)s”.",
            number,
        ) % {"number": number, "bank": self.cleaned_form.cleaned_data["bank"]}


class TagForm(forms.Form):
    tags = TagField(label=gettext_lazy("Tags"))


class TagAction(QuestionAction):
    display_name = gettext_lazy("Add tags")
    action_type = "tag"
    aria_label = gettext_lazy("Add tags to the selected questions")
    form_class = TagForm
    note = gettext_lazy("The tags that they have stay.")

    def act(self, questions: list[Question]) -> Outcome:
        names = self.cleaned_form.cleaned_data["tags"]
        return bank_services.tag(questions=questions, names=names, by=self.request.user)

    def done(self, number: int) -> str:
        return ngettext("%(number)d question tagged.", "%(number)d questions tagged.", number) % {
            "number": number
        }


class PublishAction(QuestionAction):
    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the selected questions")
    permission = "publish"
    note = gettext_lazy("Publish what you have read: the next release takes it.")

    def act(self, questions: list[Question]) -> Outcome:
        return bank_services.publish(questions=questions, by=self.request.user)

    def done(self, number: int) -> str:
        return ngettext(
            "%(number)d question published.", "%(number)d questions published.", number
        ) % {"number": number}


class PracticeAction(QuestionAction):
    display_name = gettext_lazy("Mark as practice only")
    action_type = "practice"
    aria_label = gettext_lazy("Mark the selected questions as practice only")
    takes_from_quizzes = True
    note = gettext_lazy("They are for knowledge checks in lessons then; no quiz draws them.")

    def act(self, questions: list[Question]) -> Outcome:
        return bank_services.mark_practice(questions=questions, by=self.request.user)

    def done(self, number: int) -> str:
        return ngettext(
            "%(number)d question is for practice only now.",
            "%(number)d questions are for practice only now.",
            number,
        ) % {"number": number}


ACTIONS = (MoveAction, TagAction, PublishAction, PracticeAction)
