"""What the pages around the courses add to the Wagtail admin."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from certificates.viewsets import ChangeMenuItem

from .contacts import Helpline
from .privacy import people_admin


class HelplineViewSet(ModelViewSet):
    model = Helpline
    icon = "mail"
    menu_label = _("Helplines")
    menu_order = 230
    add_to_admin_menu = True
    list_display = ("country", "name", "number", "checked_on")
    list_filter = ("country",)
    search_fields = ("country", "name", "number")
    ordering = ("checked_on",)
    panels = Helpline.panels


@hooks.register("register_admin_viewset")
def register_helplines() -> HelplineViewSet:
    return HelplineViewSet("helplines")


@hooks.register("insert_global_admin_js")
def our_way_out() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/admin.js"))


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_urls")
def register_people_urls() -> list:
    # people/
    return [
        path("people/", people_admin.find, name="people_records"),
        path("people/merge/", people_admin.merge_two, name="merge_people"),
        path("people/<uuid:person>/erase/", people_admin.erase_for, name="erase_person"),
        path("people/<uuid:person>/keep/", people_admin.keep_for, name="keep_person"),
    ]


@hooks.register("register_admin_menu_item")
def register_people_menu() -> ChangeMenuItem:
    url = reverse("people_records")
    return ChangeMenuItem(_("Records of people"), url, icon_name="group", order=222)
