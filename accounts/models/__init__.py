"""The nouns of accounts, one file each; those of billing stand in its own folder."""

from accounts.billing.models import Callback, Card, Charge, Invoice, InvoiceCounter, InvoiceLine, Subscription, Usage
from accounts.models.account import Account
from accounts.models.api_key import ApiKey
from accounts.models.audit_record import AuditHead, AuditPersonal, AuditRecord
from accounts.models.browser_session import BrowserSession
from accounts.models.data_key import DataKey, UsersDataKey
from accounts.models.erasure import Erasure
from accounts.models.export import Export
from accounts.models.grant import Grant, Look
from accounts.models.invitation import Invitation
from accounts.models.member import Member, MemberProject, Role
from accounts.models.project import Project
from accounts.models.repeatable import Repeatable
from accounts.models.revocation import Revocation
from accounts.models.sign_in_provider import SignInIdentity, SignInProvider
from accounts.models.staff import StaffEnrolment, StaffPasskey, StaffSession
from accounts.models.user import User

__all__ = [
    "Account",
    "ApiKey",
    "AuditHead",
    "AuditPersonal",
    "AuditRecord",
    "BrowserSession",
    "Callback",
    "Card",
    "Charge",
    "DataKey",
    "Erasure",
    "Export",
    "Grant",
    "Invitation",
    "Invoice",
    "InvoiceCounter",
    "InvoiceLine",
    "Look",
    "Member",
    "MemberProject",
    "Project",
    "Repeatable",
    "Revocation",
    "Role",
    "SignInIdentity",
    "SignInProvider",
    "StaffEnrolment",
    "StaffPasskey",
    "StaffSession",
    "Subscription",
    "Usage",
    "User",
    "UsersDataKey",
]
