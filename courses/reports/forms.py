from django import forms
from django.utils.translation import gettext_lazy as _


class GrantForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_(
            "For example: we talked about the weak objectives. "
            "Do not enter details of a real case, a real child or a real colleague. "
            "This is not a place to report a concern."
        ),
    )
