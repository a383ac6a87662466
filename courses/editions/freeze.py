"""From a snapshot to an edition, and what is different from the last one."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from courses.questions.bodies import uploads_in
from lms.files.models import CustomImage, CustomMedia

from . import media
from .models import (
    Course,
    Edition,
    EditionItem,
    EditionQuestion,
    QuestionVersion,
    VersionUpload,
)
from .snapshot import FrozenItem, FrozenQuestion, Snapshot


@dataclass
class Difference:
    """Titles and keys of what a release would add, remove or change."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    questions_added: int = 0
    questions_removed: int = 0
    questions_changed: int = 0

    def __bool__(self) -> bool:
        return any(vars(self).values())


def difference(edition: Edition | None, snapshot: Snapshot) -> Difference:
    """What changed since an edition; everything is added where there is none."""
    before = {item.item_uuid: item for item in edition.items.all()} if edition else {}
    now = {item.item_uuid: item for item in snapshot.items}
    found = Difference(
        added=[item.title for key, item in now.items() if key not in before],
        removed=[item.title for key, item in before.items() if key not in now],
        moved=_moved(before, now),
    )
    for key in now.keys() & before.keys():
        old, new = before[key], now[key]
        if old.content_hash != new.content_hash:
            found.changed.append(new.title)
        if (old.settings, old.required) != (new.settings, new.required):
            found.rules.append(new.title)
    if edition and (edition.policy, edition.course.slug) != (snapshot.policy, snapshot.slug):
        found.rules.append(snapshot.policy["title"])
    _compare_questions(found, edition, snapshot)
    return found


def _moved(before: dict[UUID, EditionItem], now: dict[UUID, FrozenItem]) -> list[str]:
    kept_before = [key for key in before if key in now]
    kept_now = [key for key in now if key in before]
    order = dict(zip(kept_before, range(len(kept_before)), strict=True))
    return [
        now[key].title
        for position, key in enumerate(kept_now)
        if order[key] != position or before[key].parent_uuid != now[key].parent_uuid
    ]


def _compare_questions(found: Difference, edition: Edition | None, snapshot: Snapshot) -> None:
    rows = edition.questions.select_related("version") if edition else ()
    before = {row.question_uuid: row for row in rows}
    now = {question.question_uuid: question for question in snapshot.questions}
    found.questions_added = len(now.keys() - before.keys())
    found.questions_removed = len(before.keys() - now.keys())
    both = now.keys() & before.keys()
    found.questions_changed = sum(_is_another(before[key], now[key]) for key in both)


def _is_another(row: EditionQuestion, question: FrozenQuestion) -> bool:
    was = (row.version.body_hash, row.objective, row.critical)
    is_now = (question.body_hash, question.objective, question.critical)
    return was != is_now or corrected(row.version, question)


def is_another(edition: Edition, snapshot: Snapshot) -> bool:
    """Whether there is something to release: a change of the source, or a corrected translation."""
    if edition.checksum != snapshot.checksum:
        return True
    now = {question.question_uuid: question for question in snapshot.questions}
    rows = edition.questions.select_related("version")
    return any(corrected(row.version, now[row.question_uuid]) for row in rows)


def freeze(
    *, snapshot: Snapshot, course: Course, material: bool, teach_out_on: date | None, by
) -> Edition:
    """Write the edition; the caller holds the course's row and the transaction."""
    last = course.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        course=course,
        number=last + 1,
        policy=snapshot.policy,
        material=material,
        teach_out_on=teach_out_on,
        checksum=snapshot.checksum,
        released_at=timezone.now(),
        released_by=by,
    )
    EditionItem.objects.bulk_create(
        EditionItem(edition=edition, position=position, **vars(item))
        for position, item in enumerate(snapshot.items)
    )
    versions = _versions(snapshot.questions)
    EditionQuestion.objects.bulk_create(
        EditionQuestion(
            edition=edition,
            version=versions[question.question_uuid],
            question_uuid=question.question_uuid,
            bank_uuid=question.bank_uuid,
            objective=question.objective,
            critical=question.critical,
        )
        for question in snapshot.questions
    )
    return edition


def _versions(questions: list[FrozenQuestion]) -> dict[UUID, QuestionVersion]:
    """The latest version of each question, a new one where its body changed.

    Also where a translation was corrected: what is released in a language stays as it is.
    """
    rows = QuestionVersion.objects.filter(
        question_uuid__in=[question.question_uuid for question in questions]
    ).order_by("number")
    latest = {row.question_uuid: row for row in rows}
    fresh = []
    for question in questions:
        old = latest.get(question.question_uuid)
        if old is None or old.body_hash != question.body_hash or corrected(old, question):
            latest[question.question_uuid] = QuestionVersion(
                question_uuid=question.question_uuid,
                number=old.number + 1 if old else 1,
                bodies=question.bodies,
                body_hash=question.body_hash,
            )
            fresh.append(latest[question.question_uuid])
    QuestionVersion.objects.bulk_create(fresh)
    for version in fresh:
        _hold_uploads(version)
    return latest


def corrected(version: QuestionVersion, question: FrozenQuestion) -> bool:
    """Whether a translation of the version says something else now."""
    now = question.translations
    return any(now[code] != body for code, body in version.bodies.items() if code in now)


def _hold_uploads(version: QuestionVersion) -> None:
    """One row by one, so that Wagtail notes where each file is used."""
    for name in sorted(uploads_in(list(version.bodies.values()))):
        if image := media.find(CustomImage, name):
            VersionUpload.objects.create(version=version, image=image)
        elif recording := media.find(CustomMedia, name):
            VersionUpload.objects.create(version=version, media=recording)
