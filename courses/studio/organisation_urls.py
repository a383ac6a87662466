"""/admin/organisations/"""

from django.urls import path

from . import organisation_views as views

urlpatterns = [
    path("", views.index, name="organisation_tree"),
    path("add/", views.add, name="add_organisation"),
    path("domains/<uuid:domain>/approve/", views.approve_domain, name="approve_domain"),
    path("domains/<uuid:domain>/remove/", views.refuse_domain, name="refuse_domain"),
    # /admin/organisations/<uuid>/
    path("<uuid:organisation>/", views.edit, name="edit_organisation"),
    path("<uuid:organisation>/roles/", views.give_role, name="give_role"),
    path("<uuid:organisation>/roles/<uuid:membership>/end/", views.end_role, name="end_role"),
]
