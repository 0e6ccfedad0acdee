"""How a person wants to be called, wherever they answer."""

from __future__ import annotations

from datetime import time

from django.core.validators import MaxValueValidator
from django.db import models

VOLUME = 70  # per cent


class Manner(models.Model):
    """One row a person. Of a person, not of a customer. Quiet hours may go over midnight; they are in `time_zone`."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    quiet = models.BooleanField(default=False)
    quiet_from = models.TimeField(default=time(20))
    quiet_to = models.TimeField(default=time(8))
    quiet_weekends = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, default="UTC")
    volume = models.PositiveSmallIntegerField(default=VOLUME, validators=[MaxValueValidator(100)])
    repeats = models.BooleanField(default=True)
    show_text = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="en")

    def __str__(self) -> str:
        return f"of {self.user_id}"
