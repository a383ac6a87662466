"""Templates in the Wagtail admin, beside the certificates."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from .forms import TemplateForm
from .models import CertificateTemplate, Language


def _signatory(number: int) -> MultiFieldPanel:
    names = (
        f"name_{number}",
        f"role_{number}",
        f"new_signature_{number}",
        f"no_signature_{number}",
    )
    headings = {1: _("First signatory"), 2: _("Second signatory")}
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=headings[number])


PANELS = (
    FieldPanel("title"),
    MultiFieldPanel(
        [
            FieldPanel("organisation"),
            FieldPanel("new_logo"),
            FieldPanel("no_logo"),
            FieldPanel("logo_alt"),
            FieldPanel("accent"),
        ],
        heading=_("Organisation"),
    ),
    _signatory(1),
    _signatory(2),
    FieldPanel("offline_qr"),
    MultiFieldPanel(
        [
            FieldPanel("courses", widget=forms.CheckboxSelectMultiple),
            FieldPanel("is_default"),
        ],
        heading=_("For which courses"),
        help_text=_(
            "Certificates that are issued from now on get this template. Those that exist stay"
            " as they are, whatever is done here."
        ),
    ),
    InlinePanel(
        "wordings",
        heading=_("In other words"),
        label=_("Language"),
        max_num=len(Language),
        panels=[
            FieldPanel("language"),
            FieldPanel("heading"),
            FieldPanel("certifies"),
            FieldPanel("has_completed"),
        ],
        help_text=_(
            "A line that is empty is the usual one. Say that somebody completed an online course:"
            " a certificate is no qualification."
        ),
    ),
)


class CertificateTemplateViewSet(SnippetViewSet):
    model = CertificateTemplate
    icon = "image"
    menu_label = _("Templates")
    menu_order = 221
    add_to_admin_menu = True
    copy_view_enabled = False  # pictures are no fields of the form, and would be lost
    list_display = (
        "title",
        "organisation",
        BooleanColumn("is_default", label=_("For all other courses")),
    )
    edit_handler = ObjectList(PANELS, base_form_class=TemplateForm)
