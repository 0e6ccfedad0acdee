"""Letters to visitors, the addresses that they are answered to, what came back, and who wants no more."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

PROJECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "accounts.project"}
CASCADE = {"on_delete": django.db.models.deletion.CASCADE, "related_name": "+", "db_constraint": False}
GONE_WITH = {"target_columns": "project_id, id", "on_delete": "ON DELETE CASCADE"}
TABLE = {"abstract": False, "base_manager_name": "objects"}
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
PUBLIC_ID = ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True))

LETTER_KINDS = [("reply", "Reply"), ("transcript", "Transcript"), ("rating", "Rating")]
LETTER_STATES = [("waiting", "Waiting"), ("sending", "Sending"), ("sent", "Sent"), ("dropped", "Dropped"), ("failed", "Failed")]
OUTCOMES = [
    ("taken", "Taken"),
    ("automatic", "Automatic"),
    ("too_many", "Too Many"),
    ("banned", "Banned"),
    ("plan_ended", "Plan Ended"),
    ("empty", "Empty"),
]


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0013_given_back"), ("chat", "0005_forms")]

    operations = [
        migrations.CreateModel(
            name="ReplyAddress",
            fields=[
                ID,
                PUBLIC_ID,
                ("to_hash", models.CharField(max_length=64)),
                ("known", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("conversation", models.ForeignKey(to="chat.conversation", **CASCADE)),
                ("project", models.ForeignKey(**PROJECT)),
                ("visitor", models.ForeignKey(to="chat.visitor", **CASCADE)),
            ],
            options={
                **TABLE,
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="mail_replyaddress_pair"),
                    models.UniqueConstraint(
                        condition=Q(revoked_at=None), fields=("project", "conversation"), name="mail_replyaddress_one_in_use"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ID,
                PUBLIC_ID,
                ("kind", models.CharField(choices=LETTER_KINDS, max_length=10)),
                ("state", models.CharField(choices=LETTER_STATES, default="waiting", max_length=8)),
                ("since", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("to", models.CharField(blank=True, default="", max_length=254)),
                ("first", models.IntegerField(default=0)),
                ("last", models.IntegerField(default=0)),
                ("asks_rating", models.BooleanField(default=False)),
                ("detail", models.CharField(blank=True, default="", max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("conversation", models.ForeignKey(to="chat.conversation", **CASCADE)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                **TABLE,
                "indexes": [
                    models.Index(fields=["project", "conversation", "kind", "-last"], name="mail_letter_of_conversation"),
                    models.Index(fields=["project", "to", "ended_at"], name="mail_letter_to"),
                    models.Index(condition=Q(due_at__isnull=False), fields=["due_at"], name="mail_letter_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state="waiting"), fields=("project", "conversation", "kind"), name="mail_letter_one_waits"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ID,
                PUBLIC_ID,
                ("number", models.IntegerField(null=True)),
                ("key", models.CharField(max_length=64)),
                ("outcome", models.CharField(choices=OUTCOMES, max_length=10)),
                ("sender", models.CharField(blank=True, max_length=254)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("original", models.TextField(blank=True)),
                ("cut", models.BooleanField(default=False)),
                ("spf", models.CharField(default="none", max_length=10)),
                ("dkim", models.CharField(default="none", max_length=10)),
                ("dmarc", models.CharField(default="none", max_length=10)),
                ("files", models.JSONField(default=list)),
                ("arrived_at", models.DateTimeField()),
                ("address", models.ForeignKey(to="mail.replyaddress", **CASCADE)),
                ("conversation", models.ForeignKey(to="chat.conversation", **CASCADE)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                **TABLE,
                "indexes": [
                    models.Index(fields=["project", "conversation", "number"], name="mail_arrival_of_message"),
                    models.Index(fields=["project", "address", "arrived_at"], name="mail_arrival_lately"),
                ],
                "constraints": [models.UniqueConstraint(fields=("project", "address", "key"), name="mail_arrival_once")],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ID,
                ("address_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={**TABLE, "constraints": [models.UniqueConstraint(fields=("project", "address_hash"), name="mail_stop_once")]},
        ),
        *(wall(f"mail_{table}", "project_id") for table in ("replyaddress", "letter", "arrival", "stop")),
        *(
            composite_key(f"mail_{table}", "project_id, conversation_id", "chat_conversation", **GONE_WITH)
            for table in ("replyaddress", "letter", "arrival")
        ),
        composite_key("mail_replyaddress", "project_id, visitor_id", "chat_visitor", **GONE_WITH),
        composite_key("mail_arrival", "project_id, address_id", "mail_replyaddress", **GONE_WITH),
        read_only_for("parley_index", "mail_replyaddress", "project_id, public_id"),
        read_only_for("parley_index", "mail_letter", "id, project_id, due_at"),
        as_role(
            "parley_index",
            """
            CREATE FUNCTION public.project_of_reply_address(p_id uuid) RETURNS TABLE (project_id bigint, account_id bigint)
                LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
                AS 'SELECT p.id, p.account_id FROM public.mail_replyaddress a
                    JOIN public.accounts_project p ON p.id = a.project_id WHERE a.public_id = p_id';
            CREATE FUNCTION public.letters_due(p_now timestamptz) RETURNS TABLE (project_id bigint, account_id bigint, letter_id bigint)
                LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
                AS 'SELECT l.project_id, p.account_id, l.id FROM public.mail_letter l
                    JOIN public.accounts_project p ON p.id = l.project_id
                    WHERE l.due_at <= p_now ORDER BY l.due_at LIMIT 1000';
            REVOKE ALL ON FUNCTION public.project_of_reply_address, public.letters_due FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION public.project_of_reply_address, public.letters_due TO parley_app
            """,
            "DROP FUNCTION public.project_of_reply_address, public.letters_due",
        ),
    ]
