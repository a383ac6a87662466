import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0027_password_cards_and_consents'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisationjob',
            name='moved_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
