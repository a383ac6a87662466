from django.db import migrations


def keep(apps, schema_editor):
    """What was handed out before hashes had a table of their own."""
    Certificate = apps.get_model("certificates", "Certificate")
    PdfHash = apps.get_model("certificates", "PdfHash")
    known = Certificate.objects.exclude(pdf_sha256="").values_list("pk", "pdf_sha256", "prepared_at")
    rows = (
        PdfHash(certificate_id=pk, sha256=sha256, made_at=made_at)
        for pk, sha256, made_at in known.iterator()
        if made_at
    )
    PdfHash.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ("certificates", "0005_hashes_of_files"),
    ]

    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
