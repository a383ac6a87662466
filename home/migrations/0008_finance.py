"""The group Finance: sees orders, gives money back, gives places away."""

from django.apps import apps as global_apps
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations

RIGHTS = {
    "courses": (
        "view_order",
        "change_order",
        "view_stripeevent",
        "view_difference",
        "view_grant",
        "add_grant",
        "change_grant",
    ),
    "wagtailadmin": ("access_admin",),
}


def make_group(apps, schema_editor):
    """Django makes these permissions itself, but only after all migrations have run."""
    config = global_apps.get_app_config("courses")
    create_contenttypes(config, verbosity=0, apps=apps)
    config.models_module, kept = config.models_module or True, config.models_module
    create_permissions(config, verbosity=0, apps=apps)
    config.models_module = kept
    finance, _made = apps.get_model("auth", "Group").objects.get_or_create(name="Finance")
    Permission = apps.get_model("auth", "Permission")
    for label, names in RIGHTS.items():
        finance.permissions.add(
            *Permission.objects.filter(content_type__app_label=label, codename__in=names)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0007_registrars_make_templates"),
        ("courses", "0017_payments"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
