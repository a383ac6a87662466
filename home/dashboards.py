"""What a person's own page shows; the number of queries does not grow with their history."""

from typing import Any

from django.contrib.auth.models import Permission
from django.core.paginator import Paginator
from django.db.models import Exists, Q, Subquery
from django.utils import timezone
from django.utils.translation import get_language

from certificates.holders.chain import chains
from certificates.services import certificates_of
from courses.editions import content
from courses.learning.access import facilitated, give_editions, has_later
from courses.learning.again import Again, all_again
from courses.learning.outline import progress_of
from courses.models import Edition, Enrolment, ErasureRequest, Membership
from courses.people.organisations import Role
from lms.users.models import User

PAGE_SIZE = 25

type Done = tuple[Enrolment, tuple[str, str], Again | None, Any, list[Any]]


def learning_of(user, *, number: str) -> dict[str, Any]:
    """Running courses with progress; a page of the completed ones with their certificates."""
    mine = Enrolment.objects.filter(person__user=user).select_related("person").order_by("-pk")
    running = give_editions(mine.active())
    progress = progress_of(running)
    completed = (
        mine.completed().select_related("completion__voided").annotate(has_later=has_later())
    )
    page = Paginator(completed, PAGE_SIZE).get_page(number)
    done = give_editions(page.object_list)
    return {
        "running": [(e, progress[e.pk]) for e in running],
        "done": _with_certificates(done, _again(done, user)),
        "page": page,
        **_doors(user),
    }


def _again(done: list[Enrolment], user: User) -> dict[int, Again]:
    """Why some may be taken again: of each course the last, unless that is running."""
    last = [e for e in done if not e.has_later]  # type: ignore[attr-defined]
    return all_again(last, user, timezone.localdate())


def _with_certificates(done: list[Enrolment], again: dict[int, Again]) -> list[Done]:
    """Each with its title, its certificate, and below the newest of a course the earlier ones."""
    titles = _titles([enrolment.edition for enrolment in done])
    certificates = certificates_of([enrolment.completion.uuid for enrolment in done])
    below = chains(done[0].person, certificates.values()) if done else {}
    found = [(enrolment, certificates.get(enrolment.completion.uuid)) for enrolment in done]
    return [
        (e, titles[e.edition_id], again.get(e.pk), mine, below.get(mine.pk, []) if mine else [])
        for e, mine in found
    ]


def _titles(editions: list[Edition]) -> dict[int, tuple[str, str]]:
    """What each is called for who reads the page, and in which language that is."""
    here, source = get_language() or "en", content.source_language()
    untranslated = content.titles(editions, source)
    return {
        pk: (title, source if title == untranslated[pk] else here)
        for pk, title in content.titles(editions, here).items()
    }


def _doors(user) -> dict[str, Any]:
    """What else this person has to do here, and whether they asked to be erased, in one query."""
    given = Q(user=user) | Q(group__user=user)
    staff = Permission.objects.filter(given, codename="access_admin")
    roles = Membership.objects.running().filter(person__user=user).exclude(role=Role.MEMBER)
    ends = ErasureRequest.objects.waiting().filter(person__user=user).values("due_at")[:1]
    facts = (Exists(facilitated(user)), Exists(staff), Exists(roles), Subquery(ends))
    found = User.objects.filter(pk=user.pk).values_list(*facts).get()
    facilitates, works_here, has_roles, erasure_due = found
    return {
        "facilitates": facilitates,
        "works_here": user.is_superuser or works_here,
        "has_roles": has_roles,
        "erasure_due": erasure_due,
    }
