"""Who may upload images and documents may upload films and recordings."""

from django.db import migrations

GROUPS = ("Course authors", "Course reviewers")


def let_upload(apps, schema_editor):
    """Wagtailmedia keeps these rights on its own model, whatever model is used."""
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root = Collection.objects.get(depth=1)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="wagtailmedia", codename__in=("add_media", "change_media")
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        for permission in permissions:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_first_contents"),
        ("files", "0002_custom_media"),
        ("wagtailmedia", "0005_alter_media_options"),
    ]

    operations = [migrations.RunPython(let_upload, migrations.RunPython.noop)]
