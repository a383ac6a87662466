"""The files that whoever holds the code may fetch, and for whom."""

from dataclasses import dataclass
from typing import cast

from django.core import signing
from django.http import HttpRequest, HttpResponse

from courses.people.access import person_of

from .badges import svg
from .credentials.baking import bake_png, bake_svg
from .issuer.models import Achievement
from .issuer.views import picture_of
from .models import Certificate
from .rendering import pdf_of
from .states import State
from .verification import Verdict

SALT = "certificates.handing_out"
MINUTES = 10


@dataclass(frozen=True)
class Offer:
    """What the verify page links to; ``key`` goes into the addresses where one is needed."""

    code: str
    key: str
    has_files: bool  # else the signed data alone


def offer_of(request: HttpRequest, verdict: Verdict) -> Offer | None:
    """For who may know the name: everybody, or its holder, or who has just typed it."""
    certificate = verdict.certificate
    if certificate is None or not certificate.credential:
        return None
    if not verdict.shows_name and not _is_holder(request, certificate):
        return None
    key = key_for(certificate) if certificate.is_protected and verdict.shows_name else ""
    return Offer(certificate.code, key, certificate.has_pdf)


def may_fetch(request: HttpRequest, certificate: Certificate) -> bool:
    if not certificate.is_protected or _opens(request.GET.get("key", ""), certificate):
        return True
    return _is_holder(request, certificate)


def key_for(certificate: Certificate) -> str:
    """For who typed the family name; it opens this certificate alone, and not for long."""
    return signing.TimestampSigner(salt=SALT).sign(certificate.code)


def _opens(key: str, certificate: Certificate) -> bool:
    try:
        code = signing.TimestampSigner(salt=SALT).unsign(key, max_age=MINUTES * 60)
    except signing.BadSignature:
        return False
    return code == certificate.code


def _is_holder(request: HttpRequest, certificate: Certificate) -> bool:
    person = person_of(request)
    return person is not None and person.pk == certificate.holder_id


# --- files ------------------------------------------------------------------------------------


def png_of(certificate: Certificate) -> bytes:
    picture = picture_of(cast(Achievement, certificate.achievement))
    return bake_png(picture, certificate.credential)


def svg_of(certificate: Certificate) -> bytes:
    claims = certificate.claims
    drawing = svg.draw(claims["title"], claims["issuer"])
    return bake_svg(drawing, certificate.credential).encode()


def file_of(certificate: Certificate, ending: str) -> bytes:
    match ending:
        case "json":
            return certificate.credential.encode()
        case "png":
            return png_of(certificate)
        case "svg":
            return svg_of(certificate)
    return pdf_of(certificate)


def is_there(certificate: Certificate, ending: str) -> bool:
    """A picture or paper of what has ended would be taken for one that counts; the signed data
    stays true, for its status says that it ended.
    """
    if certificate.state == State.BEING_PREPARED or certificate.is_redacted:
        return False
    if ending == "pdf":
        return certificate.has_pdf
    return bool(certificate.credential) and (ending == "json" or certificate.has_pdf)


def unlisted(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: search engines shall not keep it."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
