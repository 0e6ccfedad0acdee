"""Automatic messages, what became of them by day, and what holds for all of them."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import composite_key, wall

PROJECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "accounts.project"}


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0013_given_back")]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("place", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=80)),
                ("active", models.BooleanField(default=True)),
                ("off_since", models.DateTimeField(null=True)),
                ("conditions", models.JSONField(default=list)),
                ("text", models.CharField(max_length=280)),
                ("translations", models.JSONField(default=dict)),
                ("answers", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ("sender", models.CharField(choices=[("here", "Here"), ("project", "Project")], default="here", max_length=7)),
                ("often", models.CharField(choices=[("once", "Once"), ("visit", "Visit")], default="once", max_length=5)),
                ("asks", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ("tag", models.CharField(blank=True, default="", max_length=60)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("edited_at", models.DateTimeField()),
                ("edited_by", models.CharField(max_length=120)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["project", "place", "id"], name="rules_rule_in_order")],
                "constraints": [models.UniqueConstraint(fields=("project", "id"), name="rules_rule_pair")],
            },
        ),
        migrations.CreateModel(
            name="RuleDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("shown", models.PositiveIntegerField(default=0)),
                ("opened", models.PositiveIntegerField(default=0)),
                ("answered", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("project", models.ForeignKey(**PROJECT)),
                (
                    "rule",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="days", to="rules.rule"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("project", "rule", "day"), name="rules_ruleday_once")],
            },
        ),
        migrations.CreateModel(
            name="Manners",
            fields=[
                ("project", models.OneToOneField(primary_key=True, serialize=False, **PROJECT)),
                ("a_visit", models.PositiveSmallIntegerField(default=1)),
                ("a_week", models.PositiveSmallIntegerField(default=3)),
                ("zone", models.CharField(default="UTC", max_length=60)),
            ],
            options={"base_manager_name": "objects"},
        ),
        wall("rules_rule", "project_id"),
        wall("rules_ruleday", "project_id"),
        wall("rules_manners", "project_id"),
        composite_key("rules_ruleday", "project_id, rule_id", "rules_rule", target_columns="project_id, id", on_delete="ON DELETE CASCADE"),
    ]
