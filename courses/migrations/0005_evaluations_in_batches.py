"""What was shown already stays shown, as one batch each time."""

from uuid import uuid4

from django.db import migrations, models
from django.db.models import Count

FEWEST = 5


def fill_batches(apps, schema_editor):
    """As they were shown so far: an edition with enough, the smaller ones of a course together."""
    CourseEvaluation = apps.get_model("courses", "CourseEvaluation")
    for edition in apps.get_model("courses", "Edition").objects.annotate(n=Count("evaluations")):
        if edition.n >= FEWEST:
            CourseEvaluation.objects.filter(edition=edition).update(batch=uuid4())
    for course in apps.get_model("courses", "Course").objects.all():
        few = CourseEvaluation.objects.filter(edition__course=course, batch=None)
        if few.count() >= FEWEST:
            few.update(batch=uuid4())


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_more_blocks")]

    operations = [
        migrations.AddField(
            model_name="courseevaluation",
            name="batch",
            field=models.UUIDField(editable=False, help_text="Empty while it waits.", null=True),
        ),
        migrations.RunPython(fill_batches, migrations.RunPython.noop),
    ]
