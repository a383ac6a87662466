"""Authoring content as plain data: the form that is hashed at release and written to files.

References carry names, never database ids, so that the same course gives the same data anywhere:
a question is ``bank/key``, a bank its slug, a figure its key, an upload ``title-hash8.ext``.
"""

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Page

from courses.questions.models import Question, QuestionBank
from courses.questions.plain import lines, tidy, upload_name

from .items import LessonPage, ModulePage, QuizPage
from .manual import ManualPage, ManualPartPage
from .models import CoursePage, Figure

MODULE_FIELDS = ("title", "slug", "summary", "content_note")
ITEM_FIELDS = ("title", "slug", "minutes", "required", "summary", "content_note")
RULE_FIELDS = (
    "pass_mark",
    "attempts_allowed",
    "wait_after_attempt",
    "wait_hours",
    "shuffle_questions",
    "shuffle_choices",
    "feedback_when",
)
MANUAL_FIELDS = ("title", "slug", "version", "status", "audience", "training")
MANUAL_PART_FIELDS = ("label", "title", "slug", "minutes", "summary")
QUESTION_FIELDS = ("key", "objective", "difficulty", "critical", "practice_only")
# What a quiz says only where it is not as usual.
SPARSE_RULE_FIELDS = ("purpose", "time_limit_minutes", "one_per_page", "review")
COURSE_FIELDS = (
    "title",
    "slug",
    "summary",
    "audience",
    "duration_minutes",
    "level",
    "content_note",
    "validity_months",
    "certificate_title",
    "certificate_note",
    "image_alt",
)


def reference(target) -> str | None:
    """The portable name of whatever a chooser points to; None where it was deleted."""
    match target:
        case None:
            return None
        case Question():
            return f"{target.bank.slug}/{target.key}"
        case QuestionBank():
            return target.slug
        case Figure():
            return target.key
        case _:
            return upload_name(target)


def plain_block(block: blocks.Block, value: Any) -> Any:
    """A block's value as plain data."""
    match block:
        case blocks.StreamBlock():
            return [{child.block_type: plain_block(child.block, child.value)} for child in value]
        case blocks.ListBlock():
            return [plain_block(block.child_block, child) for child in value]
        case blocks.StructBlock():
            return {
                name: plain_block(child, value.get(name))
                for name, child in block.child_blocks.items()
            }
        case blocks.RichTextBlock():
            return tidy(value.source) if value else ""
        case blocks.ChooserBlock():
            return reference(value)
        case TypedTableBlock():
            return {
                "caption": lines(value.caption),
                "columns": [lines(column["heading"]) for column in value.columns],
                "rows": [[lines(cell) for cell in row["values"]] for row in value.row_data],
            }
        case _:
            return lines(block.get_prep_value(value)) if value is not None else ""


def plain_stream(stream) -> list:
    return plain_block(stream.stream_block, stream)


def plain_page(page: Page) -> dict[str, Any]:
    """A course or a part of it as plain data."""
    match page:
        case CoursePage():
            return _plain_course(page)
        case ModulePage():
            return _fields(page, MODULE_FIELDS)
        case LessonPage():
            return {"kind": "lesson", **_fields(page, ITEM_FIELDS), "body": plain_stream(page.body)}
        case QuizPage():
            return {
                "kind": "quiz",
                **_fields(page, ITEM_FIELDS),
                "intro": tidy(page.intro),
                **plain_rules(page),
                "blueprint": plain_stream(page.blueprint),
            }
        case ManualPage():
            return {**_fields(page, MANUAL_FIELDS), "body": plain_stream(page.body)}
        case ManualPartPage():
            return {**_fields(page, MANUAL_PART_FIELDS), "body": plain_stream(page.body)}
    raise TypeError(f"No plain form for {type(page).__name__}")


def plain_rules(page: QuizPage) -> dict[str, Any]:
    """All that decides a result but the questions."""
    return only_unusual(_fields(page, (*RULE_FIELDS, *SPARSE_RULE_FIELDS)))


def usual_rules() -> dict[str, Any]:
    """What a quiz that says nothing of it has."""
    return {name: QuizPage._meta.get_field(name).get_default() for name in SPARSE_RULE_FIELDS}


def only_unusual(plain: dict[str, Any]) -> dict[str, Any]:
    usual = {name: getattr(value, "value", value) for name, value in usual_rules().items()}
    return {name: v for name, v in plain.items() if name not in usual or v != usual[name]}


def _fields(page: Page, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: lines(getattr(page, name)) for name in names}


def _plain_course(page: CoursePage) -> dict[str, Any]:
    needed = [{"course": p.course_slug, "min_score": p.min_score} for p in page.prerequisites.all()]
    return {
        **_fields(page, COURSE_FIELDS),
        "outcomes": [child.value for child in page.outcomes],
        "objectives": [{"code": o.code, "text": o.text} for o in page.objectives.all()],
        "topics": sorted(topic.name for topic in page.topics.all()),
        "image": reference(page.image),
        **({"prerequisites": needed} if needed else {}),  # said only where there are any
    }


def plain_question(question: Question) -> dict[str, Any]:
    """A question with the ids of its parts: its fields, and those of its body beside them."""
    fields = {name: getattr(question, name) for name in QUESTION_FIELDS}
    return {**fields, **question.to_body()}
