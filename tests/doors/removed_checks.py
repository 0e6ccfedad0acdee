"""Checks of a right, each with the lines that take it away: what `make mutants` removes, one at a time.

Where nothing is said, the outsider test itself must turn red. Where a second check stands behind the first, or the door is a socket of
another process, the test that does is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MATRIX = "tests/doors"
PAGES = "tests/doors/test_http.py::TestEveryDoor"
FRAMES = "tests/doors/test_frames.py"


@dataclass(frozen=True)
class Mutant:
    """`old`, which stands once in `file`, becomes `new`. One of `tests` (pytest's arguments) must fail then."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...] = (MATRIX,)
    env: dict[str, str] = field(default_factory=dict)


def _at(*words: str) -> tuple[str, ...]:
    """The doors of the matrix whose addresses have one of these words."""
    return (PAGES, "-k", " or ".join(words))


# Doors behind which a capability is asked for, by words of their addresses.
_DOORS: dict[str, tuple[str, ...]] = {
    "READ": _at("conversations"),
    "SEE_VISITORS": _at("online"),
    "REPLY": _at("messages"),
    "ASSIGN": _at("conversations"),
    "CLOSE": _at("conversations"),
    "BAN": _at("bans"),
    "SEND_ELSEWHERE": _at("preview", "forwards"),
    "EDIT_PROJECT": _at("settings"),
    "ADD_PROJECT": ("tests/panel/views/test_projects.py",),
    "MANAGE_MEMBERS": _at("members", "team"),
    "MANAGE_KEYS": _at("keys"),
    "REQUIRE_2FA": _at("require"),
    "MANAGE_SIGN_IN": _at("single"),
    "MANAGE_BILLING": _at("billing", "invoices"),
    "GIVE_GRANTS": _at("grants"),
    "READ_AUDIT": _at("audit"),
    "EXPORT_DATA": _at("exports"),
    "ERASE_DATA": _at("erasures"),
    "DELETE_ACCOUNT": _at("erasures"),
}
CAPABILITIES = [
    Mutant(
        f"{one} is asked of nobody",
        "accounts/capabilities.py",
        "    if capability not in held_by(actor):\n",
        f"    if capability not in held_by(actor) | {{Capability.{one}}}:\n",
        tests,
    )
    for one, tests in _DOORS.items()
]

ACCESS = "accounts/access.py"
PROJECTS = [
    Mutant("a limited operator sees all projects", ACCESS, "    if not member.limited:\n", "    if True:\n", _at("projects")),
    Mutant("another account's project opens", ACCESS, "actor.account_id == rows[0][1] and ", "", _at("projects")),
    Mutant(
        "the list of projects needs no scope", ACCESS, "    if not may(actor, Capability.READ):\n        return []\n", "", _at("projects")
    ),
    Mutant(
        "a key of one project manages its account",
        "accounts/capabilities.py",
        "return actor.projects is None or capability in IN_A_PROJECT",
        "return True",
        _at("exports"),
    ),
    Mutant(
        "a right in one project is one in each",
        "accounts/capabilities.py",
        "return project.account_id == actor.account_id and actor.may_enter(project.pk)",
        "return True",
        ("tests/accounts/test_capabilities.py",),
    ),
    Mutant(
        "whoever cannot enter is assigned",
        ACCESS,
        "    if limits is not None and project.pk not in limits:\n        raise NotFound()\n",
        "",
        ("tests/accounts/test_access.py",),
    ),
]

KEY_SCOPES = "return by_key if by_role is None else by_key & by_role"
DEAD = "        if ended or away or found.account.suspended_at is not None:\n"
KEYS = [
    Mutant("a key's scopes are not asked", "accounts/capabilities.py", KEY_SCOPES, "return by_role or by_key", _at("projects")),
    Mutant("a key may what its member may not", "accounts/capabilities.py", KEY_SCOPES, "return by_key", _at("exports")),
    Mutant("an old key opens", ACCESS, " or (found.expires_at is not None and found.expires_at <= now)", "", _at("projects")),
    Mutant("a revoked key opens", ACCESS, "found.revoked_at is not None or ", "", _at("projects")),
    Mutant("the key of somebody who left opens", ACCESS, "return not member.active or lacks", "return lacks", _at("projects")),
    Mutant("a key needs no second factor", ACCESS, "lacks_second_factor(member.account, member.user_id) or ", "", _at("projects")),
    Mutant("a suspended account's key opens", ACCESS, DEAD, "        if ended or away:\n", _at("projects")),
    Mutant("a key shows keys", ACCESS, '    if actor.kind != "member":\n', "    if False:\n", _at("keys")),
    Mutant(
        "everybody sees all keys",
        ACCESS,
        "return keys if may(actor, Capability.MANAGE_KEYS) else keys.filter(member_id=actor.id)",
        "return keys",
        _at("keys"),
    ),
]

GIVE = "    require_to_give(actor, Role(held.role))\n    require_to_give(actor, role)\n"
MEMBERS = [
    Mutant("who left is still here", "accounts/migrations/0002_walls.py", " AND m.active ORDER", " ORDER", _at("projects")),
    Mutant("a suspended account acts", ACCESS, "member.account.suspended_at is not None or ", "", _at("projects")),
    Mutant(
        "nobody is stopped without a second factor",
        ACCESS,
        "kept_out = lacks_second_factor(member.account, user.pk) or lacks",
        "kept_out = lacks",
        _at("projects"),
    ),
    Mutant(
        "an admin takes an owner's rights", "accounts/actions/change_member.py", GIVE, "    require_to_give(actor, role)\n", _at("members")
    ),
    Mutant("the last owner goes", "accounts/owners.py", "member.role == Role.OWNER and not", "False and not", _at("members")),
    Mutant(
        "an account page asks for no right", "accounts/doors.py", "capability is not None and not may(", "False and not may(", _at("audit")
    ),
    Mutant(
        "an account door asks for no right", "panel/api/door.py", "        if needed is not None:\n", "        if False:\n", _at("audit")
    ),
    Mutant(
        "nobody is asked who they are once more",
        "accounts/recent.py",
        "not isinstance(request.user, User) or is_reauthentication_required(",
        "False and is_reauthentication_required(",
        _at("exports"),
    ),
    Mutant(
        "a removed member's socket stays open",
        "accounts/actions/remove_member.py",
        '    revoke(f"member:{held.pk}")\n',
        "",
        ("tests/sockets/test_eight_ways.py",),
    ),
    Mutant(
        "an ended session's socket stays open",
        "accounts/actions/end_session.py",
        '            revoke(f"session:{session_hash(now_ended.session_key)}")\n',
        "",
        ("tests/sockets/test_eight_ways.py",),
    ),
    Mutant(
        "an export is mailed to somebody who may not have it any more",
        "accounts/actions/mail_export.py",
        "if not may(actor_of_member(asker, limits_of(asker)), Capability.EXPORT_DATA):",
        "if False:",
        ("tests/accounts/test_export_places.py",),
    ),
]

ORIGINS = ("tests/sockets/test_hello.py", "-k", "origins or page")
VISITORS = [
    Mutant("a page of any origin embeds", "widget/session.py", "if origin is not None and origin", "if False and origin", ORIGINS),
    Mutant(
        "a page of any origin has the panel's socket",
        "panel/consumers.py",
        "return origin == settings.PARLEY_URL or (origin is None and self.api_key() is not None)",
        "return True",
        ORIGINS,
    ),
    Mutant(
        "a visitor's token needs no mac",
        "chat/tokens.py",
        "    if not ours and not is_known(found):\n",
        "    if False:\n",
        (FRAMES,),
    ),
    Mutant(
        "a visitor's row disowns no token",
        "chat/access.py",
        "        if not known or visitor.erased_at",
        "        if visitor.erased_at",
        ("tests/chat/actions/test_register_visitor.py",),
    ),
    Mutant("a visitor reads everybody's", "chat/access.py", "filter(visitor=visitor, public_id=", "filter(public_id=", (FRAMES,)),
    Mutant(
        "who is banned comes in",
        "widget/session.py",
        "            bans.refuse_banned(self.project, self.ban_places)\n",
        "",
        ("tests/chat/actions", "tests/sockets/test_banning.py", "-k", "ban"),
    ),
]

MODELS = ("tests/doors/test_models.py",)
ONE_TABLE = {"PARLEY_TEST_WALL": "filter"}
TENANCY = "accounts/tenancy.py"
WALLS = [
    Mutant("a project's filter, alone", TENANCY, "get_queryset().filter(project_id=scope.project_id)", "get_queryset()", MODELS, ONE_TABLE),
    Mutant("an account's filter, alone", TENANCY, ".filter(**{self.column: current_scope().account_id})", "", MODELS, ONE_TABLE),
    Mutant("a manager outside a tenant", TENANCY, '        raise NoTenant("No tenant is open.")\n', "        return Scope(0, 0)\n", MODELS),
    Mutant(
        "a tenant's policy",
        "accounts/migrations/_operations.py",
        "USING ({is_open}) WITH CHECK ({is_open})",
        "USING (true) WITH CHECK (true)",
        MODELS,
    ),
    Mutant(
        "staff need no grant in force",
        "accounts/migrations/sql/staff_policies.sql",
        "    USING (revoked_at IS NULL AND ends_at > clock_timestamp());",
        "    USING (true);",
        ("tests/accounts/staff/test_walls.py",),
    ),
]

MUTANTS = [*CAPABILITIES, *PROJECTS, *KEYS, *MEMBERS, *VISITORS, *WALLS]
