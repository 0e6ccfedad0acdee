"""Who did what, written in the act's own transaction and never changed."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import AccountModel


class AuditRecord(AccountModel):
    """One act. `parley_app` may insert and read these rows, nothing else; names are kept as they were then."""

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=120)
    action = models.CharField(max_length=80)
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AccountModel.Meta):
        indexes = [models.Index(fields=["account", "-id"], name="accounts_audit_newest")]

    def __str__(self) -> str:
        return self.action
