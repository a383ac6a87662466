"""Who was invited by a list and said "no, and do not ask again"."""

from collections.abc import Iterable, Iterator
from itertools import batched

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from courses.people.organisations import Organisation

from .models import RosterInvitation

CHUNK = 2000  # values in one query


class DeclinedAddress(models.Model):
    """An e-mail address that no list of a whole organisation, this root and below, invites again.

    Personal data: a hash of an address, keyed with the secret of the site, from which nobody can
    tell it; kept as long as the organisation, since without it the address would be asked again.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "address_hash"), name="an_address_declines_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.at}"


@transaction.atomic
def decline(*, invitation: RosterInvitation) -> None:
    """Take back what the whole organisation asked this address, and let it ask no more."""
    root = invitation.organisation.get_root()
    [address_hash, *_older] = _hashes(invitation.email)
    DeclinedAddress.objects.get_or_create(organisation=root, address_hash=address_hash)
    asked = RosterInvitation.objects.filter(organisation__path__startswith=root.path)
    asked.filter(email__iexact=invitation.email).delete()


def declined(root: Organisation, emails: Iterable[str]) -> Iterator[str]:
    """Which of these addresses, by one query for each few thousand."""
    by_hash = {key: email for email in emails if email for key in _hashes(email)}
    rows = DeclinedAddress.objects.filter(organisation=root)
    for some in batched(sorted(by_hash), CHUNK):
        for key in rows.filter(address_hash__in=some).values_list("address_hash", flat=True):
            yield by_hash[key]


def _hashes(email: str) -> list[str]:
    """By the secret of the site, and by those that it had before."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac("declined", email.lower(), secret=one, algorithm="sha256").hexdigest()
        for one in secrets
    ]
