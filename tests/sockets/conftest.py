"""Socket tests talk with a real web process."""

from tests.serving import house

__all__ = ["house"]
