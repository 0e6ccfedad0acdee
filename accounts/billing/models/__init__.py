"""The nouns of billing."""

from accounts.billing.models.charge import Callback, Card, Charge
from accounts.billing.models.invoice import Invoice, InvoiceCounter, InvoiceLine
from accounts.billing.models.subscription import Subscription
from accounts.billing.models.usage import Usage

__all__ = ["Callback", "Card", "Charge", "Invoice", "InvoiceCounter", "InvoiceLine", "Subscription", "Usage"]
