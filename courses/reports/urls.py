"""/facilitate/"""

from django.urls import path

from . import views

app_name = "reports"

urlpatterns = [
    path("", views.offerings, name="offerings"),
    # /facilitate/<offering uuid>/<enrolment uuid>/
    path("<uuid:offering>/", views.offering, name="offering"),
    path("<uuid:offering>/<uuid:enrolment>/remind/", views.remind, name="remind"),
    path("<uuid:offering>/<uuid:enrolment>/<uuid:item>/grant/", views.grant, name="grant"),
]
