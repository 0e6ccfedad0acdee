"""A browser where a person can be called while no page of ours is open."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Device(models.Model):
    """A push subscription. Of a person, not of a customer: one rings for all their projects.

    It leans on the session it was made in: whoever signs out there is not called there any more. The address was chosen by
    the browser, so it is anybody's word.
    """

    class Ended(models.TextChoices):
        GONE = "gone", _("The push service says that it is gone")
        SIGNED_OUT = "signed_out", _("You signed out there")
        REMOVED = "removed", _("You removed it")
        REFUSED = "refused", _("The push service does not take our key")
        UNSAFE = "unsafe", _("Its address must not be asked")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("accounts.BrowserSession", on_delete=models.SET_NULL, related_name="+", null=True)
    endpoint = models.TextField()
    endpoint_hash = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    user_agent = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=12, choices=Ended.choices, default="")
    # The last one that was sent there, whatever it said, and the last that was heard of.
    sent_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    detail = models.CharField(max_length=300, default="")
    heard_at = models.DateTimeField(null=True)
    unheard = models.PositiveIntegerField(default=0)
    # The last one that somebody asked for, to try it.
    test_id = models.UUIDField(null=True)
    test_at = models.DateTimeField(null=True)
    test_taken_ms = models.PositiveIntegerField(null=True)
    test_trouble = models.CharField(max_length=300, default="")
    test_heard_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user"], condition=models.Q(ended_at=None), name="notices_device_of_user")]

    def __str__(self) -> str:
        return f"{self.public_id}"
