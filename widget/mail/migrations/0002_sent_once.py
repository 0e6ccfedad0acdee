"""How often it stayed unknown whether a letter had gone out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_mail")]
    operations = [migrations.AddField("letter", "unsure", models.PositiveSmallIntegerField(db_default=0, default=0))]
