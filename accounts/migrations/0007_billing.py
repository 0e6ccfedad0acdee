"""Plans, subscriptions, invoices, payments: their tables, walls, and the two functions that look across accounts."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

LOOK_ACROSS = """
CREATE FUNCTION public.subscriptions_due(p_now timestamptz)
    RETURNS TABLE (account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT s.account_id FROM public.accounts_subscription s WHERE s.next_try_at <= p_now ORDER BY s.next_try_at LIMIT 10000';
CREATE FUNCTION public.charge_by_key(p_key uuid)
    RETURNS TABLE (account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp
    AS 'SELECT c.account_id FROM public.accounts_charge c WHERE c.key = p_key';
CREATE FUNCTION public.accounts_closed(p_now timestamptz)
    RETURNS TABLE (account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT s.account_id FROM public.accounts_subscription s WHERE s.paid_until <= p_now';
REVOKE ALL ON FUNCTION public.subscriptions_due, public.charge_by_key, public.accounts_closed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.subscriptions_due, public.charge_by_key, public.accounts_closed TO parley_app
"""
FORGET = "DROP FUNCTION public.subscriptions_due, public.charge_by_key, public.accounts_closed"
TABLES = ("subscription", "usage", "invoice", "invoiceline", "card", "charge")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_grants")]
    operations = [
        migrations.CreateModel(
            name="InvoiceCounter",
            fields=[
                ("series", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("last_number", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Callback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=16)),
                ("event", models.CharField(max_length=255)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("provider", "event"), name="accounts_callback_once")],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.BigIntegerField(unique=True)),
                ("plan", models.CharField(max_length=16)),
                ("currency", models.CharField(max_length=3)),
                ("net", models.BigIntegerField()),
                ("tax", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
                ("credited", models.BigIntegerField(default=0)),
                ("seller", models.JSONField()),
                ("buyer", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("period_start", models.DateTimeField()),
                ("period_end", models.DateTimeField()),
                ("refused", models.PositiveSmallIntegerField(default=0)),
                ("issued_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("state", models.CharField(default="pending", max_length=8)),
                ("provider", models.CharField(max_length=16)),
                ("provider_id", models.CharField(blank=True, max_length=255)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.invoice"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=200)),
                ("net", models.BigIntegerField()),
                ("tax_rate", models.PositiveIntegerField()),
                ("tax", models.BigIntegerField()),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.invoice"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("plan", models.CharField(max_length=16)),
                ("trial_ends_at", models.DateTimeField()),
                ("paid_until", models.DateTimeField(null=True)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("credit", models.BigIntegerField(default=0)),
                ("invoice_name", models.CharField(blank=True, max_length=120)),
                ("invoice_address", models.TextField(blank=True, max_length=500)),
                ("invoice_email", models.EmailField(blank=True, max_length=254)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("vat_number", models.CharField(blank=True, max_length=20)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Usage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("started", models.PositiveIntegerField(default=0)),
                ("warned_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=16)),
                ("token", models.CharField(max_length=255)),
                ("fingerprint", models.BinaryField(max_length=32)),
                ("key_name", models.CharField(max_length=16)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("account",), name="accounts_card_once")],
            },
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["account", "-id"], name="accounts_invoice_newest"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("account", "id"), name="accounts_invoice_pair"),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")), fields=("account", "invoice"), name="accounts_charge_one_pending"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.UniqueConstraint(fields=("account", "invoice", "position"), name="accounts_invoiceline_once"),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["next_try_at"], name="accounts_subscription_due"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(fields=("account",), name="accounts_subscription_once"),
        ),
        migrations.AddConstraint(
            model_name="usage",
            constraint=models.UniqueConstraint(fields=("account", "month"), name="accounts_usage_once"),
        ),
        migrations.AddField(
            model_name="project",
            name="email",
            field=models.EmailField(blank=True, db_default="", max_length=254),
        ),
        *[wall(f"accounts_{table}", "account_id") for table in TABLES],
        composite_key("accounts_invoiceline", "account_id, invoice_id", "accounts_invoice", target_columns="account_id, id"),
        composite_key("accounts_charge", "account_id, invoice_id", "accounts_invoice", target_columns="account_id, id"),
        # What was asked for and paid is history: nobody takes it back, not even the server.
        migrations.RunSQL(
            """
            REVOKE DELETE ON public.accounts_invoice, public.accounts_invoiceline, public.accounts_charge,
                public.accounts_invoicecounter, public.accounts_callback FROM parley_app;
            REVOKE UPDATE ON public.accounts_invoiceline, public.accounts_callback FROM parley_app;
            """,
            migrations.RunSQL.noop,
        ),
        read_only_for("parley_index", "accounts_subscription", "account_id, paid_until, next_try_at"),
        read_only_for("parley_index", "accounts_charge", "account_id, key"),
        as_role("parley_index", LOOK_ACROSS, FORGET),
    ]
