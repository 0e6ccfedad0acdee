"""How a customer's server vouches for its visitors: the keys it signs with, and where calls still come without a signature."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel


class IdentityKey(ProjectModel):
    """A secret that the customer's server signs with; at most two a project, so that one can be replaced without a gap.

    `kid` is public and names it in a JWT. `sealed` is the secret: a signature cannot be checked against a hash.
    """

    kid = models.CharField(max_length=20)
    sealed = models.TextField()
    made_by = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="chat_identitykey_pair"),
            models.UniqueConstraint(fields=["project", "kid"], name="chat_identitykey_kid"),
        ]

    def __str__(self) -> str:
        return self.kid


class UnsignedCall(ProjectModel):
    """A domain whose pages named a visitor without a signature, and when they did so last."""

    host = models.CharField(max_length=253)
    last_at = models.DateTimeField()

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "host"], name="chat_unsignedcall_once")]

    def __str__(self) -> str:
        return self.host
