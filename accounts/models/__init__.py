"""The nouns of accounts, one file each."""

from accounts.models.account import Account
from accounts.models.api_key import ApiKey
from accounts.models.audit_record import AuditRecord
from accounts.models.member import Member, MemberProject, Role
from accounts.models.project import Project
from accounts.models.revocation import Revocation
from accounts.models.user import User

__all__ = ["Account", "ApiKey", "AuditRecord", "Member", "MemberProject", "Project", "Revocation", "Role", "User"]
