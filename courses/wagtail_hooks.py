"""What this app adds to the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import ManyToManyField
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.catalogue.models import CoursePage, Figure, Topic
from courses.learning.models import Offering
from courses.payments.prices import SET_PRICES, OfferingForm, PricesLog
from courses.payments.staff import FinanceViewSet
from courses.people import inviting, placing
from courses.people.fields import SeveralField
from courses.questions.importing import LOG_ACTION
from courses.questions.models import Question, QuestionBank
from courses.rosters import consents, password_cards
from courses.studio import (
    analysis_views,
    bank_list,
    blueprint_panel,
    bulk_actions,
    guards,
    home,
    question_list,
    question_page,
    question_transfer_views,
    reader_views,
    regrade_views,
    trainings,
    views,
)
from courses.studio.access import decides_about_released, edits_courses, may_release
from courses.studio.organisation_views import keeps_organisations
from courses.studio.question_transfer import may_transfer

register_form_field_override(ManyToManyField, override={"form_class": SeveralField})


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    list_display = question_list.COLUMNS
    filterset_class = question_list.QuestionFilterSet
    index_view_class = question_list.QuestionIndexView
    edit_view_class = regrade_views.QuestionEditView
    copy_view_class = question_page.QuestionCopyView
    inspect_view_enabled = True
    inspect_view_class = question_page.QuestionInspectView
    ordering = ("bank", "objective", "key")


class QuestionBankViewSet(SnippetViewSet):
    model = QuestionBank
    icon = "folder-open-inverse"
    list_display = bank_list.COLUMNS
    index_view_class = bank_list.BankIndexView
    edit_view_class = question_transfer_views.BankEditView


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"


class FigureViewSet(SnippetViewSet):
    model = Figure
    icon = "decimal"
    list_display = ("key", "text", "source", "as_of")
    ordering = ("as_of",)


class TeachingGroup(SnippetViewSetGroup):
    items = (QuestionViewSet, QuestionBankViewSet, TopicViewSet, FigureViewSet)
    menu_label = _("Teaching")
    menu_icon = "openquote"
    menu_order = 200


register_snippet(TeachingGroup)


for bulk_action in bulk_actions.ACTIONS:
    hooks.register("register_bulk_action", bulk_action)


@hooks.register("register_log_actions")
def register_import_of_questions(actions) -> None:
    actions.register_action(LOG_ACTION, _("Import questions"), _("Questions were imported"))


@hooks.register("register_admin_urls")
def register_transfer_urls() -> list:
    return [
        path("questions/import/", question_transfer_views.upload, name="import_questions"),
        path("questions/import/<uuid:uuid>/", question_transfer_views.show, name="question_import"),
        path(
            "questions/import/<uuid:uuid>/run/",
            question_transfer_views.run,
            name="run_question_import",
        ),
        path(
            "questions/banks/<int:pk>/export/<slug:name>/",
            question_transfer_views.export,
            name="export_bank",
        ),
    ]


@hooks.register("register_snippet_listing_buttons")
def transfer_buttons(snippet, user, next_url=None):
    if isinstance(snippet, QuestionBank):
        yield from question_transfer_views.bank_buttons(snippet, user)


class TransferMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_transfer(request.user)


@hooks.register("register_admin_menu_item")
def register_transfer_menu() -> TransferMenuItem:
    url = reverse("import_questions")
    return TransferMenuItem(_("Import questions"), url, icon_name="upload", order=204)


class OfferingViewSet(ModelViewSet):
    model = Offering
    icon = "calendar"
    menu_label = _("Offerings")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ("title", "course", "is_open", "starts_on", "ends_on", "disclosure")
    panels = [
        FieldPanel("course"),
        FieldPanel("title"),
        MultiFieldPanel(
            [
                FieldPanel("is_open"),
                FieldPanel("admission"),
                FieldPanel("starts_on"),
                FieldPanel("ends_on"),
            ],
            heading=_("When"),
        ),
        FieldPanel("prices"),
        FieldPanel("disclosure"),
        FieldPanel("facilitators"),
        FieldPanel("marking_is_blind"),
    ]
    edit_handler = ObjectList(panels, base_form_class=OfferingForm)


@hooks.register("register_admin_viewset")
def register_offerings() -> OfferingViewSet:
    return OfferingViewSet("offerings")


@hooks.register("register_admin_viewset")
def register_orders() -> FinanceViewSet:
    return FinanceViewSet()


@hooks.register("register_admin_urls")
def register_release_url() -> list:
    return [path("courses/<int:page_id>/release/", views.release, name="release_course")]


@hooks.register("register_page_header_buttons")
def release_button(page, user, view_name, next_url=None):
    if isinstance(page, CoursePage) and may_release(user, page):
        url = reverse("release_course", args=[page.pk])
        yield Button(_("Release this course"), url, icon_name="upload", priority=5)


hooks.register("before_delete_page", guards.refuse)
hooks.register("before_unpublish_page", guards.refuse)
hooks.register("before_bulk_action", guards.refuse_bulk)
hooks.register("after_publish_page", trainings.warn)
hooks.register("construct_homepage_panels", home.add_panels)
hooks.register("construct_homepage_summary_items", home.no_summary, order=1000)


@hooks.register("register_admin_urls")
def register_reader_urls() -> list:
    return [
        path("readers/flags/", reader_views.flags, name="reader_flags"),
        path("readers/flags/<int:pk>/done/", reader_views.settle_flag, name="settle_flag"),
        path(
            "readers/flags/<int:pk>/delete-note/",
            reader_views.delete_flag_note,
            name="delete_flag_note",
        ),
        path("readers/evaluations/", reader_views.evaluations, name="reader_evaluations"),
        path(
            "readers/evaluations/<uuid:uuid>/delete-comment/",
            reader_views.delete_comment,
            name="delete_comment",
        ),
    ]


@hooks.register("register_admin_urls")
def register_blueprint_url() -> list:
    count = blueprint_panel.count_questions
    return [path("courses/blueprint/count/", count, name="count_questions")]


@hooks.register("register_admin_urls")
def register_analysis_urls() -> list:
    # readers/quizzes/
    item = "readers/quizzes/<uuid:item>/"
    return [
        path("readers/quizzes/", analysis_views.quizzes, name="quiz_analyses"),
        path(item, analysis_views.quiz, name="quiz_analysis"),
        path(f"{item}csv/", analysis_views.questions_csv, name="quiz_analysis_csv"),
        path(f"{item}xlsx/", analysis_views.workbook, name="quiz_analysis_xlsx"),
    ]


class AuthorsMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return edits_courses(request.user)


@hooks.register("register_admin_menu_item")
def register_readers_menu() -> SubmenuMenuItem:
    flags, evaluations = reverse("reader_flags"), reverse("reader_evaluations")
    items = [
        AuthorsMenuItem(_("What readers flagged"), flags, icon_name="warning"),
        AuthorsMenuItem(_("How learners find the courses"), evaluations, icon_name="form"),
        AuthorsMenuItem(_("How questions perform"), reverse("quiz_analyses"), icon_name="tasks"),
    ]
    return SubmenuMenuItem(_("Readers"), Menu(items=items), icon_name="group", order=205)


@hooks.register("register_admin_urls")
def register_regrade_urls() -> list:
    return [
        path("questions/<int:pk>/regrade/", regrade_views.question, name="regrade_question"),
        path(
            "regrades/<uuid:version>/<slug:treatment>/",
            regrade_views.decide,
            name="regrade_version",
        ),
        path("regrades/<uuid:uuid>/", regrade_views.report, name="regrade_report"),
    ]


@hooks.register("register_snippet_listing_buttons")
def regrade_button(snippet, user, next_url=None):
    if isinstance(snippet, Question) and decides_about_released(user):
        yield regrade_views.button_for(snippet)


@hooks.register("register_admin_urls")
def register_organisation_urls() -> list:
    return [path("organisations/", include("courses.studio.organisation_urls"))]


class OrganisationsMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return keeps_organisations(request.user)


@hooks.register("register_admin_menu_item")
def register_organisations_menu() -> OrganisationsMenuItem:
    url = reverse("organisation_tree")
    return OrganisationsMenuItem(_("Organisations"), url, icon_name="group", order=215)


@hooks.register("register_permissions")
def register_organisation_permission():
    """So that an administrator can give it to other groups too."""
    return Permission.objects.filter(
        content_type__app_label="courses", codename="change_organisation"
    )


@hooks.register("register_log_actions")
def register_log_of_organisations(actions) -> None:
    found = (*placing.ACTIONS, *inviting.ACTIONS, *password_cards.ACTIONS, *consents.ACTIONS)
    for action, label, message in found:
        actions.register_action(action, label, message)


@hooks.register("register_log_actions")
def register_log_of_prices(actions) -> None:
    actions.register_action(SET_PRICES)(PricesLog)
