"""/learn/<course>/evaluation/ and /learn/<course>/<item>/flag/"""

from django.urls import path

from . import views

app_name = "feedback"

urlpatterns = [
    # /learn/<course slug>/
    path("<slug:course>/evaluation/", views.evaluate, name="evaluate"),
    path("<slug:course>/<slug:item>/flag/", views.flag, name="flag"),
]
