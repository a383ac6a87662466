"""A course as it would be frozen now: compiled from what is live in the source locale."""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from wagtail.models import Page

from courses.catalogue.items import LessonPage, ModulePage, QuizPage
from courses.catalogue.models import CoursePage
from courses.catalogue.plain import plain_page, plain_rules
from courses.questions.models import Question
from courses.questions.plain import digest

from .declared import to_freeze
from .languages import Translations, translations_of
from .models import ItemKind

KINDS = {ModulePage: ItemKind.MODULE, LessonPage: ItemKind.LESSON, QuizPage: ItemKind.QUIZ}
POLICY_FIELDS = (
    "title",
    "summary",
    "certificate_title",
    "certificate_note",
    "validity_months",
    "duration_minutes",
    "outcomes",
    "objectives",
)


@dataclass(frozen=True)
class FrozenItem:
    item_uuid: UUID
    parent_uuid: UUID | None
    kind: str
    slug: str
    title: str
    required: bool
    minutes: int
    settings: dict[str, Any]
    content_hash: str
    source: dict[str, Any]


@dataclass(frozen=True)
class FrozenQuestion:
    question_uuid: UUID
    bank_uuid: UUID
    objective: str
    critical: bool
    locale: str
    body: dict[str, Any]
    body_hash: str
    translations: Translations

    @property
    def bodies(self) -> dict[str, dict[str, Any]]:
        return {self.locale: self.body, **self.translations}


@dataclass(frozen=True)
class Snapshot:
    course_uuid: UUID
    slug: str
    policy: dict[str, Any]
    items: list[FrozenItem]
    questions: list[FrozenQuestion]

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of everything frozen; the same for the same content in any database."""
        items = [{**asdict(item), "source": None} for item in self.items]
        questions = sorted(
            (_identity(question) for question in self.questions),
            key=lambda q: str(q["question_uuid"]),
        )
        return digest(
            _json(
                {
                    "course": str(self.course_uuid),
                    "slug": self.slug,
                    "policy": self.policy,
                    "items": items,
                    "questions": questions,
                }
            )
        )


def _identity(question: FrozenQuestion) -> dict[str, Any]:
    """What makes the question another one: not its translations, which may come later."""
    told = asdict(question) | {"body": None}
    del told["translations"]
    return told


def _json(data: Any) -> Any:
    match data:
        case dict():
            return {key: _json(value) for key, value in data.items()}
        case list():
            return [_json(value) for value in data]
        case UUID():
            return str(data)
        case _:
            return data


def parts_of(course_page: CoursePage) -> list[Page]:
    """Modules with their lessons and quizzes, live and not, in the order of the tree.

    What is retired is left out, and what stands in a retired module with it.
    """
    parts = course_page.get_descendants().exact_type(ModulePage, LessonPage, QuizPage)
    kept: list[Page] = []
    retired: list[Page] = []
    for page in parts.specific():
        if page.retired or any(page.is_descendant_of(module) for module in retired):
            retired.append(page)
        else:
            kept.append(page)
    return kept


def take(course_page: CoursePage) -> Snapshot:
    """What a release of this course would freeze now; unpublished parts are left out."""
    policy = plain_page(course_page)
    items: list[FrozenItem] = []
    module: Page | None = None
    for page in parts_of(course_page):
        if not page.live:
            continue
        if isinstance(page, ModulePage):
            module = page
            items.append(_frozen(page, parent=None))
        elif module is not None and page.is_descendant_of(module):
            items.append(_frozen(page, parent=module))
    needed = to_freeze(course_page)
    return Snapshot(
        course_uuid=course_page.translation_key,
        slug=course_page.slug,
        policy={
            **{field: policy[field] for field in POLICY_FIELDS},
            **({"prerequisites": needed} if needed else {}),
        },
        items=items,
        questions=_questions([item.settings for item in items if item.kind == ItemKind.QUIZ]),
    )


def _frozen(page: Page, *, parent: Page | None) -> FrozenItem:
    source = plain_page(page)
    return FrozenItem(
        item_uuid=page.translation_key,
        parent_uuid=parent.translation_key if parent else None,
        kind=KINDS[type(page)],
        slug=page.slug,
        title=page.title,
        required=getattr(page, "required", False),
        minutes=getattr(page, "minutes", 0),
        settings=quiz_settings(page) if isinstance(page, QuizPage) else {},
        content_hash=digest(source),
        source=source,
    )


def quiz_settings(page: QuizPage) -> dict[str, Any]:
    """All that decides a result: the rules, and the blueprint with uuids for names."""
    rows: list[dict[str, Any]] = []
    for row in page.blueprint:
        if row.block_type == "fixed" and row.value["question"]:
            rows.append({"question": str(row.value["question"].translation_key)})
        elif row.block_type == "draw" and row.value["bank"]:
            rows.append(
                {
                    "bank": str(row.value["bank"].uuid),
                    "objective": row.value["objective"],
                    "count": row.value["count"],
                    "critical": row.value["critical"],
                }
            )
    return {**plain_rules(page), "blueprint": rows}


def questions_of(quizzes: list[dict[str, Any]]) -> list[Question]:
    """Every published question that quizzes of these settings may ask."""
    rows = [row for quiz in quizzes for row in quiz["blueprint"]]
    banks = {row["bank"] for row in rows if "bank" in row}
    objectives = {row["objective"] for row in rows if "bank" in row}
    fixed = {row["question"] for row in rows if "question" in row}
    approved = Question.objects.in_source_locale().approved().drawable()
    approved = approved.select_related("bank", "locale")
    found = list(approved.filter(bank__uuid__in=banks, objective__in=objectives))
    known = {str(question.translation_key) for question in found}
    return found + list(approved.filter(translation_key__in=fixed - known))


def _questions(quizzes: list[dict[str, Any]]) -> list[FrozenQuestion]:
    found = questions_of(quizzes)
    translations = translations_of(found)
    return [_frozen_question(q, translations.get(q.translation_key, {})) for q in found]


def _frozen_question(question: Question, translations: Translations) -> FrozenQuestion:
    body = question.to_body()
    return FrozenQuestion(
        question_uuid=question.translation_key,
        bank_uuid=question.bank.uuid,
        objective=question.objective,
        critical=question.critical,
        locale=question.locale.language_code,
        body=body,
        body_hash=digest(body),
        translations=translations,
    )
