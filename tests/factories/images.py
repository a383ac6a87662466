"""A small real picture."""

import io

from django.core.files.images import ImageFile
from PIL import Image as Pillow

from lms.files.models import CustomImage


def make_image(title: str = "A path") -> CustomImage:
    buffer = io.BytesIO()
    Pillow.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    return CustomImage.objects.create(title=title, file=ImageFile(buffer, name="path.png"))
