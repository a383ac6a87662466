"""/join/"""

from django.urls import path

from . import joining_views as views

app_name = "joining"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("code/", views.code, name="code"),
    path("leave/<uuid:membership>/", views.leave, name="leave"),
    path("domain/<uuid:domain>/", views.join_domain, name="join_domain"),
    path("<str:token>/", views.join, name="join"),
]
