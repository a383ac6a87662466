"""Taking pictures of pages and of papers, and putting them on one sheet."""

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Page

MARGIN = 8
ROW = 900  # px: what stands further down is in the pictures themselves
PAPER_DOTS = 100 / 72  # 100 dots an inch


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]


def shoot(page: Page, width: int, file: Path, *, is_dark: bool = False) -> Path:
    """The whole page at a width."""
    page.emulate_media(color_scheme="dark" if is_dark else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=True, animations="disabled")
    return file


def papers(pdf: bytes) -> list[Image.Image]:
    """The pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=PAPER_DOTS).to_pil() for page in document]


def montage(rows: list[list[tuple[Path, int]]], file: Path) -> None:
    """One sheet: each picture as wide as its row says, and no longer than a row."""
    made = [[_small(picture, width) for picture, width in row] for row in rows]
    breadth = max(sum(one.width + MARGIN for one in row) for row in made) + MARGIN
    heights = [max(one.height for one in row) + MARGIN for row in made]
    sheet = Image.new("RGB", (breadth, sum(heights) + MARGIN), "grey")
    top = MARGIN
    for row, height in zip(made, heights, strict=True):
        left = MARGIN
        for one in row:
            sheet.paste(one, (left, top))
            left += one.width + MARGIN
        top += height
    file.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(file)


def _small(picture: Path, width: int) -> Image.Image:
    with Image.open(picture) as image:
        seen = image.convert("RGB")
    height = round(seen.height * width / seen.width)
    return seen.resize((width, height), Image.Resampling.LANCZOS).crop(
        (0, 0, width, min(height, ROW))
    )


def save_small(image: Image.Image | bytes, file: Path) -> int:
    """As a PNG of few colours, which is how pictures stand in the repository; its bytes."""
    picture = Image.open(BytesIO(image)) if isinstance(image, bytes) else image
    few = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    file.parent.mkdir(parents=True, exist_ok=True)
    few.save(file, optimize=True)
    return file.stat().st_size
