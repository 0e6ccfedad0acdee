"""What accounts holds about a customer: all of its account's tables go into exports, and how they are emptied in the end."""

from __future__ import annotations

from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from accounts.actions.revoke import revoke
from accounts.erasure import OF_ACCOUNT, OF_VISITOR
from accounts.export import HELD_BACK, PARTS, Part, hand_out, hold_back
from accounts.export_files import place
from accounts.models import (
    Account,
    ApiKey,
    AuditPersonal,
    Export,
    Invitation,
    Member,
    Project,
    Repeatable,
    SignInIdentity,
    SignInProvider,
    User,
)
from accounts.tenancy import ACCOUNT_TABLES, account

# A column with one of these in its name opens something, or is of no use but to us.
SECRET_WORDS = ("token", "secret", "sealed", "hash", "fingerprint", "wrapped", "password")


def register() -> None:
    """Every table of an account is handed out, also one that is added later, unless it is held back here."""
    hold_back("accounts_repeatable", "answers of the REST API, kept for a day in case they were lost")
    hold_back("accounts_datakey", "opens sealed secrets, and is of no use without the key that it is wrapped with")
    # PRV4: where somebody was when they did it is for the audit page alone.
    hand_out(Part("auditpersonal", AuditPersonal, only=~Q(field="address")))
    for model in apps.get_models():
        table = model._meta.db_table
        if table in ACCOUNT_TABLES and table not in HELD_BACK and table not in {part.table for part in PARTS.values()}:
            columns = {field.attname for field in model._meta.concrete_fields}
            secret = frozenset(column for column in columns if any(word in column for word in SECRET_WORDS)) - {"tombstone"}
            of_project = (lambda project: Q(pk=project)) if model is Project else None
            hand_out(Part(model._meta.model_name or table, model, of_project=of_project, leave_out=secret))
    OF_VISITOR["exports"] = forget_exports
    OF_VISITOR["answers"] = forget_answers
    OF_ACCOUNT["accounts"] = erase_account


def forget_exports(project: Project, visitor: UUID) -> dict[str, int]:
    """Take away every export that the visitor may stand in; those that are being made begin anew."""
    about = Q(visitor=visitor) | Q(visitor=None, project=project) | Q(visitor=None, project=None)
    rows = list(Export.objects.select_for_update(no_key=True).filter(about, state__in=["running", "ready"]))
    for row in rows:
        # Now and not after the commit: a copy must not outlive the proof, whatever happens in between.
        place().remove(row)
        row.state = Export.State.CANCELLED
        row.save(update_fields=["state"])
    Export.objects.filter(visitor=visitor).update(visitor=None)
    return {"exports": len(rows)}


def forget_answers(project: Project, visitor: UUID) -> dict[str, int]:
    """Take away every answer of the API that is kept to be given again: anybody may stand in it."""
    return {"answers": Repeatable.objects.all().delete()[0]}


def erase_account(account_id: int) -> dict[str, int]:
    """Names, addresses, keys and invitations of an account; its people stay who they are in others."""
    now = timezone.now()
    with account(account_id):
        counts = {"keys": ApiKey.objects.count(), "invitations": Invitation.objects.count(), "members": Member.objects.count()}
        for row in Export.objects.all():
            place().remove(row)
        Export.objects.all().delete()
        for key in ApiKey.objects.all():
            revoke(f"key:{key.pk}")
        ApiKey.objects.filter(revoked_at=None).update(revoked_at=now)
        ApiKey.objects.update(name="")
        Invitation.objects.all().delete()
        Repeatable.objects.all().delete()
        for member in Member.objects.all():
            revoke(f"member:{member.pk}")
        by_provider = list(SignInIdentity.objects.values_list("member__user", flat=True))
        User.objects.filter(pk__in=by_provider, single_sign_on=True).update(is_active=False, name="")
        SignInIdentity.objects.all().delete()
        counts["sign-in providers"] = SignInProvider.objects.all().delete()[0]
        Member.objects.update(active=False, name="")
        Project.objects.update(name="", website="", greeting="", email="", allowed_domains=[], looks={})
        Account.objects.update(name="")
        counts["names in the audit log"] = AuditPersonal.objects.all().delete()[0]
    return counts
