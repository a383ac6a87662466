from django.db import migrations, models
from django.db.models import F


def take_that_of_the_words(apps, schema_editor):
    """The nearest that is known of those issued before."""
    apps.get_model("certificates", "Certificate").objects.update(claims_locale=F("locale"))


class Migration(migrations.Migration):

    dependencies = [
        ("certificates", "0009_find_unsigned"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="claims_locale",
            field=models.CharField(default="", editable=False, max_length=12),
            preserve_default=False,
        ),
        migrations.RunPython(take_that_of_the_words, migrations.RunPython.noop),
    ]
