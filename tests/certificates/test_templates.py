"""Templates of organisations: chosen and frozen at issue, edited in the Wagtail admin."""

import hashlib
import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from certificates.designs import colours
from certificates.designs.choosing import design_for, freeze
from certificates.designs.content import built_in
from certificates.designs.models import CertificateTemplate, TemplateWording
from certificates.designs.pictures import LOGO, NotAPicture, drawn_anew
from certificates.models import Certificate, CertificateDesign
from certificates.preparing import prepare
from certificates.rendering import pdf_of
from courses.editions.models import AppendOnlyError
from courses.models import Completion, Course
from tests.factories.people import make_user

from .builders import certificate_of, make_certificate, make_completion
from .designs import a_design, a_picture

pytestmark = pytest.mark.django_db
PART = "wagtailsnippets_certificates_certificatetemplate:"
FORM = {
    "title": "Ours",
    "organisation": "Example Aid",
    "accent": "#2b5a9e",
    "wordings": inline_formset([]),
}


def make_template(*courses: Course, **fields) -> CertificateTemplate:
    fields = {"title": "Ours", "organisation": "Example Aid", "accent": "#2b5a9e", **fields}
    template = CertificateTemplate(**fields)
    template.courses = list(courses)
    template.save()
    return template


def course_of(completion: Completion) -> Course:
    return completion.edition.course


# --- which one --------------------------------------------------------------------------------


def test_without_a_template_it_looks_as_the_settings_say(settings) -> None:
    settings.ISSUER_SIGNATORIES = [{"name": "Noor Haddad", "role": "Director"}]
    design = make_certificate().design
    assert design.content == built_in()
    assert design.content["signatories"][0]["name"] == "Noor Haddad"


def test_the_template_of_the_course_goes_before_the_one_for_all_others() -> None:
    make_template(title="All", organisation="For all", is_default=True)
    first = make_completion()
    assert certificate_of(first).design.content["organisation"] == "For all"
    make_template(course_of(first), organisation="For this")
    again = Certificate.objects.get(pk=certificate_of(first).pk)
    assert again.design.content["organisation"] == "For all"  # it was issued before
    assert design_for(first.uuid).content["organisation"] == "For this"


def test_the_same_look_is_kept_once() -> None:
    assert make_certificate().design == make_certificate().design
    assert freeze(a_design()) == freeze(a_design())
    assert freeze(a_design(organisation="Other")) != freeze(a_design())


def test_its_words_are_those_of_the_template() -> None:
    template = make_template(is_default=True)
    TemplateWording.objects.create(template=template, language="en", heading="Certificate of Ours")
    certificate = make_certificate()
    assert certificate.wording["heading"] == "Certificate of Ours"
    assert "Example Aid" in certificate.wording["held_by"]
    assert certificate.claims["issuer"] != "Example Aid"


# --- frozen -----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["edit", "delete"])
def test_nothing_done_to_a_template_changes_an_issued_certificate(way: str) -> None:
    logo = drawn_anew(io.BytesIO(a_picture()), LOGO)
    template = make_template(is_default=True, logo=logo, logo_alt="Logo", name_1="Ada Example")
    issued = make_certificate()
    before = pdf_of(issued)
    if way == "edit":
        template.organisation, template.logo, template.accent = "Another", b"", "#700000"
        template.save()
    else:
        template.delete()
    assert pdf_of(Certificate.objects.get(pk=issued.pk)) == before
    later = make_certificate()
    assert later.design != issued.design


def test_a_design_is_never_changed_or_deleted() -> None:
    design = make_certificate().design
    with pytest.raises(AppendOnlyError):
        design.save()
    with pytest.raises(AppendOnlyError):
        design.delete()


def test_no_certificate_of_today_is_without_a_design() -> None:
    certificate = make_certificate()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(design=None)


def test_its_credential_is_in_the_pdf_whose_hash_is_kept() -> None:
    certificate = prepare(certificate=certificate_of(make_completion()))
    pdf = pdf_of(certificate)
    assert hashlib.sha256(pdf).hexdigest() == certificate.pdf_sha256
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        inside = opened.attachments["openbadge.json"].get_file().read_bytes()
    assert inside.decode() == certificate.credential != ""


# --- the form ---------------------------------------------------------------------------------


@pytest.fixture
def registrar(client):
    user = make_user("registrar", group="Certificate registrars")
    client.force_login(user)
    return user


def send(client, template: CertificateTemplate | None = None, **fields):
    address = reverse(f"{PART}edit", args=[template.pk]) if template else reverse(f"{PART}add")
    courses = {"courses": fields.pop("courses", [])}
    return client.post(address, nested_form_data({**FORM, **fields}) | courses)


def upload(content: bytes = b"", name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or a_picture())


