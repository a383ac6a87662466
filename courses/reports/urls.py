"""/facilitate/"""

from django.urls import path

from . import marking_views, support_views, views

app_name = "reports"

urlpatterns = [
    path("", views.offerings, name="offerings"),
    # /facilitate/<offering uuid>/
    path("<uuid:offering>/accommodations/", support_views.accommodations, name="accommodations"),
    path("<uuid:offering>/accommodations/new/", support_views.accommodate, name="accommodate"),
    path(
        "<uuid:offering>/accommodations/<uuid:accommodation>/end/",
        support_views.end_accommodation,
        name="end_accommodation",
    ),
    path("<uuid:offering>/dates/", support_views.dates, name="dates"),
    path("<uuid:offering>/gain/", support_views.gain, name="gain"),
    # /facilitate/<offering uuid>/marking/<attempt uuid>/<slot>/
    path("<uuid:offering>/marking/", marking_views.queue, name="marking"),
    path("<uuid:offering>/marking/done/", marking_views.marked, name="marked"),
    path(
        "<uuid:offering>/marking/<uuid:attempt>/<int:slot>/",
        marking_views.mark_one,
        name="mark_one",
    ),
    # /facilitate/<offering uuid>/<enrolment uuid>/
    path("<uuid:offering>/", views.offering, name="offering"),
    path("<uuid:offering>/<uuid:enrolment>/remind/", views.remind, name="remind"),
    path("<uuid:offering>/<uuid:enrolment>/<uuid:item>/grant/", views.grant, name="grant"),
]
