"""What a person's own page shows; the number of queries does not grow with their history."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists

from certificates.services import certificates_of
from courses.learning.access import facilitated, give_editions
from courses.learning.outline import progress_of
from courses.models import Enrolment
from lms.users.models import User

PAGE_SIZE = 25


def learning_of(user, *, number: str) -> dict[str, Any]:
    """Running courses with progress; a page of the completed ones with their certificates."""
    mine = Enrolment.objects.filter(person__user=user).select_related("person").order_by("-pk")
    running = give_editions(mine.active())
    progress = progress_of(running)
    completed = mine.completed().select_related("completion")
    page = Paginator(completed, PAGE_SIZE).get_page(number)
    done = give_editions(page.object_list)
    certificates = certificates_of([enrolment.completion.uuid for enrolment in done])
    return {
        "running": [(e, progress[e.pk]) for e in running],
        "done": [(e, certificates.get(e.completion.uuid)) for e in done],
        "page": page,
        **_doors(user),
    }


def _doors(user) -> dict[str, Any]:
    """What else this person has to do here, in one query."""
    staff = user.groups.filter(permissions__codename="access_admin")
    doors = {"facilitates": Exists(facilitated(user)), "works_here": Exists(staff)}
    return dict(User.objects.filter(pk=user.pk).values(**doors).get())
