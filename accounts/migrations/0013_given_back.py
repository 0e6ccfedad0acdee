"""What was credited of an invoice after it had been paid."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_single_sign_on")]
    operations = [migrations.AddField("invoice", "given_back", models.BigIntegerField(default=0))]
