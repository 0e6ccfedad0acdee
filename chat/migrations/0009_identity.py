"""How a customer's server vouches for its visitors, and what a page says of them."""

from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import wall

AddToProject = import_module("chat.migrations.0004_limits").AddToProject
PROJECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "accounts.project"}
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
DEVICES = django.contrib.postgres.fields.ArrayField(models.CharField(max_length=64), default=list, db_default=[], size=None)
VERIFIED = models.UniqueConstraint(fields=("project", "external_id"), condition=models.Q(("verified", True)), name="chat_visitor_verified")


class Migration(migrations.Migration):
    dependencies = [("chat", "0008_departments"), ("accounts", "0014_language_and_looks")]

    operations = [
        AddToProject("project", "signed_identity", models.BooleanField(default=False, db_default=False)),
        AddToProject("project", "ask_first", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("visitor", "devices", DEVICES),
        migrations.AddField("visitor", "events", models.JSONField(default=list, db_default=[])),
        migrations.AddField("visitor", "agreed", models.BooleanField(null=True)),
        migrations.AddField("visitor", "agreed_at", models.DateTimeField(null=True)),
        migrations.AddConstraint("visitor", VERIFIED),
        migrations.CreateModel(
            name="IdentityKey",
            fields=[
                ID,
                ("kid", models.CharField(max_length=20)),
                ("sealed", models.TextField()),
                ("made_by", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="chat_identitykey_pair"),
                    models.UniqueConstraint(fields=("project", "kid"), name="chat_identitykey_kid"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnsignedCall",
            fields=[
                ID,
                ("host", models.CharField(max_length=253)),
                ("last_at", models.DateTimeField()),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("project", "host"), name="chat_unsignedcall_once")],
            },
        ),
        wall("chat_identitykey", "project_id"),
        wall("chat_unsignedcall", "project_id"),
    ]
