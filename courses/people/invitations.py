"""Ways into an organisation: a link, a code to type, the domain of an e-mail address."""

import secrets
import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Person
from .organisations import Organisation

# Crockford's base32: no I, L, O or U, so that a code survives paper, phone and handwriting.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
MOST_USES = 5000
_MISREAD = str.maketrans("ILO", "110")
# Anybody may have an address there.
PUBLIC_DOMAINS = frozenset(
    """
    163.com aol.com fastmail.com gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.com
    icloud.com live.com mail.com mail.ru me.com msn.com outlook.com proton.me protonmail.com qq.com
    rediffmail.com web.de yahoo.co.uk yahoo.com yahoo.fr yandex.com yandex.ru ymail.com zoho.com
    """.split()  # noqa: SIM905 (one a line would be a page)
)


def new_token() -> str:
    return secrets.token_urlsafe(24)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def typed(code: str) -> str:
    """A code as somebody types it, without what is between and with what is misread."""
    return "".join(c for c in code.upper().translate(_MISREAD) if c in ALPHABET)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def with_uses(self) -> "InvitationQuerySet":
        return self.annotate(used=Count("uses"))

    def open_at(self, moment: datetime) -> "InvitationQuerySet":
        """Those that still let somebody in."""
        open_ = self.with_uses().filter(ended_at__isnull=True, expires_at__gt=moment)
        return open_.alias(left=F("max_uses") - F("used")).filter(left__gt=0)


class Invitation(models.Model):
    """Lets so many people join an organisation until a moment, by ``token`` in a link or ``code``.

    ``offering`` is what they then may enrol in; its entitlement names this uuid, or their seat.
    Personal data: who made it; the link goes with the account.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    offering = models.ForeignKey(
        "courses.Offering", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    max_uses = models.PositiveIntegerField(_("for how many people"))
    expires_at = models.DateTimeField(_("until"))
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.uuid}"

    @property
    def spaced_code(self) -> str:
        half = CODE_LENGTH // 2
        return f"{self.code[:half]}-{self.code[half:]}"


class InvitationUse(models.Model):
    """That somebody joined by an invitation, so that it counts once.

    Personal data: that this person did; kept while the person is kept.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="uses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("invitation", "person"), name="an_invitation_counts_a_person_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.used_at}"


def not_public(domain: str) -> None:
    if domain.lower() in PUBLIC_DOMAINS:
        message = _("Anybody can have an address at %(domain)s. Use a domain of your own.")
        raise ValidationError(message, params={"domain": domain})


is_a_domain = RegexValidator(
    r"^(?=.{4,253}$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}$",
    _("Write a domain such as ministry.example, without @."),
)


class EmailDomain(models.Model):
    """Who has a verified address of this domain may join, once staff have approved it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="email_domains"
    )
    domain = models.CharField(_("domain"), max_length=253, validators=[is_a_domain, not_public])
    asked_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("e-mail domain")
        verbose_name_plural = _("e-mail domains")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "domain"), name="a_domain_once_per_organisation"
            ),
            models.CheckConstraint(condition=~Q(domain=""), name="a_domain_is_named"),
        )

    def __str__(self) -> str:
        return self.domain
