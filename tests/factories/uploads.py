"""Small films, recordings and documents that pass for real."""

from django.core.files.base import ContentFile

from lms.files.models import CustomDocument, CustomMedia

FILM = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 4
RECORDING = b"OggS" + bytes(60)
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nListen.\n"
PDF = b"%PDF-1.7\n%%EOF"


def make_film(title: str = "At the gate", *, captions: bytes = CAPTIONS) -> CustomMedia:
    film = CustomMedia(title=title, type="video", file=ContentFile(FILM, name="gate.mp4"))
    if captions:
        film.captions = ContentFile(captions, name="gate.vtt")
    film.full_clean()
    film.save()
    return film


def make_recording(title: str = "A voice") -> CustomMedia:
    recording = CustomMedia(title=title, type="audio", file=ContentFile(RECORDING, name="v.ogg"))
    recording.full_clean()
    recording.save()
    return recording


def make_document(title: str = "Card for the pocket") -> CustomDocument:
    file = ContentFile(PDF, name="card.pdf")
    return CustomDocument.objects.create(title=title, file=file, file_size=len(PDF))
