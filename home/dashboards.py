"""What a person's own page shows; the number of queries does not grow with their history."""

from typing import Any

from certificates.services import certificates_for_person
from courses.learning.access import facilitated, give_editions
from courses.learning.outline import progress_of
from courses.models import Enrolment, Person

HISTORY = 50


def learning_of(user) -> dict[str, Any]:
    """Running courses with progress, completed ones with their certificates (latest 50)."""
    person = Person.objects.for_user(user).first()
    if person is None:
        return {"person": None, "running": [], "done": [], "facilitates": False}
    rows = (
        Enrolment.objects.readable()
        .for_person(person)
        .select_related("completion")
        .order_by("-pk")[:HISTORY]
    )
    enrolments = give_editions(rows)
    running = [e for e in enrolments if e.state == "active"]
    progress = progress_of(running)
    certificates = {c.completion_uuid: c for c in certificates_for_person(person)}
    done = [e for e in enrolments if e.state == "completed"]
    return {
        "person": person,
        "running": [(e, progress[e.pk]) for e in running],
        "done": [(e, certificates.get(e.completion.uuid)) for e in done],
        "facilitates": facilitated(user).exists(),
    }
