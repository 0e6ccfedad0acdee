"""The hub: how a text gets from whoever announces it to every socket of its group, in this process and in the others."""

from __future__ import annotations

from chat.hub.layer import Hub
from chat.hub.transport import hub

__all__ = ["Hub", "hub"]
