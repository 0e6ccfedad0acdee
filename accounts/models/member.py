"""A person in an account, and the projects they are limited to."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import AccountModel


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Admin")
    OPERATOR = "operator", _("Operator")
    VIEWER = "viewer", _("Viewer")


class Member(AccountModel):
    """A user's place in one account. `limited` operators and viewers see only the projects of their MemberProject rows."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=16, choices=Role.choices)
    limited = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    available = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AccountModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["account", "id"], name="accounts_member_pair"),
            models.UniqueConstraint(fields=["account", "user"], name="accounts_member_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MemberProject(AccountModel):
    """One project that a limited member may see."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    project = models.ForeignKey("accounts.Project", on_delete=models.CASCADE, related_name="+", db_constraint=False)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "member", "project"], name="accounts_memberproject_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.project_id}"
