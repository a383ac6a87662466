import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('courses', '0021_looks_of_lists'),
    ]

    operations = [
        migrations.AddField(
            model_name='grant',
            name='end_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='why it ended'),
        ),
        migrations.AddField(
            model_name='grant',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by'),
        ),
        migrations.AddField(
            model_name='refund',
            name='answer',
            field=models.CharField(blank=True, help_text='The id of the refund at Stripe, or why it refused; empty until it answers.', max_length=255),
        ),
        migrations.AddField(
            model_name='seat',
            name='ended_by',
            field=models.ForeignKey(help_text='Nobody where its money was given back.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='order',
            name='created_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='ordered'),
        ),
        migrations.AlterField(
            model_name='order',
            name='way',
            field=models.CharField(choices=[('checkout', 'Pay now, by card or bank transfer'), ('invoice', 'Get an invoice, and pay within 30 days')], default='checkout', max_length=10, verbose_name='way to pay'),
        ),
    ]
