"""Our own image and document, in migration 1 because they cannot be swapped later."""

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


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
