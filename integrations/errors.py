"""Refusals that only integrations know."""

from __future__ import annotations

from accounts.errors import Refused


class PressNeedsOperator(Refused):
    """A key, a rule or a job asked: data leaves Parley only when a person presses."""

    code, status, default = "press_needs_operator", 403, "Data leaves Parley only when an operator presses, in the panel."
