"""How often the making of an export has failed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_staff_sign_in")]

    operations = [
        migrations.AddField("export", "tries", models.PositiveSmallIntegerField(default=0)),
        # For processes of the version before, while both run: they insert without it.
        migrations.RunSQL("ALTER TABLE public.accounts_export ALTER COLUMN tries SET DEFAULT 0", migrations.RunSQL.noop),
    ]
