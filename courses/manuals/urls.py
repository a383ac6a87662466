"""/manuals/"""

from django.urls import path

from . import views

app_name = "manuals"

# /manuals/<course slug>/
urlpatterns = [
    path("<slug:course>/", views.contents, name="contents"),
    path("<slug:course>/manual.pdf", views.pdf, name="pdf"),
    path("<slug:course>/<slug:part>/", views.part, name="part"),
]
