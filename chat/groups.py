"""The names of groups and of keys in Redis: each carries its project."""

from __future__ import annotations

import uuid


def operators(project_id: int) -> str:
    """All operators of a project."""
    return f"p.{project_id}"


def visitor(project_id: int, visitor_id: uuid.UUID) -> str:
    """All tabs of a visitor, who may have no conversation and no row yet."""
    return f"v.{project_id}.{visitor_id.hex}"


def viewers(project_id: int, conversation_id: uuid.UUID) -> str:
    """Members looking at a conversation."""
    return f"w.{project_id}.{conversation_id.hex}"


def live_list(project_id: int) -> str:
    """Whoever looks at the live list of visitors."""
    return f"l.{project_id}"


def visitors_present(project_id: int) -> str:
    """Every visitor with a page open: they hear whether operators are there."""
    return f"a.{project_id}"
