"""Who did what: a chain of records for each account, its head, and the words about people that can be taken out of it."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.tenancy import AccountModel


class AuditRecord(AccountModel):
    """One act. Postgres gives `number`, `prev_hash` and `hash` at commit, and lets nobody change a record after that.

    Words about people come in as `personal` {field: [subject, words]}; at commit they move to AuditPersonal, and `personal`
    keeps the salted hash of each.
    """

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    number = models.BigIntegerField(null=True, editable=False)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    action = models.CharField(max_length=80)
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    personal = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    prev_hash = models.BinaryField(max_length=32, null=True)
    hash = models.BinaryField(max_length=32, null=True)

    class Meta(AccountModel.Meta):
        indexes = [
            models.Index(fields=["account", "actor_id", "-number"], name="accounts_audit_who"),
            models.Index(fields=["account", "action", "-number"], name="accounts_audit_what"),
            models.Index(fields=["account", "project", "-number"], name="accounts_audit_where"),
            models.Index(fields=["account", "created_at"], name="accounts_audit_when"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "id"], name="accounts_audit_pair"),
            models.UniqueConstraint(fields=["account", "number"], name="accounts_audit_number"),
        ]

    def __str__(self) -> str:
        return self.action

    @property
    def actor_name(self) -> str:
        """The actor's name as it was then; empty once it is erased."""
        return str(self.words().get("actor_name", ""))

    def words(self) -> dict[str, Any]:
        """What is still known about the people in it: field → words."""
        if self.hash is None:  # not committed yet
            return {field: words for field, (_, words) in self.personal.items()}
        return dict(AuditPersonal.objects.filter(record=self).values_list("field", "value"))


class AuditPersonal(AccountModel):
    """One word about a person in a record, with its salt: once this row is gone, nobody can find the word from its hash.

    `subject` says whom it is about, as `member:<id>`.
    """

    record = models.ForeignKey(AuditRecord, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    field = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=32)
    value = models.TextField()
    subject = models.CharField(max_length=120)

    class Meta(AccountModel.Meta):
        indexes = [models.Index(fields=["account", "subject"], name="accounts_audit_subject")]
        constraints = [models.UniqueConstraint(fields=["account", "record", "field"], name="accounts_audit_word_once")]

    def __str__(self) -> str:
        return f"{self.field} of {self.record_id}"


class AuditHead(AccountModel):
    """The newest number and hash of an account's chain. Only Postgres's own function writes it."""

    account = models.OneToOneField("accounts.Account", on_delete=models.PROTECT, related_name="+", primary_key=True)
    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)
