"""Every address of this app but the Wagtail pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("courses.assessment.urls")),
    path("", include("courses.rosters.urls")),
    path("learn/", include("courses.feedback.urls")),  # before what takes any slug
    path("learn/", include("courses.learning.urls")),
    path("facilitate/", include("courses.reports.urls")),
]
