"""What a customer lets Parley's own staff see, and each page that staff opened because of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import AccountModel

LONGEST = timedelta(days=7)
USUAL_HOURS = 24


class Grant(AccountModel):
    """A permission that ends by itself; without a project it is for all of the account's.

    Postgres takes no longer one than LONGEST, and lets us change nothing in it but `revoked_at`, once.
    """

    class Scope(models.TextChoices):
        SETTINGS = "settings", _("See settings")
        CONVERSATIONS = "conversations", _("See settings and read conversations")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    scope = models.CharField(max_length=16, choices=Scope.choices)
    reason = models.CharField(max_length=200)
    given_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["account", "id"], name="accounts_grant_pair"),
            models.CheckConstraint(condition=models.Q(scope__in=["settings", "conversations"]), name="accounts_grant_scope"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="accounts_grant_reason"),
        ]

    def __str__(self) -> str:
        return self.reason


class Look(AccountModel):
    """One page that staff opened. Written by `staff_open` alone, with the line in the customer's audit log, before a row is seen."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    # The one conversation whose messages this page shows. A plain number: accounts stand below chat.
    conversation_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=120)
    page = models.CharField(max_length=20)
    # Which connection of the database may read what was opened, and the transaction that has to be committed before.
    backend = models.IntegerField()
    txid = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "id"], name="accounts_look_pair")]
        indexes = [
            models.Index(fields=["account", "grant", "-id"], name="accounts_look_newest"),
            models.Index(fields=["backend", "-id"], name="accounts_look_of_backend"),
        ]

    def __str__(self) -> str:
        return self.page
