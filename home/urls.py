from django.conf import settings
from django.urls import path

from . import views

app_name = "home"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("my-learning/", views.my_learning, name="my_learning"),
    path("worried/", views.worried, name="worried"),
]

if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/", views.styleguide, name="styleguide"))
