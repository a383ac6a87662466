from django.urls import path

from . import views

app_name = "home"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("my-learning/", views.my_learning, name="my_learning"),
    path("worried/", views.worried, name="worried"),
]
