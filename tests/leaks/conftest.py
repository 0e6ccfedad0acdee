"""A running Parley to type into."""

from __future__ import annotations

from tests.serving import house

__all__ = ["house"]
