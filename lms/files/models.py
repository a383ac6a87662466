"""Our own image and document, in migration 1 because they cannot be swapped later."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from .uploads import is_what_it_says


class CustomImage(AbstractImage):
    """A picture used in courses; never of a child who could be recognised.

    Personal data: who uploaded it, kept as long as the picture.
    """

    admin_form_fields = WagtailImage.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        permissions = (("choose_image", "Can choose image"),)


class Rendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"),
                name="one_rendition_per_image_filter_and_focus",
            ),
        )


class CustomDocument(AbstractDocument):
    """A file to download; always served as an attachment.

    Personal data: who uploaded it, kept as long as the file.
    """

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        permissions = (("choose_document", "Can choose document"),)

    def clean(self) -> None:
        """Refuse what is not what its name says; Wagtail looks at the name and the size only."""
        super().clean()
        if not self.file or self.file._committed:
            return
        if not is_what_it_says(self.file, self.file_extension.lower()):
            message = _(
                "This file is damaged, or not what its name says. Save it again as %(kind)s."
            )
            raise ValidationError({"file": message % {"kind": self.file_extension.upper()}})
