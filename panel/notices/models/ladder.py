"""What happens in a project while nobody reacts. Without a row it is as the defaults say."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.tenancy import ProjectModel

MAIL_AFTER = 5  # minutes
COLLEAGUE_AFTER = 15


class Ladder(ProjectModel):
    """Push at once; mail after `mail_after` minutes; a colleague after `colleague_after`. 0 leaves a step out.

    Without a `colleague` it is the project's admins and owners. `show_text` off keeps visitors' words out of pushes and mails
    of everybody here (PRV7).
    """

    mail_after = models.PositiveSmallIntegerField(default=MAIL_AFTER)
    colleague_after = models.PositiveSmallIntegerField(default=COLLEAGUE_AFTER)
    colleague = models.ForeignKey("accounts.Member", on_delete=models.SET_NULL, related_name="+", null=True, db_constraint=False)
    show_text = models.BooleanField(default=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project"], name="notices_ladder_once"),
            models.CheckConstraint(
                condition=Q(mail_after=0) | Q(colleague_after=0) | Q(mail_after__lt=F("colleague_after")), name="notices_ladder_climbs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mail_after}, {self.colleague_after}"
