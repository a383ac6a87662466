"""The certificates of one holder for one course: earlier ones stay, the newest one counts."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, Subquery

from certificates.models import Certificate, CertificateQuerySet
from courses.models import Completion, Person

MOST = 20  # of a course, a long career of yearly refreshers
MOST_ON_A_PAGE = 100
READ_LATER = ("credential", "wording")  # large, and no list shows them


def with_course(rows: CertificateQuerySet) -> CertificateQuerySet:
    """With the course in ``course``: claims name it in words only."""
    completion = Completion.objects.filter(uuid=OuterRef("completion_uuid"))
    return rows.annotate(course=Subquery(completion.values("edition__course")[:1]))


def _newer() -> Exists:
    """Whether the holder has one of the same course that lasts longer."""
    later = Q(valid_until__gt=OuterRef("valid_until"))
    same_day = Q(valid_until=OuterRef("valid_until"), pk__gt=OuterRef("pk"))
    mine = Certificate.objects.standing().filter(later | same_day, holder=OuterRef("holder"))
    return Exists(with_course(mine).filter(Q(("course", OuterRef("course")))))


def with_newer(rows: CertificateQuerySet) -> CertificateQuerySet:
    """With the course, and in ``has_newer`` whether there is a newer one."""
    return with_course(rows).annotate(has_newer=_newer())


def newest(rows: CertificateQuerySet) -> CertificateQuerySet:
    """Those that nothing newer follows."""
    return with_course(rows).filter(~_newer())


def earlier(certificate: Certificate) -> list[Certificate]:
    """Those of the same holder and course that were issued before, the latest first: one query."""
    if certificate.holder_id is None:
        return []
    here = Completion.objects.filter(uuid=certificate.completion_uuid)
    same = Completion.objects.filter(
        person=certificate.holder_id, edition__course__in=here.values("edition__course")
    )
    rows = _issued().filter(
        holder=certificate.holder_id,
        completion_uuid__in=same.values("uuid"),
        pk__lt=certificate.pk,
    )
    return list(rows[:MOST])


def shown_to_others(certificate: Certificate) -> list[Certificate]:
    """The earlier ones that tell a verifier, who knows the name, nothing new but their dates.

    An employer asks whether somebody held it without a gap, so numbers and dates are shown, and
    never a code. Left out is what would say more: one that was revoked; one that was replaced,
    since its number may stand on a paper with another name, or its code have been taken back for
    the holder's safety; one with another name; and, below a named one, one that is protected.
    """
    return [
        one
        for one in earlier(certificate)
        if not one.ending
        and one.holder_name == certificate.holder_name
        and (certificate.is_protected or not one.is_protected)
    ]


def chains(person: Person, certificates: Collection[Certificate]) -> dict[int, list[Certificate]]:
    """Below the newest of each course, the earlier ones; ``certificates`` come from with_newer."""
    latest = {_course(one): one for one in certificates if not getattr(one, "has_newer", False)}
    if not latest:
        return {}
    mine = with_course(_issued().filter(holder=person))
    found: dict[int, list[Certificate]] = {one.pk: [] for one in latest.values()}
    for row in mine.filter(Q(("course__in", list(latest))))[:MOST_ON_A_PAGE]:
        above = latest[_course(row)]
        if row.pk < above.pk:
            found[above.pk].append(row)
    return found


def _course(certificate: Certificate) -> int | None:
    """As annotated by with_course."""
    return getattr(certificate, "course", None)


def _issued() -> CertificateQuerySet:
    rows = Certificate.objects.with_ending().exclude(salt="").defer(*READ_LATER)
    return rows.filter(prepared_at__isnull=False).order_by("-pk")
