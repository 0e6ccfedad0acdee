"""A customer's own way to sign in, and who came in by it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

LOOK_ACROSS = """
CREATE FUNCTION public.sign_in_provider_by_public_id(p_id uuid)
    RETURNS TABLE (provider_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp
    AS 'SELECT p.id, p.account_id FROM public.accounts_signinprovider p WHERE p.public_id = p_id';
REVOKE ALL ON FUNCTION public.sign_in_provider_by_public_id FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.sign_in_provider_by_public_id TO parley_app
"""
ROLES = [("owner", "Owner"), ("admin", "Admin"), ("operator", "Operator"), ("viewer", "Viewer")]
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def account() -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")


def pair(to: str) -> models.ForeignKey:
    return models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=to)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_staff_walls")]
    operations = [
        migrations.AddField("account", "require_sso", models.BooleanField(default=False)),
        migrations.AddField("user", "single_sign_on", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="SignInProvider",
            fields=[
                ID,
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("issuer", models.CharField(max_length=500)),
                ("client_id", models.CharField(max_length=255)),
                ("sealed", models.TextField()),
                ("newcomers", models.BooleanField(default=False)),
                ("role", models.CharField(choices=ROLES, default="operator", max_length=16)),
                ("second_step", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("account", account()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=["account", "id"], name="accounts_signinprovider_pair"),
                    models.UniqueConstraint(fields=["account"], name="accounts_signinprovider_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInIdentity",
            fields=[
                ID,
                ("subject", models.CharField(max_length=255)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("second_step", models.BooleanField(default=False)),
                ("last_at", models.DateTimeField()),
                ("account", account()),
                ("member", pair("accounts.member")),
                ("provider", pair("accounts.signinprovider")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=["account", "provider", "subject"], name="accounts_signinidentity_once"),
                    models.UniqueConstraint(fields=["account", "member"], name="accounts_signinidentity_member"),
                ],
            },
        ),
        wall("accounts_signinprovider", "account_id"),
        wall("accounts_signinidentity", "account_id"),
        composite_key("accounts_signinidentity", "account_id, provider_id", "accounts_signinprovider", target_columns="account_id, id"),
        composite_key("accounts_signinidentity", "account_id, member_id", "accounts_member", target_columns="account_id, id"),
        read_only_for("parley_index", "accounts_signinprovider", "id, account_id, public_id"),
        as_role("parley_index", LOOK_ACROSS, "DROP FUNCTION public.sign_in_provider_by_public_id"),
    ]
