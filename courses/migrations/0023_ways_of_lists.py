"""Who left by themselves, who gives seats by an invitation of a list, and a look by a card."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0022_ends_and_answers'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='has_left',
            field=models.BooleanField(default=False),
        ),
        # Whoever was invited until now was promised a seat where there is one.
        migrations.AddField(
            model_name='rosterinvitation',
            name='may_give_seats',
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name='rosterinvitation',
            name='may_give_seats',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='recordview',
            name='what',
            field=models.CharField(choices=[('progress', 'A facilitator of your course saw how far you are.'), ('support', 'A facilitator of your course looked at what you are given or asked for.'), ('answer', 'A facilitator of your course read an answer of yours, with your name.'), ('certificate', 'A registrar of certificates looked at a certificate of yours.'), ('record', 'A registrar found your record in a search for people.'), ('merging', 'A registrar compared your record with another one.'), ('organisation', 'A manager of your organisation saw your courses.'), ('people', 'A manager of your organisation saw you in a list of its people.'), ('seats', 'Who orders courses for your organisation saw you in a list of seats.'), ('export', 'A manager of your organisation downloaded a list with you in it.'), ('card', 'Somebody of your organisation had a card printed for you.')], max_length=20),
        ),
    ]
