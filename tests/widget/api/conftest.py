"""The polling doors wait, so they are asked over a real web process."""

from tests.serving import house

__all__ = ["house"]
