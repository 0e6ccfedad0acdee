"""The language of a person's panel, and how a project's widget looks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_given_back")]

    operations = [
        migrations.AddField("user", "language", models.CharField(blank=True, db_default="", default="", max_length=8)),
        migrations.AddField("project", "looks", models.JSONField(db_default={}, default=dict)),
    ]
