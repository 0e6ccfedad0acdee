"""The nouns of integrations, one file each."""

from integrations.models.delivery import Attempt, Delivery
from integrations.models.forward import Forward
from integrations.models.integration import Integration

__all__ = ["Attempt", "Delivery", "Forward", "Integration"]
