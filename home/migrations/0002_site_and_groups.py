"""The first pages, the four groups of staff, and the review workflow."""

from django.apps import apps as global_apps
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations

SITE_NAME = "Safe Learning"
AUTHOR_MODELS = ("question", "questionbank", "topic", "figure")
GROUPS = ("Course authors", "Course reviewers", "Facilitators", "Certificate registrars")


def make_pages(apps, schema_editor):
    """Home page with the catalogue below it, in place of Wagtail's welcome page."""
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")
    CourseIndexPage = apps.get_model("courses", "CourseIndexPage")
    Locale = apps.get_model("wagtailcore", "Locale")
    locale = Locale.objects.get(language_code="en")
    Site.objects.all().delete()
    Page.objects.filter(slug="home", depth=2).delete()

    def make(model, *, path, title, slug, url_path, numchild, **fields):
        content_type, _ = ContentType.objects.get_or_create(
            model=model._meta.model_name, app_label=model._meta.app_label
        )
        return model.objects.create(
            path=path,
            depth=len(path) // 4,
            numchild=numchild,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=url_path,
            content_type=content_type,
            locale=locale,
            live=True,
            **fields,
        )

    home = make(
        HomePage,
        path="00010001",
        title=SITE_NAME,
        slug="home",
        url_path="/home/",
        numchild=1,
        intro="Training that keeps children safe, with a certificate that anyone can verify.",
    )
    make(
        CourseIndexPage,
        path="000100010001",
        title="Courses",
        slug="courses",
        url_path="/home/courses/",
        numchild=0,
        intro="Free courses for people who work with and around children.",
    )
    Site.objects.create(
        hostname="localhost", root_page=home, is_default_site=True, site_name=SITE_NAME
    )


def make_groups(apps, schema_editor):
    """Who may do what in the Wagtail admin."""
    for label in (
        "wagtailadmin",
        "courses",
        "certificates",
        "wagtailcore",
        "wagtailimages",
        "wagtaildocs",
    ):
        config = global_apps.get_app_config(label)
        create_contenttypes(config, verbosity=0, apps=apps)
        config.models_module, kept = config.models_module or True, config.models_module
        create_permissions(config, verbosity=0, apps=apps)
        config.models_module = kept
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()
    authors, reviewers, _facilitators, registrars = [
        Group.objects.get_or_create(name=name)[0] for name in GROUPS
    ]
    for group in (authors, reviewers, registrars):
        grant(apps, group, "wagtailadmin", "access_admin")
    for group in (authors, reviewers):
        for model in AUTHOR_MODELS:
            for verb in ("add", "change", "view"):
                grant(apps, group, "courses", f"{verb}_{model}")
        grant(apps, group, "courses", "add_edition")
        let_upload(apps, group)
    make_publish_permission(apps)
    grant(apps, reviewers, "courses", "publish_question")
    for verb in ("add", "change", "view"):
        grant(apps, reviewers, "courses", f"{verb}_offering")
    for verb in ("view", "change"):
        grant(apps, registrars, "certificates", f"{verb}_certificate")
    let_edit_pages(apps, authors, ("add_page", "change_page"))
    let_edit_pages(
        apps, reviewers, ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
    )


def make_publish_permission(apps):
    """Wagtail makes this one itself, but only after all migrations have run."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=ContentType.objects.get(app_label="courses", model="question"),
        codename="publish_question",
        defaults={"name": "Can publish question"},
    )


def grant(apps, group, app_label, codename):
    Permission = apps.get_model("auth", "Permission")
    group.permissions.add(
        Permission.objects.get(content_type__app_label=app_label, codename=codename)
    )


def let_edit_pages(apps, group, codenames):
    Permission = apps.get_model("auth", "Permission")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    home = apps.get_model("wagtailcore", "Page").objects.get(path="00010001")
    for codename in codenames:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)


def let_upload(apps, group):
    """Wagtail keeps these rights on its own image and document, whatever model is used."""
    Permission = apps.get_model("auth", "Permission")
    Collection = apps.get_model("wagtailcore", "Collection")
    root = Collection.objects.get(depth=1)
    for label, noun in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for verb in ("add", "change", "choose"):
            apps.get_model("wagtailcore", "GroupCollectionPermission").objects.create(
                group=group,
                collection=root,
                permission=Permission.objects.get(
                    content_type__app_label=label, codename=f"{verb}_{noun}"
                ),
            )


def make_workflow(apps, schema_editor):
    """Pages wait for a course reviewer; Wagtail's own default workflow goes."""
    apps.get_model("wagtailcore", "WorkflowPage").objects.all().delete()
    apps.get_model("wagtailcore", "Workflow").objects.update(active=False)
    apps.get_model("wagtailcore", "Task").objects.update(active=False)
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _ = ContentType.objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name="A course reviewer reads it", active=True, content_type=content_type
    )
    task.groups.add(apps.get_model("auth", "Group").objects.get(name="Course reviewers"))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(
        name="Course review", active=True
    )
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task=task, sort_order=0
    )
    home = apps.get_model("wagtailcore", "Page").objects.get(path="00010001")
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(workflow=workflow, page=home)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("courses", "0001_initial"),
        ("certificates", "0001_initial"),
        ("files", "0001_initial"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(make_pages, migrations.RunPython.noop),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(make_workflow, migrations.RunPython.noop),
    ]
