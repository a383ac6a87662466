"""Every address of this app but the Wagtail pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("courses.assessment.urls")),
    path("", include("courses.rosters.urls")),
    path("learn/", include("courses.feedback.urls")),  # before what takes any slug
    path("learn/", include("courses.learning.urls")),
    path("", include("courses.payments.urls")),
    path("facilitate/", include("courses.reports.urls")),
    path("manuals/", include("courses.manuals.urls")),
    path("organisations/", include("courses.reports.organisations.urls")),
    path(
        "organisations/<uuid:organisation>/invitations/",
        include("courses.rosters.invitation_urls"),
    ),
    path("join/", include("courses.rosters.joining_urls")),
]
