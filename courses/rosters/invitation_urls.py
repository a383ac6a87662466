"""/organisations/<organisation uuid>/invitations/"""

from django.urls import path

from . import invitation_views as views

app_name = "invitations"

urlpatterns = [
    path("", views.invitations, name="list"),
    path("<uuid:invitation>/end/", views.end, name="end"),
    path("domains/", views.ask_for_domain, name="ask_for_domain"),
    path("domains/<uuid:domain>/remove/", views.remove_domain, name="remove_domain"),
]
