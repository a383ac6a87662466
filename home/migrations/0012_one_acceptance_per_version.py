"""A version of the terms is accepted once; doubles, which merging could make, go first."""

from django.db import migrations, models


def drop_doubles(apps, schema_editor):
    """The first of each stays."""
    seen = set()
    rows = apps.get_model("home", "TermsAccepted").objects.order_by("pk")
    for row in rows.only("person", "version"):
        if (row.person_id, row.version) in seen:
            row.delete()
        seen.add((row.person_id, row.version))


class Migration(migrations.Migration):
    dependencies = [("home", "0011_starter_pages")]

    operations = [
        migrations.RunPython(drop_doubles, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="termsaccepted",
            constraint=models.UniqueConstraint(
                fields=("person", "version"), name="one_acceptance_per_version"
            ),
        ),
    ]
