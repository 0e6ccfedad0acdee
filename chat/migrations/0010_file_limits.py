"""Which sorts of files a project takes, and whether its team sends any."""

import django.contrib.postgres.fields
from django.db import migrations, models

SORTS = django.contrib.postgres.fields.ArrayField(models.CharField(max_length=10), default=list, db_default=[], size=None)


class Migration(migrations.Migration):
    dependencies = [("chat", "0009_identity")]

    operations = [
        migrations.AddField("filespace", "from_team", models.BooleanField(default=True, db_default=True)),
        migrations.AddField("filespace", "refused_sorts", SORTS),
    ]
