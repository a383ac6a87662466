"""/learn/<course>/<item>/quiz/ and /attempts/"""

from django.urls import path

from . import views

app_name = "assessment"

urlpatterns = [
    # /learn/<course slug>/<item slug>/quiz/
    path("learn/<slug:course>/<slug:item>/quiz/", views.quiz, name="quiz"),
    path("learn/<slug:course>/<slug:item>/quiz/start/", views.start, name="start"),
    path("learn/<slug:course>/<slug:item>/quiz/ask/", views.ask, name="ask"),
    # /attempts/<uuid>/
    path("attempts/<uuid:uuid>/", views.attempt, name="attempt"),
    path("attempts/<uuid:uuid>/save/", views.save, name="save"),
    path("attempts/<uuid:uuid>/check/", views.check, name="check"),
    path("attempts/<uuid:uuid>/submit/", views.submit, name="submit"),
    path("attempts/<uuid:uuid>/result/", views.result, name="result"),
]
