"""The rows of certificates: whose they are, and what anybody may check."""

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from certificates.models import Certificate

from .row import NONE, PEOPLE, Row, everybody, get, only, post, signed_in, to
from .world import NAME, World


def proof_rows(world: World) -> Iterator[Row]:
    for name in ("find", "offline", "service_worker"):
        yield get(f"certificates:{name}", everybody())
    yield get("certificates:pdf", only("learner"), world.certificate.uuid)
    yield from _of_holders(world)
    for name in ("did", "did_in_folder", "profile", "profile_json"):
        yield get(f"certificates:{name}", everybody())
    issued = Certificate.objects.get(pk=world.certificate.pk)  # it was prepared since
    for name in ("certificates:achievement", "certificates:achievement_json"):
        yield get(name, everybody(), issued.achievement.uuid)
        yield get(name, everybody(NONE), issued.uuid)
    yield get("certificates:badge", everybody(), issued.achievement.uuid)
    yield from _checks(issued)
    yield get("certificates:status_list", everybody(), issued.status_list_id)
    for name in ("certificates:verify", "certificates:verify_json"):
        for code, answers in ((world.certificate.code, everybody()), ("0000", everybody(NONE))):
            yield get(name, answers, code)
            yield post(name, answers, code, data={"family_name": "Diallo"})


def _of_holders(world: World) -> Iterator[Row]:
    """The learner's certificate; a request for another name waits for it already."""
    uuid, us = world.certificate.uuid, ("learner",)
    page = to("certificates:mine", uuid)
    back, asked = only(*us, answer=page), {**NAME, "why": "misspelt"}
    yield get("certificates:mine", only(*us), uuid)
    yield get("certificates:correct", back, uuid)
    yield post("certificates:correct", back, uuid, data=asked)
    yield get("certificates:withdraw", signed_in(page), uuid)
    yield post("certificates:withdraw", back, uuid, changed_by=us)
    yield get("certificates:disclose", signed_in(page), uuid)
    protect = {"disclosure": "protected"}
    yield post("certificates:disclose", back, uuid, data=protect, changed_by=us)


def _checks(certificate: Certificate) -> Iterator[Row]:
    """Of a named certificate, which everybody may fetch with its code; see test_fetch.py."""
    for name in ("credential", "badge_png", "badge_svg", "verified_pdf"):
        yield get(f"certificates:{name}", everybody(), certificate.code)
        yield get(f"certificates:{name}", everybody(NONE), "0000")
    for name in ("certificates:check_file", "certificates:check_file_json"):
        yield get(name, everybody())
        yield post(name, everybody("400"))
    rows = f"Number,Family name\n{certificate.number},Diallo\n".encode()
    sheet = SimpleUploadedFile("list.csv", rows)
    yield get("certificates:check_list", everybody())
    yield post("certificates:check_list", everybody(), data={"list": sheet}, changed_by=PEOPLE)
    yield get("certificates:list_template", everybody())
