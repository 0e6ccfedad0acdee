"""Who is kept out and for how long, and whether a project hides the card numbers that its visitors type."""

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import wall


class AddToProject(migrations.AddField):
    """A column of accounts' table of projects, in this app's migration: the switch belongs to what else is made here."""

    def state_forwards(self, app_label: str, state: Any) -> None:
        super().state_forwards("accounts", state)

    def database_forwards(self, app_label: str, *rest: Any) -> None:
        super().database_forwards("accounts", *rest)

    def database_backwards(self, app_label: str, *rest: Any) -> None:
        super().database_backwards("accounts", *rest)


class Migration(migrations.Migration):
    dependencies = [("chat", "0003_second_look"), ("accounts", "0008_erasure")]

    operations = [
        AddToProject("project", "mask_cards", models.BooleanField(default=True, db_default=True)),
        migrations.CreateModel(
            name="Ban",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("target", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=300)),
                ("by_name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("until", models.DateTimeField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "project",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project"),
                ),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddIndex(
            model_name="ban",
            index=models.Index(condition=models.Q(("lifted_at", None)), fields=["project"], name="chat_ban_in_force"),
        ),
        wall("chat_ban", "project_id"),
    ]
