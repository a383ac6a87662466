from django.conf import settings
from django.urls import path

from . import views
from .language import choose_language
from .privacy import views as privacy_views

app_name = "home"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("my-learning/", views.my_learning, name="my_learning"),
    path("worried/", views.worried, name="worried"),
    path("language/", choose_language, name="choose_language"),
    # /my-data/
    path("my-data/", privacy_views.my_data, name="my_data"),
    path("my-data/my-data.json", privacy_views.download_json, name="my_data_json"),
    path("my-data/my-data.html", privacy_views.download_html, name="my_data_html"),
    path("my-data/erase/", privacy_views.erase, name="erase"),
    path("my-data/keep/", privacy_views.keep, name="keep"),
    path("terms/accept/", privacy_views.accept_terms, name="accept_terms"),
]

if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/", views.styleguide, name="styleguide"))
