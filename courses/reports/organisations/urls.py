"""/organisations/"""

from django.urls import path

from . import job_views, people_views, views

app_name = "organisations"

urlpatterns = [
    path("", views.index, name="index"),
    # /organisations/<organisation uuid>/
    path("<uuid:organisation>/", views.home, name="home"),
    path("<uuid:organisation>/counts/", views.funder, name="funder"),
    path("<uuid:organisation>/courses/", views.records, name="records"),
    path("<uuid:organisation>/courses/export/", views.export, name="export"),
    path("<uuid:organisation>/courses/remind/", views.remind, name="remind"),
    path("<uuid:organisation>/jobs/<uuid:job>/", job_views.job, name="job"),
    path("<uuid:organisation>/jobs/<uuid:job>/file/", job_views.job_file, name="job_file"),
    # /organisations/<organisation uuid>/people/
    path("<uuid:organisation>/people/", people_views.people, name="people"),
    path("<uuid:organisation>/people/enrol/", people_views.enrol, name="enrol"),
    path("<uuid:organisation>/people/<uuid:person>/", people_views.person, name="person"),
    # /organisations/<organisation uuid>/members/<membership uuid>/
    path("<uuid:organisation>/members/<uuid:membership>/move/", people_views.move, name="move"),
    path("<uuid:organisation>/members/<uuid:membership>/end/", people_views.end, name="end"),
]
