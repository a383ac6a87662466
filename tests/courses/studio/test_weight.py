"""What a lesson weighs and how long it reads: in its preview, its editor and at the release."""

import io
import random

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image as Pillow

from courses.models import LessonPage
from courses.studio import weight
from courses.studio.weight import weigh
from lms.files.models import CustomDocument, CustomImage
from tests.factories.courses import make_course, make_lesson, publish
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def heavy_image(side: int = 600) -> CustomImage:
    """A picture that no format can make small."""
    buffer, noise = io.BytesIO(), random.Random(0)
    Pillow.frombytes("RGB", (side, side), noise.randbytes(side * side * 3)).save(buffer, "PNG")
    return CustomImage.objects.create(title="Noise", file=ImageFile(buffer, name="noise.png"))


def picture(image: CustomImage) -> dict:
    value = {"image": image.pk, "alt": "Noise", "decorative": False, "caption": ""}
    return {"type": "image", "value": value}


def text(html: str) -> dict:
    return {"type": "rich_text", "value": html}


def lesson_of(*blocks: dict, **fields) -> LessonPage:
    return make_lesson(make_course(quiz=False).module, body=list(blocks), **fields)


def test_words_are_counted_and_read_at_120_a_minute():
    words = " ".join(["word"] * 121)
    found = weigh(
        lesson_of(text(f"<p>{words}</p>"), text("<ul><li>It’s</li><li>one–two</li></ul>"))
    )
    assert found.words == 121 + 3
    assert found.minutes == 2


def test_text_weighs_what_it_does_compressed():
    one = weigh(lesson_of(text("<p>Listen.</p>")))
    many = weigh(lesson_of(text("<p>Listen.</p>" * 2000)))
    assert one.kilobytes == 1
    assert many.words == 2000
    assert many.kilobytes <= 2


def test_an_image_weighs_what_the_largest_served_size_does():
    page = lesson_of(picture(heavy_image()))
    sizes = [rendition.file.size for rendition in CustomImage.objects.get().renditions.all()]
    assert sizes == []
    found = weigh(page)
    sizes = [rendition.file.size for rendition in CustomImage.objects.get().renditions.all()]
    assert max(sizes) / 1024 < found.kilobytes < max(sizes) / 1024 + 3
    assert found.is_over
    assert found.on_demand == 0


@pytest.fixture
def stored():
    """Files of a size under names of our own."""
    names = []

    def store(name: str, kilobytes: int) -> None:
        names.append(default_storage.save(name, ContentFile(b"x" * kilobytes * 1024)))
        assert names[-1] == name

    yield store
    for name in names:
        default_storage.delete(name)


def drawn_as(monkeypatch, html: str) -> LessonPage:
    """A lesson whose blocks come out like this."""
    prose = type("Prose", (), {"html": html})
    monkeypatch.setattr(weight.content, "drawn", lambda *args: prose)
    return lesson_of()


def test_of_a_picture_in_several_sizes_a_learner_gets_one(monkeypatch, stored):
    stored("images/small.webp", 10)
    stored("images/large one.webp", 30)
    html = """<picture>
      <source srcset="/media/images/small.webp 400w, /media/images/large%20one.webp 800w">
      <img src="/media/images/small.webp" alt="">
    </picture><img src="/media/images/small.webp" alt="">"""
    assert weigh(drawn_as(monkeypatch, html)).kilobytes == 30 + 10 + 1


def test_films_recordings_and_documents_are_counted_apart(monkeypatch, stored):
    stored("media/film.mp4", 300)
    stored("media/talk.mp3", 200)
    stored("images/poster.webp", 10)
    file = ContentFile(b"%PDF-1.7" + b"x" * 50 * 1024, name="handout.pdf")
    document = CustomDocument.objects.create(title="Handout", file=file)
    document.get_file_size()
    html = f"""
    <video poster="/media/images/poster.webp"><source src="/media/media/film.mp4"></video>
    <audio src="/media/media/talk.mp3"></audio><a href="{document.url}">Handout</a>"""
    found = weigh(drawn_as(monkeypatch, html))
    assert found.kilobytes == 10 + 1
    assert found.on_demand == 300 + 200 + 51


def test_what_is_elsewhere_or_gone_weighs_nothing(monkeypatch):
    html = '<img src="https://example.org/a.png" alt=""><img src="/media/images/no.png" alt="">'
    assert weigh(drawn_as(monkeypatch, html)).kilobytes == 1


def test_the_preview_says_what_the_draft_in_memory_weighs():
    page = lesson_of(text("<p>Listen.</p>"), minutes=7)
    assert b"1 word: at most 1 min" in page.make_preview_request().content
    page.body = [("heading", "Two words"), ("heading", "and three more")]
    shown = page.make_preview_request().content.decode()
    assert "5 words: at most 1 min for a slow reader; its outline says 7." in shown
    assert "Too heavy" not in shown


def test_the_preview_warns_over_the_budget(settings):
    page = lesson_of(picture(heavy_image(200)))
    settings.LESSON_BUDGET_KB = 1
    assert "Too heavy" in page.make_preview_request().content.decode()


def test_the_editor_says_what_the_saved_draft_weighs(client):
    page = lesson_of(text("<p>Live words.</p>"))
    page.body = [("heading", "A draft of five words")]
    page.save_revision()
    client.force_login(make_user(group="Course authors"))
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "5 words: at most 1 min" in shown
    assert "This is the draft as last saved" in shown


def test_the_editor_of_a_new_lesson_points_to_the_preview(client):
    module = make_course().module
    client.force_login(make_user(group="Course authors"))
    address = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
    assert "The preview shows how long this lesson reads" in client.get(address).content.decode()


def test_the_release_page_warns_of_a_heavy_lesson_and_releases_all_the_same(client):
    course = make_course(quiz=False)
    heavy = make_lesson(course.module, title="A heavy one", body=[picture(heavy_image())])
    publish(heavy)
    client.force_login(make_user(group="Course authors"))
    address = reverse("release_course", args=[course.page.pk])
    shown = client.get(address).content.decode()
    assert "A heavy one: " in shown
    assert "more than 70 KB is slow in the field" in shown
    assert shown.count("slow in the field") == 1
    assert client.post(address, {"change": "minor"}).status_code == 302
