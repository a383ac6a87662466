"""Who keeps the tree of organisations and gives roles in it: a group of its own."""

from django.apps import apps as global_apps
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations

NAME = "Organisation administrators"


def make_group(apps, schema_editor):
    """Django makes the permissions itself, but only after all migrations have run."""
    for label in ("wagtailadmin", "courses"):
        config = global_apps.get_app_config(label)
        create_contenttypes(config, verbosity=0, apps=apps)
        config.models_module, kept = config.models_module or True, config.models_module
        create_permissions(config, verbosity=0, apps=apps)
        config.models_module = kept
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    Permission = apps.get_model("auth", "Permission")
    for label, codename in (("wagtailadmin", "access_admin"), ("courses", "change_organisation")):
        group.permissions.add(
            Permission.objects.get(content_type__app_label=label, codename=codename)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0008_finance"),
        ("courses", "0018_people_in_organisations"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
