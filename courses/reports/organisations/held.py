"""What this package holds about a person."""

from django.utils.translation import gettext_lazy as _

from courses.people.holding import Held, once_for_each
from courses.people.models import Person
from courses.people.organisations import Membership, Organisation

from .models import JobKind, OrganisationJob, Reminded


def _forget_files(person: Person) -> None:
    """Files of wherever they were, and of what is above it; whoever wants one has it made anew."""
    paths = Membership.objects.filter(person=person).values_list("organisation__path", flat=True)
    step = Organisation.steplen
    above = {path[:length] for path in paths for length in range(step, len(path) + 1, step)}
    files = OrganisationJob.objects.exclude(kind=JobKind.REMIND)
    files.filter(organisation__path__in=above).delete()


def _forget_reminded(person: Person) -> None:
    Reminded.objects.filter(person=person).delete()


HELD = (
    Held(
        model=OrganisationJob,
        title=_("Files and reminders that you asked for"),
        path="by__person",
        fields={
            "kind": _("what"),
            "organisation__name": _("organisation"),
            "created_at": _("when"),
        },
        kept=_("A day."),
        erase=_forget_files,
        by=("by",),
    ),
    Held(
        model=Reminded,
        title=_("When your organisation last reminded you"),
        path="person",
        fields={"organisation__name": _("organisation"), "at": _("when")},
        kept=_("Three days."),
        erase=_forget_reminded,
        merge=once_for_each(Reminded, "organisation", at="at", choose=max),  # nobody too often
    ),
)
