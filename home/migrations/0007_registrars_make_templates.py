"""Registrars make the templates of certificates; administrators may let other groups do it."""

from django.apps import apps as global_apps
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations


def let_registrars(apps, schema_editor):
    """Django makes these permissions itself, but only after all migrations have run."""
    config = global_apps.get_app_config("certificates")
    create_contenttypes(config, verbosity=0, apps=apps)
    config.models_module, kept = config.models_module or True, config.models_module
    create_permissions(config, verbosity=0, apps=apps)
    config.models_module = kept
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="certificates", content_type__model="certificatetemplate"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Certificate registrars"):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_police_of_their_own"),
        ("certificates", "0008_templates_and_designs"),
    ]

    operations = [migrations.RunPython(let_registrars, migrations.RunPython.noop)]
