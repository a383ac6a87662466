"""Release: check, freeze, move the pointer, carry the learners over; one transaction."""

import random
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.assessment.paper import NotEnoughQuestions, draw
from courses.catalogue.models import CoursePage
from courses.editions import freshness
from courses.editions.check import Finding, check
from courses.editions.freeze import freeze, is_another
from courses.editions.models import Course, Edition
from courses.editions.snapshot import Snapshot, take
from courses.learning.models import Enrolment, Offering
from courses.learning.services import move_to_edition


class NotReady(Exception):
    """Something must be mended first; ``findings`` says what and where."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings


class NothingChanged(Exception):
    """The course is the same as its current edition."""


@transaction.atomic
def release(
    *,
    course_page: CoursePage,
    by=None,
    material: bool = False,
    teach_out_on: date | None = None,
) -> Edition:
    """Freeze what is live as the next edition. Raises NotReady or NothingChanged.

    Minor: active learners move at once, ticks kept. Material: they stay on their edition until
    ``teach_out_on`` and then move. The first edition is never material.
    """
    course = _locked_course(course_page)
    snapshot = take(course_page)
    findings = [finding for finding in check(course_page) if finding.blocking]
    if not findings and not _can_be_drawn(snapshot):
        url = reverse("wagtailadmin_pages:edit", args=[course_page.pk])
        findings = [Finding(_("A question was changed meanwhile; look and try again."), url)]
    if findings:
        raise NotReady(findings)
    current = course.current_edition
    if current and not is_another(current, snapshot):
        raise NothingChanged
    is_material = bool(material and current)
    edition = freeze(
        snapshot=snapshot,
        course=course,
        material=is_material,
        teach_out_on=teach_out_on if is_material else None,
        by=by,
    )
    course.current_edition = edition
    course.slug = snapshot.slug
    course.save(update_fields=["current_edition", "slug"])
    if not current:
        title = _("%(title)s: self-paced") % {"title": edition.title}
        Offering.objects.create(course=course, title=title[:200])
    elif not is_material:
        move_to_edition(editions=_since_last_material(edition), edition=edition)
    freshness.renew()
    return edition


def _can_be_drawn(snapshot: Snapshot) -> bool:
    """Whether what is frozen fills every quiz: a question may go between the look and the check."""
    pool = [
        {
            "question": str(question.question_uuid),
            "bank": str(question.bank_uuid),
            "objective": question.objective,
            "critical": question.critical,
        }
        for question in snapshot.questions
    ]
    try:
        for item in snapshot.items:
            draw(item.settings.get("blueprint", []), pool, seen=(), rng=random.Random(0))  # noqa: S311
    except NotEnoughQuestions:
        return False
    return True


def _locked_course(course_page: CoursePage) -> Course:
    """The course's row, held until the end: two releases follow each other, and so do enrolments.

    A new one begins with its uuid for a slug, so that a taken slug is a finding and not an error.
    """
    key = course_page.translation_key
    Course.objects.get_or_create(uuid=key, defaults={"slug": str(key)})
    # Without a join: a joined edition would be the one from before the lock was waited for.
    return Course.objects.select_for_update().get(uuid=key)


def _since_last_material(edition: Edition) -> list[Edition]:
    """The editions whose learners a minor release moves: not those in an older teach-out."""
    earlier = edition.course.editions.filter(number__lt=edition.number).order_by("-number")
    found = []
    for older in earlier:
        found.append(older)
        if older.material:
            break
    return found


def learners_touched(course_page: CoursePage) -> int:
    """How many people are in the middle of this course."""
    rows = Enrolment.objects.active()
    return rows.filter(offering__course__uuid=course_page.translation_key).count()


def current_edition(course_page: CoursePage) -> Edition | None:
    """The edition that new learners get, None before the first release."""
    course = (
        Course.objects.select_related("current_edition__course")
        .filter(uuid=course_page.translation_key)
        .first()
    )
    return course.current_edition if course else None
