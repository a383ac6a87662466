"""What this app and the files hold about a person."""

from django.utils.translation import gettext_lazy as _

from courses.people.held import WHILE_KEPT
from courses.people.holding import Held
from courses.people.models import Person
from lms.files.models import CustomDocument, CustomImage, CustomMedia

from .models import TermsAccepted

WITH_FILE = _("As long as the file; the link to you goes with your account.")
FILE = {"title": _("file"), "created_at": _("uploaded")}


def _forget_terms(person: Person) -> None:
    TermsAccepted.objects.filter(person=person).delete()


def _merge_terms(kept: Person, merged: Person) -> None:
    """A version that both accepted was accepted once."""
    theirs = TermsAccepted.objects.filter(person=merged)
    mine = TermsAccepted.objects.filter(person=kept).values_list("version", flat=True)
    theirs.filter(version__in=list(mine)).delete()
    theirs.update(person=kept)


HELD = (
    Held(
        model=TermsAccepted,
        title=_("Terms of use that you accepted"),
        path="person",
        fields={"version": _("version"), "at": _("accepted")},
        kept=WHILE_KEPT,
        erase=_forget_terms,
        merge=_merge_terms,
    ),
    *(
        Held(
            model=model,
            title=title,
            path="uploaded_by_user__person",
            fields=FILE,
            kept=WITH_FILE,
            by=("uploaded_by_user",),
        )
        for model, title in (
            (CustomImage, _("Pictures you uploaded")),
            (CustomDocument, _("Documents you uploaded")),
            (CustomMedia, _("Films and recordings you uploaded")),
        )
    ),
)
