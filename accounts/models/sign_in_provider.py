"""A customer's own way to sign in (OpenID Connect), and who came in by it."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.models.member import Role
from accounts.tenancy import AccountModel


class SignInProvider(AccountModel):
    """At most one an account. `sealed` is the client's secret. Whoever the provider knows and nobody invited comes in as
    `role` where `newcomers` is on. `second_step`: the owner says that the provider itself asks everybody for one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=255)
    sealed = models.TextField()
    newcomers = models.BooleanField(default=False)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.OPERATOR)
    second_step = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AccountModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["account", "id"], name="accounts_signinprovider_pair"),
            models.UniqueConstraint(fields=["account"], name="accounts_signinprovider_one"),
        ]

    def __str__(self) -> str:
        return self.issuer


class SignInIdentity(AccountModel):
    """One subject of one provider is one member, for good: never found by an address, which a provider may say of anybody.

    `email` is what the provider said last, for the team page alone: nothing is sent there. `second_step`: how they came in last.
    """

    provider = models.ForeignKey(SignInProvider, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    member = models.ForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    subject = models.CharField(max_length=255)
    email = models.CharField(max_length=254, blank=True)
    second_step = models.BooleanField(default=False)
    last_at = models.DateTimeField()

    class Meta(AccountModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["account", "provider", "subject"], name="accounts_signinidentity_once"),
            models.UniqueConstraint(fields=["account", "member"], name="accounts_signinidentity_member"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} at {self.provider_id}"
