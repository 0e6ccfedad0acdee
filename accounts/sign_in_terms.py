"""What an owner decides about their provider."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Role


@dataclass(frozen=True)
class Terms:
    """Who the provider is, and how much of its word counts."""

    issuer: str
    client_id: str
    newcomers: bool = False
    role: str = Role.OPERATOR
    second_step: bool = False


@dataclass(frozen=True)
class Person:
    """Who a provider says is there. Only `subject` identifies; name and address are words."""

    subject: str
    name: str = ""
    email: str = ""
    second_step: bool = False
