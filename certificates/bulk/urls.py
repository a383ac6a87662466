"""/admin/certificates/bulk/"""

from django.urls import path

from . import views

urlpatterns = [
    path("bulk/", views.index, name="bulk"),
    path("bulk/<uuid:uuid>/", views.show, name="bulk_job"),
    path("bulk/<uuid:uuid>/confirm/", views.confirm, name="bulk_confirm"),
    path("bulk/<uuid:uuid>/cancel/", views.cancel, name="bulk_cancel"),
    path("bulk/<uuid:uuid>/report.csv", views.report_csv, name="bulk_report"),
    path("bulk/<uuid:uuid>/file/", views.download, name="bulk_file"),
    path("bulk/<slug:kind>/", views.begin, name="bulk_begin"),
]
