"""Whom to turn to, as dated data: what nobody has checked within a year is not shown."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

FRESH_FOR = timedelta(days=365)
CHECKED_HELP = _("The day you last made sure. A year later it is no longer shown.")


class HelplineQuerySet(models.QuerySet):
    def fresh(self, today: date) -> Self:
        """What somebody has checked within the last year."""
        return self.filter(checked_on__gte=today - FRESH_FOR)


class Helpline(models.Model):
    """A number that people in distress may call. Public data of a service, not of a person."""

    country = models.CharField(_("country"), max_length=100)
    name = models.CharField(_("name"), max_length=150)
    number = models.CharField(_("number"), max_length=40)
    note = models.CharField(
        _("note"), max_length=250, blank=True, help_text=_("When it answers, what it costs.")
    )
    source = models.CharField(_("source"), max_length=250, help_text=_("Who says so."))
    checked_on = models.DateField(_("checked on"), help_text=CHECKED_HELP)

    objects = HelplineQuerySet.as_manager()

    panels: ClassVar = [
        FieldPanel(name) for name in ("country", "name", "number", "note", "source", "checked_on")
    ]

    class Meta:
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")
        ordering = ("country", "name")

    def __str__(self) -> str:
        return f"{self.country}: {self.name}"


@register_setting(icon="help")
class FocalPoint(BaseGenericSetting):
    """The safeguarding focal point of whoever runs this site: a role, and how to reach it."""

    role = models.CharField(
        _("role"),
        max_length=150,
        blank=True,
        help_text=_("For example: Safeguarding focal point of the training centre."),
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.EmailField(_("e-mail address"), blank=True)
    hours = models.CharField(
        _("hours"), max_length=150, blank=True, help_text=_("When somebody answers.")
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True, help_text=CHECKED_HELP)

    panels: ClassVar = [
        HelpPanel(
            _(
                "Shown on “Worried about someone?” when a role, a way to reach it and the day it "
                "was checked are there. Prefer a role to the name of a person."
            )
        ),
        *[FieldPanel(name) for name in ("role", "phone", "address", "hours", "checked_on")],
    ]

    class Meta:
        verbose_name = _("safeguarding focal point")

    def is_fresh(self, today: date) -> bool:
        reachable = self.role and (self.phone or self.address)
        return bool(reachable and self.checked_on and today - self.checked_on <= FRESH_FOR)
