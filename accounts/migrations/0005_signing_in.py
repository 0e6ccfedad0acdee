"""Second factors, where people are signed in, and accounts that ask for a second factor."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_members_and_keys")]
    operations = [
        migrations.AddField("account", "require_2fa", models.BooleanField(default=False)),
        migrations.AddField("user", "password_changed_at", models.DateTimeField(blank=True, null=True)),
        migrations.CreateModel(
            name="BrowserSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_key", models.CharField(max_length=40, null=True, unique=True)),
                ("device", models.CharField(max_length=32)),
                ("user_agent", models.CharField(max_length=300)),
                ("ip", models.GenericIPAddressField(null=True)),
                ("method", models.CharField(max_length=20)),
                ("new_device", models.BooleanField(default=False)),
                ("signed_in_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={"indexes": [models.Index(fields=["user", "-last_seen_at"], name="accounts_browser_of_user")]},
        ),
    ]
