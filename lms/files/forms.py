"""How authors upload films and recordings."""

from wagtailmedia.forms import BaseMediaForm
from wagtailmedia.models import MediaType


class MediaForm(BaseMediaForm):
    """Captions are for films; those that are replaced or taken away leave the disk."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.old_captions = self.instance.captions.name
        if self.instance.type == MediaType.AUDIO:
            del self.fields["captions"]

    def save(self, commit=True):  # noqa: FBT002 (Django's signature)
        media = super().save(commit)
        if self.old_captions and media.captions.name != self.old_captions:
            media.captions.storage.delete(self.old_captions)
        return media
