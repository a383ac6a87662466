"""A certificate that nobody has, to show how a template looks."""

import base64
from datetime import UTC, date, datetime

from django.conf import settings

from certificates import claims as said
from certificates.issuer import addresses
from certificates.pages import TEMPLATE_VERSION, TEMPLATES, document_of, page
from certificates.wording import printed
from lms.printing.compiler import picture_of_page

from .content import Content

# Right to left where the page is, and with every kind of letter somewhere.
NAMES = {
    "en": ("Amara", "Diallo"),
    "fr": ("Zoé", "Lefèvre-N’Diaye"),
    "es": ("María José", "Núñez Ibáñez"),
    "ar": ("ليلى", "عبد الرحمن"),
}
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
PROOF_LENGTH = 190  # of an offline proof, about
CODE = "0" * said.CODE_LENGTH  # the verify page knows no such certificate
COURSE = {
    "title": "Example course",
    "certificate_title": "Example course",
    "certificate_note": "",
    "duration_minutes": 150,
    "outcomes": ["You can say what is shown here.", "You know that this is an example."],
    "objectives": [],
}


def claims_of(language: str) -> said.Claims:
    given, family = NAMES[language]
    return said.build(
        number="2026-00000-00000",
        given_name=given,
        family_name=family,
        policy=COURSE,
        edition=1,
        completed_on=date(2026, 7, 14),
        valid_until=date(2029, 7, 14),
        issuer=settings.ISSUER_NAME,
        site=settings.BASE_URL,
    )


def picture(content: Content, language: str) -> str:
    """The page as a data address of a PNG, drawn by what draws the PDF."""
    claims = claims_of(language)
    wording = printed(claims, language, content)
    # As long as a real one is, so that the code is as large and as fine.
    proof = f"{addresses.certificate(claims['site'], CODE)}#{'0' * PROOF_LENGTH}"
    offline = proof if content["offline_qr"] else ""
    drawn = page(claims, wording, CODE, design=0, offline_url=offline)
    data = document_of([drawn], [content], about="", issuer=claims["issuer"])
    png = picture_of_page(TEMPLATES[TEMPLATE_VERSION], data, timestamp=MOMENT)
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
