"""How Parley's own people come in: their passkeys, the links that register one, and their sessions. No customer's process reads these.

DO_NOTHING: whoever deletes a person asks nothing of tables that its role may not read; Postgres keeps the keys whole.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class StaffPasskey(models.Model):
    """One authenticator of one person. `credential` is what the authenticator attested, the public key in it: nothing here is secret."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField(db_default=0)
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class StaffEnrolment(models.Model):
    """A link that registers a passkey, once and soon. Only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    hash = models.BinaryField(unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"enrolment until {self.ends_at}"


class StaffSession(models.Model):
    """One sign-in. The cookie holds the key, this its hash; `challenge` is the hash of what was signed: it counts once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    passkey = models.ForeignKey(StaffPasskey, on_delete=models.DO_NOTHING, related_name="+")
    hash = models.BinaryField(unique=True)
    challenge = models.BinaryField(unique=True)
    began_at = models.DateTimeField(db_default=Now(), editable=False)
    seen_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"since {self.began_at}"
