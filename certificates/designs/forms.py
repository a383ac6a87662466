"""The form of a template: pictures come as files and are kept as small PNGs."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from courses.models import Course

from .models import CertificateTemplate
from .pictures import KINDS, LOGO, SIGNATURE, NotAPicture, drawn_anew

ACCEPTED = ",".join(f"image/{kind.lower()}" for kind in KINDS)


class PictureField(forms.FileField):
    """Cleans to a PNG of bounded size."""

    def __init__(self, most: tuple[int, int], **kwargs: Any) -> None:
        self.most = most
        widget = forms.FileInput(attrs={"accept": ACCEPTED})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            limit = filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
            message = _("This file is too large. It may have %(limit)s: make it smaller.")
            raise ValidationError(message % {"limit": limit})
        try:
            return drawn_anew(file, self.most)
        except NotAPicture as error:
            raise ValidationError(str(error)) from error


PICTURES = ("logo", "signature_1", "signature_2")
AFTER_SAVING = gettext_lazy("PNG, JPEG or WebP. The preview shows a new one once it is saved.")


class TemplateForm(WagtailAdminModelForm):
    new_logo = PictureField(LOGO, label=gettext_lazy("Logo"), help_text=AFTER_SAVING)
    new_signature_1 = PictureField(
        SIGNATURE, label=gettext_lazy("Signature"), help_text=AFTER_SAVING
    )
    new_signature_2 = PictureField(
        SIGNATURE, label=gettext_lazy("Signature"), help_text=AFTER_SAVING
    )
    no_logo = forms.BooleanField(required=False, label=gettext_lazy("Take the logo away"))
    no_signature_1 = forms.BooleanField(
        required=False, label=gettext_lazy("Take the signature away")
    )
    no_signature_2 = forms.BooleanField(
        required=False, label=gettext_lazy("Take the signature away")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["courses"].label_from_instance = _label_of
        self.fields["courses"].queryset = Course.objects.select_related("current_edition")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in PICTURES:
            if cleaned.get(f"new_{name}"):
                setattr(self.instance, name, cleaned[f"new_{name}"])
            elif cleaned.get(f"no_{name}"):
                setattr(self.instance, name, b"")
        self._refuse_half(cleaned)
        self._refuse_taken(cleaned)
        return cleaned

    def _refuse_half(self, cleaned: dict[str, Any]) -> None:
        if self.instance.logo and not cleaned.get("logo_alt"):
            self.add_error("logo_alt", _("Say in words what the logo shows."))
        for number in (1, 2):
            named = cleaned.get(f"name_{number}")
            signs = cleaned.get(f"role_{number}") or getattr(self.instance, f"signature_{number}")
            if signs and not named:
                message = _("Write whose role and signature this is, or take both away.")
                self.add_error(f"name_{number}", message)

    def _refuse_taken(self, cleaned: dict[str, Any]) -> None:
        others = CertificateTemplate.objects.exclude(pk=self.instance.pk)
        for course in cleaned.get("courses") or ():
            if other := others.filter(courses=course).first():
                message = _(
                    "“%(course)s” is on the template “%(template)s” already: take it out there"
                    " first."
                )
                names = {"course": _name_of(course), "template": other.title}
                self.add_error("courses", message % names)


def _label_of(course: Course) -> str:
    return format_html('<span dir="auto">{}</span>', _name_of(course))


def _name_of(course: Course) -> str:
    return course.current_edition.title if course.current_edition else course.slug
