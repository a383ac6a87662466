"""The pictures and recordings of questions: found by their content, whatever their title is now."""

from pathlib import PurePath
from typing import NamedTuple

from lms.files.models import CustomImage, CustomMedia

from . import freshness

WIDEST = "width-800"


class Picture(NamedTuple):
    url: str
    width: int
    height: int


class Recording(NamedTuple):
    url: str
    type: str


def find[M: CustomImage | CustomMedia](model: type[M], name: str) -> M | None:
    """The upload with this content: its name ends with the first letters of its hash."""
    start = PurePath(name).stem.rsplit("-", 1)[-1]
    return model.objects.filter(file_hash__startswith=start).order_by("pk").first()


def picture(name: str) -> Picture | None:
    """None where the picture was deleted; its text alternative stays in the question."""

    def build() -> Picture | None:
        image = find(CustomImage, name)
        if image is None:
            return None
        rendition = image.get_rendition(WIDEST)
        return Picture(rendition.url, rendition.width, rendition.height)

    return freshness.kept(f"picture-{name}", build)


def recording(name: str) -> Recording | None:
    """None where the recording was deleted; its words are those of the question."""

    def build() -> Recording | None:
        media = find(CustomMedia, name)
        if media is None:
            return None
        [source] = media.sources
        return Recording(source["src"], source["type"])

    return freshness.kept(f"recording-{name}", build)
