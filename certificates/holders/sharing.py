"""The links with which a holder passes a certificate on; nothing is sent before they press one."""

from urllib.parse import urlencode

from certificates.issuer import addresses
from certificates.models import Certificate

LINKEDIN = "https://www.linkedin.com/profile/add"


def links(certificate: Certificate) -> dict[str, str]:
    """The verify address as others open it, and what lies below it."""
    page = certificate.get_absolute_url()
    found = {"share": addresses.certificate(certificate.claims["site"], certificate.code)}
    if certificate.credential:
        found |= {"badge": f"{page}badge.png", "credential": f"{page}credential.json"}
    if not certificate.is_protected:
        found["linkedin"] = linkedin(certificate)
    return found


def linkedin(certificate: Certificate) -> str:
    """Opens LinkedIn's form, filled in; the holder's name is not in it."""
    begin, end = certificate.valid_from, certificate.valid_until
    claims = certificate.claims
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": claims["title"],
        "organizationName": claims["issuer"],
        "issueYear": begin.year,
        "issueMonth": begin.month,
        "expirationYear": end.year,
        "expirationMonth": end.month,
        "certUrl": addresses.certificate(claims["site"], certificate.code),
        "certId": claims["number"],
    }
    return f"{LINKEDIN}?{urlencode(fields)}"
