"""/rosters/, /claim/, /device/, and below /facilitate/ what a facilitator does with people."""

from django.urls import path

from . import (
    card_views,
    claim_views,
    consent_views,
    device_views,
    minor_views,
    password_views,
    views,
)

app_name = "rosters"

urlpatterns = [
    # /rosters/<organisation uuid>/
    path("rosters/<uuid:organisation>/upload/", views.upload, name="upload"),
    path("rosters/<uuid:organisation>/cards/", card_views.cards, name="cards"),
    path("rosters/<uuid:organisation>/passwords/", password_views.passwords, name="passwords"),
    path("rosters/<uuid:organisation>/minors/", minor_views.add, name="add_minor"),
    path("rosters/<uuid:organisation>/consents/", consent_views.minors, name="minors"),
    path(
        "rosters/<uuid:organisation>/consents/<uuid:person>/",
        consent_views.consent,
        name="consent",
    ),
    # /rosters/lists/<roster uuid>/
    path("rosters/lists/<uuid:uuid>/", views.roster, name="roster"),
    path("rosters/lists/<uuid:uuid>/read/", views.read_again, name="read_again"),
    path("rosters/lists/<uuid:uuid>/confirm/", views.confirm, name="confirm"),
    path("rosters/lists/<uuid:uuid>/decide/", views.decide, name="decide"),
    path("rosters/lists/<uuid:uuid>/report.csv", views.report, name="report"),
    path("rosters/lists/<uuid:uuid>/cards/", card_views.cards_of_roster, name="cards_of_roster"),
    # /rosters/sheets/<sheet uuid>/
    path("rosters/sheets/<uuid:uuid>/", card_views.sheet, name="sheet"),
    path("rosters/sheets/<uuid:uuid>/cards.pdf", card_views.download, name="download"),
    # /rosters/invitations/<invitation uuid>/
    path("rosters/invitations/<uuid:uuid>/", views.invitation, name="invitation"),
    path("rosters/invitations/<uuid:uuid>/no/", views.decline, name="decline"),
    # /facilitate/<offering uuid>/
    path("facilitate/<uuid:offering>/people/", views.upload_for_offering, name="bring"),
    path("facilitate/<uuid:offering>/devices/", device_views.devices, name="devices"),
    path("facilitate/<uuid:offering>/devices/<uuid:uuid>/end/", device_views.end, name="end"),
    # /claim/
    path("claim/", claim_views.claim, name="claim"),
    path("claim/account/", claim_views.account, name="account"),
    path("claim/link/", claim_views.link, name="link"),
    path("claim/password/", password_views.password, name="password"),
    path("claim/<slug:code>/", claim_views.claim, name="claim_code"),
    # /device/
    path("device/", device_views.card, name="card"),
    path("device/done/", device_views.done, name="done"),
    path("device/end/", device_views.end_here, name="end_here"),
]
