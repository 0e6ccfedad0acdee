"""What a visitor agreed to before they wrote, or took back."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel


class Consent(ProjectModel):
    """One answer: to which words, when, on which page, and a keyed hash of the address that it came from. Never changed."""

    visitor = models.ForeignKey("chat.Visitor", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    version = models.CharField(max_length=12)
    text = models.CharField(max_length=500)
    agreed = models.BooleanField()
    at = models.DateTimeField()
    page = models.CharField(max_length=500, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)

    class Meta(ProjectModel.Meta):
        indexes = [models.Index(fields=["project", "visitor", "-id"], name="chat_consent_of_visitor")]

    def __str__(self) -> str:
        return f"{self.visitor_id}: {self.version}"
