"""/verify/, /certificates/, and what the issuer publishes"""

from django.urls import path

from . import file_views, gate, units, views
from .checking import views as checking
from .holders import views as holders
from .issuer import views as issuer

app_name = "certificates"

urlpatterns = [
    # /verify/<code>/ (path: whatever was typed gets an answer that helps)
    path("verify/", views.find, name="find"),
    path("verify/offline/", gate.offline, name="offline"),
    path("verify/sw.js", gate.service_worker, name="service_worker"),
    path("verify/file/", checking.file, name="check_file"),
    path("verify/file.json", checking.file, name="check_file_json"),
    path("verify/list/", checking.list_of_certificates, name="check_list"),
    path("verify/list/template.csv", checking.template, name="list_template"),
    path("verify/<path:code>/credential.json", file_views.credential, name="credential"),
    path("verify/<path:code>/badge.png", file_views.badge_png, name="badge_png"),
    path("verify/<path:code>/badge.svg", file_views.badge_svg, name="badge_svg"),
    path("verify/<path:code>/certificate.pdf", file_views.verified_pdf, name="verified_pdf"),
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
    path("achievements/<uuid:uuid>/badge.png", issuer.badge, name="badge"),
    # /organisations/<organisation uuid>/certificates/
    path("organisations/<uuid:organisation>/certificates/", units.certificates, name="of_unit"),
    path(
        "organisations/<uuid:organisation>/certificates/csv/",
        units.certificates_file,
        name="of_unit_file",
    ),
    # /certificates/<uuid>/
    path("certificates/<uuid:uuid>/certificate.pdf", views.pdf, name="pdf"),
    path("certificates/<uuid:uuid>/", holders.mine, name="mine"),
    path("certificates/<uuid:uuid>/name/", holders.correct, name="correct"),
    path("certificates/<uuid:uuid>/name/withdraw/", holders.withdraw, name="withdraw"),
    path("certificates/<uuid:uuid>/disclose/", holders.disclose, name="disclose"),
]
