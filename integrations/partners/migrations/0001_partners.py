"""Partners: their tables, the wall around each, the ledger's own rules, and what staff may do."""

import uuid
from pathlib import Path

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from accounts.migrations._operations import as_role, read_only_for

SQL = Path(__file__).parent / "sql"
LOOKUPS = "public.partner_by_user, public.partner_by_code, public.partner_of_account, public.partner_of_touch, public.all_partners, public.accounts_with_card_of"

FORGET = """
DROP FUNCTION public.staff_partner_tax, public.staff_hold, public.staff_check_answer, public.staff_check_ask, public.staff_check_amount,
    public.staff_partner_decide, public.staff_partner_open;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0013_given_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnersDataKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ring_key", models.CharField(max_length=300)),
                ("wrapped", models.BinaryField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"db_table": "partners_datakey"},
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("website", models.CharField(blank=True, max_length=200)),
                ("about", models.TextField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("blocked", "Blocked"),
                            ("erased", "Erased"),
                        ],
                        default="applied",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("up_to", models.BigIntegerField()),
                ("asked_by", models.BigIntegerField()),
                ("asked_name", models.CharField(max_length=120)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("answered_by", models.BigIntegerField(null=True)),
                ("answered_name", models.CharField(blank=True, db_default="", max_length=120)),
                ("answered_at", models.DateTimeField(null=True)),
                ("agreed", models.BooleanField(null=True)),
                ("partner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("version", models.PositiveSmallIntegerField()),
                ("rate", models.PositiveIntegerField()),
                ("months", models.PositiveSmallIntegerField()),
                ("hold_days", models.PositiveSmallIntegerField()),
                ("window_days", models.PositiveSmallIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("code", "version"), name="partners_plan_version")],
            },
        ),
        migrations.AddField(
            model_name="partner",
            name="plan",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.plan"),
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("touched_at", models.DateTimeField()),
                ("began_at", models.DateTimeField()),
                (
                    "refused",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same_person", "The partner’s own"),
                            ("same_domain", "From the partner’s own mail domain"),
                            ("same_card", "Paid with the card of the partner’s own account"),
                        ],
                        max_length=12,
                    ),
                ),
                ("account", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")),
                ("partner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner")),
                ("plan", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.plan")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accrued", "Earned"),
                            ("approved", "Approved"),
                            ("held", "Held back"),
                            ("paid", "Paid"),
                            ("reversed", "Taken back"),
                        ],
                        max_length=8,
                    ),
                ),
                ("source", models.CharField(max_length=8)),
                ("target", models.CharField(max_length=8)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("cause", models.CharField(max_length=80)),
                ("invoice_number", models.BigIntegerField(null=True)),
                ("net", models.BigIntegerField(null=True)),
                ("rate", models.PositiveIntegerField(null=True)),
                ("held_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "accrual",
                    models.ForeignKey(
                        db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.entry"
                    ),
                ),
                (
                    "check_of",
                    models.ForeignKey(
                        db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.check"
                    ),
                ),
                ("partner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner")),
                (
                    "referral",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.referral",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("month", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("opening", models.BigIntegerField()),
                ("accrued", models.BigIntegerField()),
                ("reversed", models.BigIntegerField()),
                ("paid", models.BigIntegerField()),
                ("closing", models.BigIntegerField()),
                ("first_entry", models.BigIntegerField()),
                ("last_entry", models.BigIntegerField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("partner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TaxProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.TextField(blank=True)),
                ("declared_at", models.DateTimeField(null=True)),
                ("payout_changed_at", models.DateTimeField(null=True)),
                ("saved_at", models.DateTimeField(null=True)),
                ("certificate", models.UUIDField(null=True)),
                ("certificate_type", models.CharField(blank=True, max_length=16)),
                ("partner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("touched_at", models.DateTimeField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("partner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner")),
                ("user", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=120)),
                ("is_staff", models.BooleanField(default=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("own", "Shown to the partner themselves"),
                            ("check", "Commission check"),
                            ("tax", "Tax compliance"),
                            ("statement", "Printed on a statement"),
                        ],
                        max_length=10,
                    ),
                ),
                ("what", models.CharField(choices=[("profile", "Tax and payout details"), ("certificate", "Certificate")], max_length=12)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("partner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["partner", "-id"], name="partners_look_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["own", "check", "tax", "statement"])), name="partners_look_purpose"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(fields=("partner", "id"), name="partners_check_pair"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)), fields=("partner", "kind"), name="partners_check_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", ["approve", "pay"])), name="partners_check_kind"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed", None), ("agreed", False), models.Q(("answered_by", models.F("asked_by")), _negated=True), _connector="OR"
                ),
                name="partners_check_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed", None), ("answered_at", None), ("answered_by", None)),
                    models.Q(("agreed__isnull", False), ("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="partners_check_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["applied", "approved", "refused", "blocked", "erased"])), name="partners_partner_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(fields=("partner", "id"), name="partners_referral_pair"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["partner", "accrual"], name="partners_entry_chain"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("partner", "id"), name="partners_entry_pair"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("partner", "cause"), name="partners_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="partners_entry_amount"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "accrued"), ("source", "world"), ("target", "held")),
                    models.Q(("kind", "approved"), ("source", "held"), ("target", "approved")),
                    models.Q(("kind", "held"), ("source", "approved"), ("target", "held")),
                    models.Q(("kind", "paid"), ("source", "approved"), ("target", "paid")),
                    models.Q(("kind", "reversed"), ("source", "held"), ("target", "world")),
                    models.Q(("kind", "reversed"), ("source", "approved"), ("target", "world")),
                    _connector="OR",
                ),
                name="partners_entry_move",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accrual", None), ("kind__in", ["accrued", "paid"])),
                    models.Q(("accrual__isnull", False), ("kind__in", ["approved", "held", "reversed"])),
                    _connector="OR",
                ),
                name="partners_entry_accrual",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("partner", "id"), name="partners_statement_pair"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("partner", "number"), name="partners_statement_number"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("partner", "month"), name="partners_statement_month"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "closing",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(models.F("opening"), "+", models.F("accrued")),
                                "-",
                                models.F("reversed"),
                            ),
                            "-",
                            models.F("paid"),
                        ),
                    )
                ),
                name="partners_statement_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="taxprofile",
            constraint=models.UniqueConstraint(fields=("partner",), name="partners_taxprofile_once"),
        ),
        migrations.RunSQL((SQL / "walls.sql").read_text(encoding="utf-8").strip(), migrations.RunSQL.noop),
        read_only_for("parley_index", "partners_partner", "id, user_id, code"),
        read_only_for("parley_index", "partners_referral", "partner_id, account_id"),
        read_only_for("parley_index", "partners_touch", "partner_id, user_id"),
        read_only_for("parley_index", "accounts_card", "account_id, fingerprint, key_name"),
        as_role("parley_index", (SQL / "lookups.sql").read_text(encoding="utf-8"), f"DROP FUNCTION {LOOKUPS}"),
        migrations.RunSQL((SQL / "apart.sql").read_text(encoding="utf-8"), "DROP TRIGGER apart ON public.accounts_member"),
        migrations.RunSQL((SQL / "ledger.sql").read_text(encoding="utf-8"), "DROP VIEW public.partners_chain"),
        migrations.RunSQL((SQL / "staff.sql").read_text(encoding="utf-8"), FORGET),
    ]
