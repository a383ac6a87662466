"""What a person's own page shows; the number of queries does not grow with their history."""

from typing import Any

from certificates.services import certificates_for_person
from courses.learning.access import facilitated, give_editions
from courses.learning.outline import progress_of
from courses.models import Enrolment

HISTORY = 50


def learning_of(user) -> dict[str, Any]:
    """Running courses with progress, completed ones with their certificates (latest 50)."""
    rows = (
        Enrolment.objects.readable()
        .filter(person__user=user)
        .select_related("person", "completion")
        .order_by("-pk")[:HISTORY]
    )
    enrolments = give_editions(rows)
    running = [e for e in enrolments if e.state == "active"]
    progress = progress_of(running)
    done = [e for e in enrolments if e.state == "completed"]
    person = enrolments[0].person if enrolments else None
    proofs = certificates_for_person(person) if person and done else ()
    certificates = {certificate.completion_uuid: certificate for certificate in proofs}
    return {
        "person": person,
        "running": [(e, progress[e.pk]) for e in running],
        "done": [(e, certificates.get(e.completion.uuid)) for e in done],
        "facilitates": facilitated(user).exists(),
    }
