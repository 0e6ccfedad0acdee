"""Devices and manners of people; choices, ladders, waits, calls and rings of projects."""

import datetime
import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

GONE_WITH = {"target_columns": "project_id, id", "on_delete": "ON DELETE CASCADE"}
DUE = """
-- Where somebody is to be called, or a ladder goes on: ids alone.
CREATE FUNCTION public.notices_due(p_now timestamptz)
    RETURNS TABLE (project_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT p.id, p.account_id FROM public.accounts_project p WHERE p.id IN (
            SELECT r.project_id FROM public.notices_ring r WHERE r.next_at <= p_now
            UNION SELECT w.project_id FROM public.notices_wait w WHERE w.next_at <= p_now) LIMIT 10000';
REVOKE ALL ON FUNCTION public.notices_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.notices_due TO parley_app
"""
KEPT = """
-- Where calls are logged: ids alone.
CREATE FUNCTION public.notices_kept()
    RETURNS TABLE (project_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT p.id, p.account_id FROM public.accounts_project p
        WHERE EXISTS (SELECT FROM public.notices_call c WHERE c.project_id = p.id)';
REVOKE ALL ON FUNCTION public.notices_kept FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.notices_kept TO parley_app
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0013_given_back"),
        ("chat", "0005_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Manner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quiet", models.BooleanField(default=False)),
                ("quiet_from", models.TimeField(default=datetime.time(20, 0))),
                ("quiet_to", models.TimeField(default=datetime.time(8, 0))),
                ("quiet_weekends", models.BooleanField(default=False)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("volume", models.PositiveSmallIntegerField(default=70, validators=[django.core.validators.MaxValueValidator(100)])),
                ("repeats", models.BooleanField(default=True)),
                ("show_text", models.BooleanField(default=True)),
                ("language", models.CharField(default="en", max_length=8)),
                ("user", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Wait",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("new_chat", "A new chat"),
                            ("reply", "A visitor writes again"),
                            ("assigned", "A conversation is given to you"),
                            ("unanswered", "Nobody reacts to a visitor"),
                        ],
                        max_length=10,
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("steps", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.CharField(
                        choices=[("answered", "Answered"), ("noted", "Noted"), ("taken", "Taken"), ("closed", "Closed")],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="chat.conversation"
                    ),
                ),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("new_chat", "A new chat"),
                            ("reply", "A visitor writes again"),
                            ("assigned", "A conversation is given to you"),
                            ("unanswered", "Nobody reacts to a visitor"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.IntegerField()),
                ("at", models.DateTimeField()),
                (
                    "why_not",
                    models.CharField(
                        choices=[
                            ("seen", "You were in that conversation"),
                            ("quiet", "Your quiet hours"),
                            ("off", "You switched this off"),
                            ("away", "You had set yourself to away"),
                            ("answered", "Somebody had reacted already"),
                            ("nowhere", "No browser was subscribed"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="chat.conversation"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
                (
                    "wait",
                    models.ForeignKey(
                        db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="notices.wait"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("endpoint", models.TextField()),
                ("endpoint_hash", models.CharField(max_length=64, unique=True)),
                ("p256dh", models.CharField(max_length=120)),
                ("auth", models.CharField(max_length=40)),
                ("user_agent", models.CharField(max_length=300)),
                ("created_at", models.DateTimeField()),
                ("renewed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_why",
                    models.CharField(
                        choices=[
                            ("gone", "The push service says that it is gone"),
                            ("signed_out", "You signed out there"),
                            ("removed", "You removed it"),
                            ("refused", "The push service does not take our key"),
                            ("unsafe", "Its address must not be asked"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("detail", models.CharField(default="", max_length=300)),
                ("heard_at", models.DateTimeField(null=True)),
                ("unheard", models.PositiveIntegerField(default=0)),
                ("test_id", models.UUIDField(null=True)),
                ("test_at", models.DateTimeField(null=True)),
                ("test_taken_ms", models.PositiveIntegerField(null=True)),
                ("test_trouble", models.CharField(default="", max_length=300)),
                ("test_heard_at", models.DateTimeField(null=True)),
                (
                    "session",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.browsersession"
                    ),
                ),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("ended_at", None)), fields=["user"], name="notices_device_of_user")],
            },
        ),
        migrations.CreateModel(
            name="Ladder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mail_after", models.PositiveSmallIntegerField(default=5)),
                ("colleague_after", models.PositiveSmallIntegerField(default=15)),
                ("show_text", models.BooleanField(default=True)),
                (
                    "colleague",
                    models.ForeignKey(
                        db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.member"
                    ),
                ),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("project",), name="notices_ladder_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mail_after", 0), ("colleague_after", 0), ("mail_after__lt", models.F("colleague_after")), _connector="OR"
                        ),
                        name="notices_ladder_climbs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("new_chat", "A new chat"),
                            ("reply", "A visitor writes again"),
                            ("assigned", "A conversation is given to you"),
                            ("unanswered", "Nobody reacts to a visitor"),
                        ],
                        max_length=10,
                    ),
                ),
                ("channel", models.CharField(choices=[("sound", "Sound"), ("push", "Push"), ("email", "Email")], max_length=6)),
                ("on", models.BooleanField()),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("project", "member", "event", "channel"), name="notices_preference_once")],
            },
        ),
        migrations.CreateModel(
            name="Ring",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("channel", models.CharField(choices=[("sound", "Sound"), ("push", "Push"), ("email", "Email")], max_length=6)),
                ("device_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("heard", "Heard"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=9,
                    ),
                ),
                ("next_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("detail", models.CharField(default="", max_length=300)),
                ("heard_at", models.DateTimeField(null=True)),
                ("heard_in", models.CharField(default="", max_length=8)),
                (
                    "call",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="rings", to="notices.call"
                    ),
                ),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="notices_ring_due"),
                    models.Index(fields=["project", "call"], name="notices_ring_of"),
                ],
                "constraints": [models.UniqueConstraint(fields=("project", "public_id"), name="notices_ring_id")],
            },
        ),
        migrations.AddIndex(
            model_name="wait",
            index=models.Index(condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="notices_wait_due"),
        ),
        migrations.AddConstraint(
            model_name="wait",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="notices_wait_pair"),
        ),
        migrations.AddConstraint(
            model_name="wait",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("project", "conversation"), name="notices_wait_one_open"
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["project", "member", "-id"], name="notices_call_newest"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["project", "conversation", "member", "-id"], name="notices_call_of_talk"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="notices_call_pair"),
        ),
        wall("notices_wait", "project_id"),
        wall("notices_call", "project_id"),
        wall("notices_ring", "project_id"),
        wall("notices_preference", "project_id"),
        wall("notices_ladder", "project_id"),
        composite_key("notices_wait", "project_id, conversation_id", "chat_conversation", **GONE_WITH),
        composite_key("notices_call", "project_id, conversation_id", "chat_conversation", **GONE_WITH),
        composite_key("notices_call", "project_id, wait_id", "notices_wait", **GONE_WITH),
        composite_key("notices_ring", "project_id, call_id", "notices_call", **GONE_WITH),
        read_only_for("parley_index", "notices_ring", "project_id, next_at"),
        read_only_for("parley_index", "notices_wait", "project_id, next_at"),
        read_only_for("parley_index", "notices_call", "project_id"),
        as_role("parley_index", DUE, "DROP FUNCTION public.notices_due"),
        as_role("parley_index", KEPT, "DROP FUNCTION public.notices_kept"),
    ]
