"""In Guatemala the police get an entry of their own: their number stood in the note of another."""

from django.db import migrations

ALERT = {
    "country": "Guatemala",
    "name": "Alba-Keneth alert (missing child)",
    "number": "1546",
    "note": "Police: 110",
    "source": "Procuraduría General de la Nación, March 2025",
}


def part(apps, schema_editor):
    """Where nobody has changed what the site began with."""
    Helpline = apps.get_model("home", "Helpline")
    for alert in Helpline.objects.filter(**ALERT):
        police = {"name": "Police", "number": "110", "note": ""}
        Helpline.objects.create(**{**ALERT, **police}, checked_on=alert.checked_on)
        Helpline.objects.filter(pk=alert.pk).update(note="")


class Migration(migrations.Migration):
    dependencies = [("home", "0005_authors_upload_media")]

    operations = [migrations.RunPython(part, migrations.RunPython.noop)]
