"""One website of an account: the tenant boundary."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import AccountModel


class Project(AccountModel):
    """A website with its key, appearance and allowed domains. `key` is public: it stands in the script tag."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=32, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    website = models.CharField(max_length=253, blank=True)
    color = models.CharField(max_length=7, default="#0F616F")
    allowed_domains = ArrayField(models.CharField(max_length=253))
    live_visitors = models.BooleanField(default=True)
    typing_preview = models.BooleanField(default=True)
    page_history = models.BooleanField(default=True)
    mask_cards = models.BooleanField(default=True, db_default=True)
    signed_identity = models.BooleanField(default=False, db_default=False)  # a page names nobody without a signature
    ask_first = models.BooleanField(default=False, db_default=False)  # nothing is kept in a visitor's browser before the page says yes
    greeting = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True, db_default="")  # what visitors are given when no chat can begin
    # How the widget looks, as widget/looks/ reads it: what is not there is as it was before anybody chose.
    looks = models.JSONField(default=dict, db_default={})
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "id"], name="accounts_project_pair")]

    def __str__(self) -> str:
        return self.name
