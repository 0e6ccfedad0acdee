"""One more event that calls somebody: a colleague names them in a note."""

from django.db import migrations, models

EVENTS = [
    ("new_chat", "A new chat"),
    ("reply", "A visitor writes again"),
    ("assigned", "A conversation is given to you"),
    ("mentioned", "A colleague mentions you"),
    ("unanswered", "Nobody reacts to a visitor"),
]


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_department")]

    operations = [
        migrations.AlterField(model, "event", models.CharField(choices=EVENTS, max_length=10)) for model in ("call", "preference", "wait")
    ]
