"""/verify/ and /certificates/"""

from django.urls import path

from . import views

app_name = "certificates"

urlpatterns = [
    # /verify/<code>/ (path: whatever was typed gets an answer that helps)
    path("verify/", views.find, name="find"),
    path("verify/<path:code>.json", views.verify_json, name="verify_json"),
    path("verify/<path:code>/", views.verify, name="verify"),
    # /certificates/<uuid>/
    path("certificates/<uuid:uuid>/certificate.pdf", views.pdf, name="pdf"),
]
