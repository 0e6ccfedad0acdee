"""Where a person is signed in: one row a browser session, for the list on their security page."""

from __future__ import annotations

from django.db import models


class BrowserSession(models.Model):
    """A sign-in in one browser. Of a person, not of a customer: it stands beside Django's session, which it names until it ends.

    `device` is the random name that a browser keeps in a cookie, so that a sign-in from one never seen before can be told of.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True, null=True)
    device = models.CharField(max_length=32)
    user_agent = models.CharField(max_length=300)
    ip = models.GenericIPAddressField(null=True)
    method = models.CharField(max_length=20)
    new_device = models.BooleanField(default=False)
    signed_in_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-last_seen_at"], name="accounts_browser_of_user")]

    def __str__(self) -> str:
        return f"{self.user_agent} of {self.user_id}"
