"""A part of the team that conversations are for, and whose turn it is to get one."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from accounts.tenancy import ProjectModel


class Way(models.TextChoices):
    """How conversations find their operator."""

    MANUAL = "manual"
    ROUND_ROBIN = "round_robin"
    LEAST_BUSY = "least_busy"


class Department(ProjectModel):
    """What a conversation can be about. Visitors choose it where it is `offered`; `pages` are addresses that decide it for them.

    `way` is empty where the project's own holds. A removed one stays: conversations keep the name of where they were.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    offered = models.BooleanField(default=True)
    pages = ArrayField(models.CharField(max_length=200), default=list)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="chat_department_pair"),
            models.UniqueConstraint("project", Lower("name"), condition=models.Q(removed_at=None), name="chat_department_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DepartmentMember(ProjectModel):
    """One operator of a department."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    member = models.ForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+", db_constraint=False)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "department", "member"], name="chat_departmentmember_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.department_id}"


class Turn(ProjectModel):
    """When a member was last given a conversation by the round: the longest ago is next."""

    member = models.ForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    given_at = models.DateTimeField()

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "member"], name="chat_turn_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.given_at}"
