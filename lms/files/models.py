"""Our own image and document, in migration 1 because they cannot be swapped later; and media."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtailmedia.models import AbstractMedia

from .uploads import is_what_it_says

CAPTIONS_MAX_SIZE = 1024 * 1024


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
        """Wagtail looks at the name and the size only."""
        super().clean()
        refuse_unfit(self.file, "file")


class CustomMedia(AbstractMedia):
    """A film or a recording; what is said in a film stands in its captions too.

    Personal data: who uploaded it, kept as long as the file.
    """

    captions = models.FileField(
        gettext_lazy("captions"),
        upload_to="captions",
        blank=True,
        validators=(FileExtensionValidator(["vtt"]),),
        help_text=gettext_lazy("A WebVTT file (.vtt): what is said and heard, and when."),
    )
    file_size = models.PositiveBigIntegerField(null=True, editable=False)
    # SHA-1 of the file with the captions behind it: with other captions it is another film.
    file_hash = models.CharField(max_length=40, blank=True, editable=False)

    admin_form_fields = ("title", "file", "captions", "collection", "tags")

    class Meta:
        verbose_name = gettext_lazy("film or recording")
        verbose_name_plural = gettext_lazy("films and recordings")

    def clean(self) -> None:
        """Refuse what is too large or not what its name says; note size and hash of the rest."""
        if not self.file:
            return  # the form says so
        try:
            super().clean()
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from error
        refuse_unfit(self.file, "file", settings.MEDIA_MAX_UPLOAD_SIZE)
        refuse_unfit(self.captions, "captions", CAPTIONS_MAX_SIZE)
        try:
            self.file_size, self.file_hash = self.file.size, self._hash()
        except FileNotFoundError as error:
            message = _("The file is gone; upload it again.")
            raise ValidationError({"file": message}) from error

    def _hash(self) -> str:
        sha1 = hashlib.sha1(usedforsecurity=False)
        files: list[Any] = [self.file, self.captions]
        for file in filter(None, files):
            file.open()
            for chunk in file.chunks():
                sha1.update(chunk)
            if file._committed:
                file.close()
            else:
                file.seek(0)  # it is still to be stored
        return sha1.hexdigest()

    def get_file_hash(self) -> str:
        """As images and documents have it."""
        return self.file_hash


@receiver(post_delete, sender=CustomMedia)
def delete_captions(instance: CustomMedia, **kwargs) -> None:
    """Wagtailmedia deletes the file itself, and knows nothing of captions."""
    transaction.on_commit(lambda: instance.captions.delete(save=False))


def refuse_unfit(file: Any, field: str, limit: int | None = None) -> None:
    """Refuse a new upload that is too large, or whose content is not what its name says."""
    if not file or file._committed:
        return
    if limit and file.size > limit:
        message = _("This file is too large: %(size)s. It may have %(limit)s.")
        sizes = {"size": filesizeformat(file.size), "limit": filesizeformat(limit)}
        raise ValidationError({field: message % sizes})
    extension = file.name.rpartition(".")[2]
    if not is_what_it_says(file, extension.lower()):
        message = _("This file is damaged, or not what its name says. Save it again as %(kind)s.")
        raise ValidationError({field: message % {"kind": extension.upper()}})
