"""The nouns of the partner programme."""

from integrations.partners.models.check import Check
from integrations.partners.models.ledger import Entry
from integrations.partners.models.partner import Partner, Plan
from integrations.partners.models.referral import Referral, Touch
from integrations.partners.models.statement import Statement
from integrations.partners.models.tax import Look, PartnersDataKey, TaxProfile

__all__ = ["Check", "Entry", "Look", "Partner", "PartnersDataKey", "Plan", "Referral", "Statement", "TaxProfile", "Touch"]
