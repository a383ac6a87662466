"""/learn/"""

from django.urls import path

from . import language_views, template_views, views

app_name = "learning"

# /learn/<course slug>/<item slug>/
urlpatterns = [
    path("<slug:course>/", views.course_home, name="course_home"),
    path("<slug:course>/enrol/", views.enrol, name="enrol"),
    path("<slug:course>/first-lesson/", views.first_lesson, name="first_lesson"),
    path("<slug:course>/language/change/", language_views.change, name="change_language"),
    path("<slug:course>/<slug:module>/module.pdf", views.module, name="module"),
    path("<slug:course>/<slug:item>/", views.item, name="item"),
    path("<slug:course>/<slug:item>/template/", template_views.to_print, name="template"),
    path(
        "<slug:course>/<slug:item>/template.txt",
        template_views.to_fill_in,
        name="template_text",
    ),
    path("<slug:course>/<slug:item>/done/", views.mark_done, name="mark_done"),
]
