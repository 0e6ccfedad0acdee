"""Wall one of tenancy: the scope that every read and write of a customer's rows needs.

`tenant(project)` opens a project and its account, `account(account)` the account alone. Both tell Postgres as well, where
row-level security (wall two) decides by the same two settings. Settings are transaction-local: they end with the transaction,
also when a pooled connection is borrowed by somebody else next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.db import connection, models, transaction

# The classes of tables; tests/accounts/test_catalogue.py compares them with Postgres's own catalogue.
ACCOUNT_TABLES = {
    "accounts_account": "id",
    "accounts_project": "account_id",
    "accounts_member": "account_id",
    "accounts_memberproject": "account_id",
    "accounts_apikey": "account_id",
    "accounts_signinprovider": "account_id",
    "accounts_signinidentity": "account_id",
    "accounts_invitation": "account_id",
    "accounts_auditrecord": "account_id",
    "accounts_auditpersonal": "account_id",
    "accounts_audithead": "account_id",
    "accounts_grant": "account_id",
    "accounts_look": "account_id",
}
ACCOUNT_TABLES |= {  # of billing
    "accounts_subscription": "account_id",
    "accounts_usage": "account_id",
    "accounts_invoice": "account_id",
    "accounts_invoiceline": "account_id",
    "accounts_card": "account_id",
    "accounts_charge": "account_id",
}
ACCOUNT_TABLES |= {  # of secrets, exports and erasures
    "accounts_datakey": "account_id",
    "accounts_export": "account_id",
    "accounts_erasure": "account_id",
    "imports_import": "account_id",
    "accounts_repeatable": "account_id",
}
PROJECT_TABLES = {
    "chat_visitor": "project_id",
    "chat_conversation": "project_id",
    "chat_message": "project_id",
    "chat_readmark": "project_id",
    "chat_counter": "project_id",
    "chat_follower": "project_id",
    "chat_ban": "project_id",
    "chat_form": "project_id",
    "chat_answer": "project_id",
    "chat_searchentry": "project_id",
    "chat_searchword": "project_id",
    "chat_attachment": "project_id",
    "chat_filespace": "project_id",
    "chat_identitykey": "project_id",
    "chat_unsignedcall": "project_id",
}
PROJECT_TABLES |= {  # of how a project receives people
    "chat_desk": "project_id",
    "chat_specialday": "project_id",
    "chat_department": "project_id",
    "chat_departmentmember": "project_id",
    "chat_turn": "project_id",
    "chat_consent": "project_id",
}
PROJECT_TABLES |= {f"chat_{name}": "project_id" for name in ("tag", "tagging", "cannedreply", "macro", "savedview", "merge")}  # of work
PROJECT_TABLES |= {  # of integrations
    "integrations_attempt": "project_id",
    "integrations_delivery": "project_id",
    "integrations_forward": "project_id",
    "integrations_integration": "project_id",
}
PROJECT_TABLES |= {  # of automatic messages
    "rules_rule": "project_id",
    "rules_ruleday": "project_id",
    "rules_manners": "project_id",
}
PROJECT_TABLES |= {  # of notices to operators
    "notices_call": "project_id",
    "notices_ladder": "project_id",
    "notices_preference": "project_id",
    "notices_ring": "project_id",
    "notices_wait": "project_id",
}
PROJECT_TABLES |= {f"mail_{name}": "project_id" for name in ("replyaddress", "letter", "arrival", "stop")}
PROJECT_TABLES |= {"reports_fact": "project_id", "reports_attendance": "project_id"}
HELP_TABLES = ("centre", "category", "article", "articletext", "edition", "picture", "reading", "word", "missedsearch")
PROJECT_TABLES |= {f"help_{name}": "project_id" for name in HELP_TABLES}
GLOBAL_TABLES = {
    "accounts_user",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "accounts_revocation",
    "accounts_staffenrolment",
    "accounts_staffpasskey",
    "accounts_staffsession",
    "accounts_browsersession",
    "accounts_usersdatakey",
    "accounts_callback",
    "accounts_invoicecounter",
    "account_emailaddress",
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "django_session",
    "mfa_authenticator",
}


# Of partners: no tenant's, each behind a wall of its own (integrations/partners/scope.py).
PARTNER_TABLES = {
    "partners_partner": "id",
    "partners_referral": "partner_id",
    "partners_touch": "partner_id",
    "partners_entry": "partner_id",
    "partners_check": "partner_id",
    "partners_statement": "partner_id",
    "partners_taxprofile": "partner_id",
    "partners_look": "partner_id",
}
GLOBAL_TABLES |= {"partners_plan", "partners_datakey"}
GLOBAL_TABLES |= {"notices_device", "notices_manner"}  # of people, whatever accounts they are in


class NoTenant(Exception):
    """A customer's rows were asked for outside `tenant(…)` or `account(…)`."""


@dataclass(frozen=True)
class Scope:
    """Which customer is open: internal ids."""

    account_id: int
    project_id: int | None


class ProjectLike(Protocol):
    """What `tenant` needs of a project: a `Project` row or a reference from a definer function."""

    @property
    def id(self) -> int: ...
    @property
    def account_id(self) -> int: ...


_scope: ContextVar[Scope | None] = ContextVar("parley_scope", default=None)


def current_scope() -> Scope:
    """The open scope. Raises NoTenant when there is none."""
    scope = _scope.get()
    if scope is None:
        raise NoTenant("No tenant is open.")
    return scope


@contextmanager
def tenant(project: ProjectLike) -> Iterator[Scope]:
    """Open one project: its rows, and those of its account, can be read and written inside."""
    with _open(Scope(project.account_id, project.id)) as scope:
        yield scope


@contextmanager
def account(account_id: int) -> Iterator[Scope]:
    """Open one account without any project."""
    with _open(Scope(account_id, None)) as scope:
        yield scope


@contextmanager
def _open(scope: Scope) -> Iterator[Scope]:
    former, nested = _scope.get(), connection.in_atomic_block
    with transaction.atomic():
        _tell_postgres(scope)
        token = _scope.set(scope)
        try:
            yield scope
        finally:
            _scope.reset(token)
        # The end of a transaction ends its settings. A released savepoint keeps them; a rolled-back one restores them by itself.
        if nested and not connection.needs_rollback:
            _tell_postgres(former)


def _tell_postgres(scope: Scope | None) -> None:
    account_id = "" if scope is None else str(scope.account_id)
    project_id = "" if scope is None or scope.project_id is None else str(scope.project_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('parley.account', %s, true), set_config('parley.project', %s, true)",
            [account_id, project_id],
        )


M = TypeVar("M", bound=models.Model)


class ProjectManager(models.Manager[M]):
    """Rows of the open project only; raises NoTenant outside one."""

    def get_queryset(self) -> models.QuerySet[M]:
        scope = current_scope()
        if scope.project_id is None:
            raise NoTenant("An account is open, but no project.")
        return super().get_queryset().filter(project_id=scope.project_id)


class AccountManager(models.Manager[M]):
    """Rows of the open account only; raises NoTenant outside one."""

    column = "account_id"

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(**{self.column: current_scope().account_id})


class AccountItselfManager(AccountManager[M]):
    """The open account's own row."""

    column = "id"


class ProjectModel(models.Model):
    """A row that belongs to a project."""

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    objects = ProjectManager["ProjectModel"]()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class AccountModel(models.Model):
    """A row that belongs to an account."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    objects = AccountManager["AccountModel"]()

    class Meta:
        abstract = True
        base_manager_name = "objects"
