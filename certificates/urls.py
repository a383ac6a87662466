"""/verify/, /certificates/, and what the issuer publishes"""

from django.urls import path

from . import gate, views
from .holders import views as holders
from .issuer import views as issuer

app_name = "certificates"

urlpatterns = [
    # /verify/<code>/ (path: whatever was typed gets an answer that helps)
    path("verify/", views.find, name="find"),
    path("verify/offline/", gate.offline, name="offline"),
    path("verify/sw.js", gate.service_worker, name="service_worker"),
    path("verify/<path:code>.json", views.verify_json, name="verify_json"),
    path("verify/<path:code>/", views.verify, name="verify"),
    # what software elsewhere reads (addresses.py: they stand in signed documents)
    path(".well-known/did.json", issuer.did, name="did"),
    path("did.json", issuer.did, name="did_in_folder"),
    path("status/<int:number>/", issuer.status_list, name="status_list"),
    path("issuer/", issuer.profile, name="profile"),
    path("issuer/profile.json", issuer.profile_json, name="profile_json"),
    path("achievements/<uuid:uuid>/", issuer.achievement, name="achievement"),
    path(
        "achievements/<uuid:uuid>/achievement.json",
        issuer.achievement_json,
        name="achievement_json",
    ),
    # /certificates/<uuid>/
    path("certificates/<uuid:uuid>/certificate.pdf", views.pdf, name="pdf"),
    path("certificates/<uuid:uuid>/", holders.mine, name="mine"),
    path("certificates/<uuid:uuid>/name/", holders.correct, name="correct"),
    path("certificates/<uuid:uuid>/name/withdraw/", holders.withdraw, name="withdraw"),
    path("certificates/<uuid:uuid>/disclose/", holders.disclose, name="disclose"),
]
