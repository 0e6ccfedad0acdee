"""A place in an account that waits for somebody."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models.member import Role
from accounts.tenancy import AccountModel

OPEN = Q(accepted_at=None, revoked_at=None)


class Invitation(AccountModel):
    """Whoever reads the mail may join once, until `expires_at`. Only the hash of the link's token is kept.

    `projects` are internal ids, read again when somebody joins: until then they give no right. They count where `limited`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=Role.choices)
    limited = models.BooleanField(default=False)
    projects = ArrayField(models.BigIntegerField(), default=list)
    hash = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    sent_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "email"], condition=OPEN, name="accounts_invitation_open")]

    def __str__(self) -> str:
        return self.email