def test_a_registrar_makes_a_template_with_pictures_and_words(client, registrar) -> None:
    course = course_of(make_completion())
    response = send(
        client,
        new_logo=upload(a_picture("JPEG", (3000, 2000)), "logo.jpg"),
        logo_alt="Logo of Example Aid",
        name_1="Ada Example",
        role_1="Head of training",
        new_signature_1=upload(),
        courses=[course.pk],
        wordings=inline_formset(
            [{"language": "ar", "heading": "شهادة", "certifies": "", "has_completed": ""}]
        ),
    )
    assert response.status_code == 302, response.content.decode()
    content = CertificateTemplate.objects.get(courses=course).content()
    assert content["logo"]["alt"] == "Logo of Example Aid"
    assert (content["logo"]["width"], content["logo"]["height"]) == (450, 300)
    assert content["signatories"][0]["signature"]["png"]
    assert content["wording"] == {"ar": {"heading": "شهادة"}}
    assert CertificateDesign.objects.count() == 1  # of the completion above


def test_a_picture_stays_until_it_is_taken_away(client, registrar) -> None:
    send(client, new_logo=upload(), logo_alt="Logo")
    template = CertificateTemplate.objects.get()
    send(client, template, logo_alt="Logo", organisation="Renamed")
    template.refresh_from_db()
    assert template.organisation == "Renamed"
    assert bytes(template.logo)
    send(client, template, logo_alt="", no_logo="on")
    template.refresh_from_db()
    assert not bytes(template.logo)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"accent": "#ffd700"}, "The nearest that can be used is #"),
        ({"accent": "red"}, "Write the colour as #"),
        ({"organisation": "United Nations Office"}, "Take that name out"),
        ({"organisation": "UN partner"}, "Take that name out"),
        ({"organisation": "منظمة الأمم المتحدة"}, "Take that name out"),
        ({"name_1": "", "role_1": "Director"}, "Write whose role and signature this is"),
        (
            {"new_logo": SimpleUploadedFile("logo.png", b"<svg/>"), "logo_alt": "x"},
            "Save it as PNG",
        ),
        ({"new_logo": upload()}, "Say in words what the logo shows."),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(client, registrar, fields, said) -> None:
    response = send(client, **fields)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not CertificateTemplate.objects.exists()


def test_a_file_that_is_too_large_is_refused(client, registrar, settings) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
    assert "This file is too large." in send(client, new_logo=upload()).content.decode()


def test_a_course_is_on_one_template_and_one_is_for_all_others(client, registrar) -> None:
    course = course_of(make_completion())
    make_template(course, title="First", is_default=True)
    text = send(client, courses=[course.pk], is_default="on").content.decode()
    assert "is on the template “First” already" in text
    assert CertificateTemplate.objects.count() == 1
    text = send(client, is_default="on").content.decode()
    assert "Another template is for all other courses already" in text


@pytest.mark.parametrize("mode", ["en", "ar"])
def test_the_preview_is_the_page_as_it_will_be_drawn(client, registrar, mode) -> None:
    address = reverse(f"{PART}preview_on_add")
    answer = client.post(address, nested_form_data({**FORM, "accent": "#700000"}))
    assert answer.json()["is_valid"], answer.json()
    shown = client.get(address, {"mode": mode})
    assert "data:" in shown.headers["Content-Security-Policy"].split("img-src")[1].split(";")[0]
    assert b'src="data:image/png;base64,' in shown.content
    if mode == "ar":
        assert shown.content != client.get(address, {"mode": "en"}).content


# --- pictures and colours ---------------------------------------------------------------------


def test_a_picture_keeps_nothing_but_its_pixels() -> None:
    image = Image.new("RGB", (2000, 100), "teal")
    exif = image.getexif()
    exif[0x010F] = "A camera"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, icc_profile=b"profile")
    with Image.open(io.BytesIO(drawn_anew(io.BytesIO(out.getvalue()), LOGO))) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (900, 45))
        assert not drawn.getexif()
        assert "icc_profile" not in drawn.info


@pytest.mark.parametrize("content", [b"", b"GIF89a", a_picture()[:200], b"<svg/>"])
def test_what_is_no_picture_is_refused(content) -> None:
    with pytest.raises(NotAPicture):
        drawn_anew(io.BytesIO(content), LOGO)


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(NotAPicture, match="Make it smaller"):
        drawn_anew(io.BytesIO(out.getvalue()), LOGO)


@pytest.mark.parametrize("colour", ["#ffffff", "#ffd700", "#ff0000", "#00ff00", "#8899aa"])
def test_the_nearest_colour_can_be_read_and_is_hardly_darker_than_it_must(colour) -> None:
    nearest = colours.nearest_readable(colour)
    assert 4.5 <= colours.contrast_with_white(nearest) < 4.7
    assert not colours.is_readable(colour)


def test_contrast_is_that_of_the_wcag() -> None:
    assert colours.contrast_with_white("#ffffff") == 1
    assert colours.contrast_with_white("#000000") == pytest.approx(21)
    assert colours.contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)
    assert colours.nearest_readable("#1c5a4e") == "#1c5a4e"
