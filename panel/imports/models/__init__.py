"""The nouns of imports."""

from panel.imports.models.intake import Import

__all__ = ["Import"]
