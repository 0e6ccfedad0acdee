"""Answers to requests that may come again."""

import django.db.models.deletion
import rest_framework.utils.encoders
from django.db import migrations, models

from accounts.migrations._operations import wall


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_language_and_looks")]

    operations = [
        migrations.CreateModel(
            "Repeatable",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_id", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=200)),
                ("request", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("answer", models.JSONField(encoder=rest_framework.utils.encoders.JSONEncoder, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")),
            ],
            {
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["account", "created_at"], name="accounts_repeatable_oldest")],
                "constraints": [models.UniqueConstraint(fields=("account", "by_id", "key"), name="accounts_repeatable_once")],
            },
        ),
        wall("accounts_repeatable", "account_id"),
    ]
