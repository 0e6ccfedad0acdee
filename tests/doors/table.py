"""Every door of Parley over HTTP, and what each reader gets there. A door that is missing here fails the suite."""

from __future__ import annotations

from tests.doors import files, imports
from tests.doors.automatic import AUTOMATIONS
from tests.doors.help import HELP_PUBLIC, HELP_TEAM
from tests.doors.identity import SIGNED
from tests.doors.kinds import (
    ADMINS_PAGE,
    ASKED_AGAIN,
    ASKED_WHO,
    DONE,
    FOREIGN,
    FOREIGN_PAGE,
    LAST_OWNER,
    MINE,
    NOT_LATELY,
    NOT_THEIRS,
    OWN,
    OWN_KEYS,
    OWN_PAGE,
    OWNERS,
    PAGE,
    PARTNERS,
    READERS_PAGE,
    STRANGERS,
    Door,
    admins,
    everybody,
    operators,
    pressers,
    repliers,
)
from tests.doors.looks import LOOKS
from tests.doors.mails import MAILS
from tests.doors.notices import NOTICES
from tests.doors.readers import PEOPLE, READERS
from tests.doors.reports import REPORTS
from tests.doors.table_of_the_desk import DESK
from tests.doors.work import WORK

WITHIN = "/api/v1/projects/{project}/"
ONE = WITHIN + "conversations/{conversation}"
NEW = {"client_id": "11111111-2222-4333-8444-555555555555", "text": "Hello"}
ASKED = {"client_id": NEW["client_id"], "asks": ["email"], "purpose": "to write back"}
FRAMES = [{"type": "hello", "ref": 1}, {"type": "resume", "ref": 2, "conversation": "{conversation}", "after": 0}]

REST = [
    Door("/api/v1/projects", operators(**dict.fromkeys(STRANGERS, 200))),
    Door("/api/v1/projects/{project}", operators()),
    Door("/api/v1/projects/{project}", admins(), "patch", {"name": "Mine"}),
    Door(WITHIN, operators()),
    Door(WITHIN, admins(), "patch", {"name": "Mine"}),
    Door(WITHIN + "conversations", operators(), shows=True),
    Door(WITHIN + "conversations", repliers(201), "post", {**NEW, "visitor": "{visitor}"}, shows=True),
    Door(WITHIN + "conversations/counts", operators()),
    Door(ONE, operators(), shows=True),
    Door(ONE, repliers(), "patch", {"status": "closed"}, shows=True),
    Door(ONE, repliers(), "patch", {"assignee": None}, shows=True),
    Door(ONE + "/messages", operators(), shows=True),
    Door(ONE + "/messages", repliers(201), "post", NEW),
    Door(WITHIN + "feed", operators(), shows=True),
    Door(WITHIN + "search?q=hello", operators()),
    Door(ONE + "/mails/{mail}", operators(), shows=True),
    Door(ONE + "/forms", repliers(201), "post", ASKED),
    Door(WITHIN + "operators", operators()),
    Door(WITHIN + "visitors/online", repliers(), shows=True),
    Door(WITHIN + "visitors/{visitor}", operators(), shows=True),
    Door(WITHIN + "visitors/{visitor}/answers", operators(), shows=True),
    Door(WITHIN + "visitors/{visitor}/export", ASKED_WHO, "post", {}),
    Door(WITHIN + "visitors/{visitor}/erase", ASKED_WHO, "post", {}),
    Door(WITHIN + "exports", admins()),
    Door(WITHIN + "exports", ASKED_WHO, "post", {}),
    Door("/api/v1/live/frames", operators(), "post", {"v": 1, "projects": ["{project}"], "frames": FRAMES}, shows=True),
    Door("/api/v1/live/feed?project={project}&cursor={project}:1:0", operators(), shows=True),
]

REST += files.WITHIN_PROJECTS

# Data leaves only when an operator presses.
HOOK = WITHIN + "integrations/{integration}"
SENT = WITHIN + "deliveries/{delivery}"
PRESS = {"conversation": "{conversation}", "request_id": "11111111-2222-4333-8444-555555555555"}
ELSEWHERE = [
    Door(WITHIN + "integrations", operators(), shows=True),
    Door(HOOK, operators(), shows=True),
    Door(HOOK + "/preview", pressers(), "post", PRESS, shows=True),
    Door(HOOK + "/forwards", pressers(202), "post", PRESS, shows=True),
    Door(WITHIN + "deliveries", operators(), shows=True),
    Door(SENT, operators(), shows=True),
    Door(SENT + "/resend", pressers(409), "post", {"reason": "Again"}),  # it is on its way
    Door(SENT + "/try-now", pressers(), "post", shows=True),
    Door(SENT + "/cancel", pressers(), "post", shows=True),
]

LOG = "/panel/{project}/settings/integrations/{integration}/forwards/"
PANEL = [
    Door("/panel/{project}/inbox/", PAGE),
    Door("/panel/{project}/inbox/{conversation}/", PAGE),
    Door("/panel/{project}/inbox/{conversation}/paper/", PAGE, shows=True),
    Door("/panel/{project}/inbox/{conversation}/paper.txt", PAGE, shows=True),
    Door("/panel/{project}/inbox/{conversation}/paper.pdf", PAGE),  # compressed: tests/panel/papers reads it
    Door("/panel/{project}/visitors/", PAGE),
    Door("/panel/{project}/install/", PAGE),
    Door("/panel/{project}/team/", ADMINS_PAGE),
    Door("/panel/{project}/team/", {**ADMINS_PAGE, "ada": 302, "olga": 302}, "post", {}),
    Door("/panel/{project}/settings/", ADMINS_PAGE),
    Door("/panel/{project}/settings/", ADMINS_PAGE, "post", {"name": "Mine"}),
    Door("/panel/settings/integrations/", {**READERS_PAGE, "gus": 302, "ada": 302, "olga": 302}),
    Door("/panel/{project}/settings/integrations/", ADMINS_PAGE),
    Door("/panel/{project}/settings/integrations/new/slack/", ADMINS_PAGE),
    Door("/panel/{project}/settings/integrations/new/slack/", {**ADMINS_PAGE, "ada": 400, "olga": 400}, "post", {}),
    Door("/panel/{project}/settings/integrations/{integration}/", ADMINS_PAGE),
    Door("/panel/{project}/settings/integrations/{integration}/", {**ADMINS_PAGE, "ada": 404, "olga": 404}, "post", {}),  # no such act
    Door(LOG, PAGE),
    Door(LOG + "{delivery}/", PAGE, shows=True),
    *(Door(LOG + rest, {**PAGE, **dict.fromkeys(("vic", "oscar", "ada", "olga"), 404)}, "post", {}) for rest in ("", "{delivery}/")),
    Door("/panel/", dict.fromkeys(READERS, 302)),
    Door("/panel/projects/new/", {**MINE, "pia": 302}),  # a partner has none: led to their own pages
    Door("/panel/settings/bans/", {**OWN_PAGE, "vic": 403}),  # of the projects that the asker may enter
]


# What everybody may open, or what is about the asker alone: nothing of any customer stands there.
OPEN = [
    Door("/", everybody()),
    Door("/accounts/login/", everybody(**dict.fromkeys(PEOPLE, 302))),
    Door("/accounts/signup/", everybody(**dict.fromkeys(PEOPLE, 302))),
    Door("/accounts/logout/", MINE),
    Door("/accounts/inactive/", everybody()),
    Door("/accounts/confirm-email/", everybody()),
    Door("/accounts/confirm-email/no-such-key/", everybody()),
    Door("/accounts/password/reset/", everybody()),
    Door("/accounts/password/reset/done/", everybody()),
    Door("/accounts/password/reset/key/abc-def/", everybody()),
    Door("/accounts/password/reset/key/done/", everybody()),
    # About the asker's own sign-in alone. Who did not sign in just now is asked again before a change (302).
    *(Door(f"/accounts/{path}/", MINE) for path in ("password/change", "email", "reauthenticate")),
    *(Door(f"/accounts/2fa/{path}/", ASKED_AGAIN) for path in ("app", "recovery-codes/new", "passkeys/add")),
    *(Door(f"/accounts/2fa/{path}/", {**MINE, **dict.fromkeys(PEOPLE, 404)}) for path in ("app/drop", "recovery-codes")),
    Door("/accounts/2fa/passkeys/1/drop/", ASKED_AGAIN),
    Door("/accounts/2fa/passkeys/1/rename/", ASKED_AGAIN),
    Door("/accounts/2fa/", everybody(302)),
    Door("/accounts/2fa/authenticate/", everybody(302)),
    Door("/accounts/2fa/reauthenticate/", everybody(302)),
    Door("/accounts/2fa/passkeys/login/", everybody(302)),
    Door("/accounts/2fa/passkeys/reauthenticate/", everybody(302)),
    Door("/panel/settings/security/", MINE),
    Door("/panel/settings/security/sessions/0/end/", {**MINE, **dict.fromkeys(PEOPLE, 404)}, "post", {}),
    Door("/panel/settings/security/sessions/end-others/", everybody(302), "post", {}),
    Door("/panel/settings/security/require/", {**OWNERS, "gus": 302, "olga": 302}, "post", {}),
    Door("/api/schema/", everybody()),
    Door("/api/docs/", everybody()),
    Door("/integrations/confirm/no-such-token/", everybody(404)),
    Door("/favicon.ico", everybody(301)),
    Door("/healthz", everybody()),
    Door("/readyz", everybody()),
    Door("/metrics", everybody()),
    Door("/demo/", everybody(302)),  # to 127.0.0.1: the shop stands across sites
    Door("/demo/ash-dinner-set/", everybody(302)),
    Door("/demo/ash-dinner-set/care/", everybody(302)),
    Door("/demo/delivery/", everybody(302)),
    Door("/demo/mail/", everybody()),
    Door("/demo/mail/no-such-mail/", everybody(404)),
    Door("/w/errors", everybody(204), "post", {"message": "x"}),
    Door("/w/v/NOTTHERE.js", everybody(404)),
]

# Public by their purpose: a project's key stands in its customers' pages. Nothing of a visitor or a conversation is there.
PUBLIC = [
    Door("/w/{key}.js", everybody()),
    Door("/w/{key}.json", everybody()),
    Door("/w/{key}/", everybody()),
    *HELP_PUBLIC,
]

# The visitor's doors know visitors' tokens only: for everybody else the asker is a new visitor, or nobody.
VISITORS = [
    Door("/w/api/frames", everybody(), "post", {"v": 1, "project": "{key}", "token": None, "frames": FRAMES}),
    Door("/w/api/feed?project={key}&conversation={conversation}&after=0", {**everybody(401), "wanda": 404}),
]

ACCOUNT = "/api/v1/account/"
TEAM = "/panel/settings/team/"

MEMBERS = [
    Door(ACCOUNT + "members", OWN),
    Door(ACCOUNT + "members/{member}", FOREIGN),
    Door(ACCOUNT + "members/{member}", LAST_OWNER, "patch", {"role": "viewer"}),
    Door(ACCOUNT + "members/{member}", {**LAST_OWNER, "key_gus": 404}, "delete"),  # who asks for no right to leave finds nobody to remove
    Door(ACCOUNT + "invitations", OWN),
    Door(ACCOUNT + "invitations", {**OWN, "gus": 400, "ada": 400, "olga": 400}, "post", {}),
    Door(ACCOUNT + "invitations/{invitation}", FOREIGN),
    Door(ACCOUNT + "invitations/{invitation}", {**FOREIGN, "ada": 204, "olga": 204}, "delete"),
    Door(ACCOUNT + "invitations/{invitation}/resend", FOREIGN, "post"),
    Door(ACCOUNT + "api-keys", OWN_KEYS),
    Door(ACCOUNT + "api-keys", {**OWN, "gus": 403, "ada": 403, "olga": 403}, "post", {}),  # nobody of them has just shown that it is them
    Door(ACCOUNT + "api-keys/{api_key}", NOT_THEIRS),
    Door(ACCOUNT + "api-keys/{api_key}", {**NOT_THEIRS, "ada": 204, "olga": 204}, "delete"),
    Door(TEAM, OWN_PAGE),
    Door(TEAM, {**FOREIGN_PAGE, "gus": 400, "ada": 400, "olga": 400}, "post", {}),
    Door(TEAM + "{member}/", FOREIGN_PAGE),
    Door(TEAM + "{member}/", {**FOREIGN_PAGE, "ada": 400, "olga": 400}, "post", {}),
    Door(TEAM + "{member}/remove/", {**FOREIGN_PAGE, "ada": 403, "olga": 409}, "post"),
    Door(TEAM + "invitations/{invitation}/resend/", DONE, "post"),
    Door(TEAM + "invitations/{invitation}/revoke/", DONE, "post"),
    Door("/panel/settings/api-keys/", OWN_PAGE),
    Door("/panel/settings/api-keys/", OWN_PAGE, "post", {}),
    Door("/panel/settings/api-keys/{api_key}/revoke/", {**DONE, "lena": 404, "vic": 404, "oscar": 404}, "post"),
    Door("/accounts/invitation/no-such-token/", everybody(404)),
]

# A way in of their own is for owners to connect. Where somebody sets out knows nobody yet; a provider that is not there is a 404.
SIGN_IN = "/panel/settings/single-sign-on/"
NO_PROVIDER = "/accounts/sso/00000000-0000-4000-8000-000000000000/"
SINGLE_SIGN_ON = [
    Door(SIGN_IN, OWNERS),
    Door(SIGN_IN, OWNERS, "post", {}),
    Door(SIGN_IN + "check/", {**OWNERS, "gus": 404, "olga": 404}, "post", {}),
    Door(SIGN_IN + "require/", {**OWNERS, "gus": 302, "olga": 302}, "post", {}),
    Door(SIGN_IN + "remove/", {**OWNERS, "gus": 404, "olga": 404}, "post", {}),
    Door("/accounts/sso/", everybody()),
    Door(NO_PROVIDER, everybody(404)),
    Door(NO_PROVIDER, everybody(404), "post", {}),
    Door(NO_PROVIDER + "callback/", everybody(404)),
]

# Letting staff in is for owners; nobody who knocks here is one of Acme's. What Gus finds is his own account's.
SUPPORT = [
    Door("/panel/settings/support-access/", OWNERS),
    Door("/panel/settings/support-access/", OWNERS, "post", {}),
    Door("/panel/settings/support-access/{grant}/revoke/", {**DONE, "ada": 403}, "post"),
    Door(ACCOUNT + "grants", {**OWN, "ada": 403}),
    Door(ACCOUNT + "grants", {**OWN, "gus": 403, "ada": 403, "olga": 403}, "post", {}),
    Door(ACCOUNT + "grants/{grant}", {**FOREIGN, "ada": 403}),
    Door(ACCOUNT + "grants/{grant}", {**FOREIGN, "ada": 403, "olga": 204}, "delete"),
    Door("/security/", everybody()),
    Door("/.well-known/security.txt", everybody()),
]

# The audit log is for owners and admins; gus reads that of his own account.
AUDIT = [
    Door(ACCOUNT + "audit", {**OWN, "service": 200}),
    Door("/panel/settings/audit/", READERS_PAGE),
    Door("/panel/settings/audit/1/", READERS_PAGE),
    Door("/panel/settings/audit/export.csv", READERS_PAGE),
    Door("/panel/settings/audit/export.jsonl", READERS_PAGE),
]

# Copies of everything, and erasure: for owners and admins. Nobody who knocks has just shown that it is them.
PRIVACY = [
    Door(ACCOUNT + "exports", {**OWN, "service": 200}),
    Door(ACCOUNT + "exports", {**OWN, **NOT_LATELY, "gus": 403}, "post", {}),
    Door(ACCOUNT + "exports/{export}", {**FOREIGN, "service": 200}),
    Door(ACCOUNT + "exports/{export}", {**FOREIGN, "service": 204, "ada": 204, "olga": 204}, "delete"),
    Door(ACCOUNT + "erasures", {**OWN, "service": 200}),
    Door(ACCOUNT + "erasures", {**OWN, "gus": 403, "ada": 403, "olga": 403}, "post", {}),
    Door(ACCOUNT + "erasures/{erasure}", {**FOREIGN, "service": 200}),
    Door(ACCOUNT + "erasures/{erasure}", {**FOREIGN, "service": 200}, "delete"),
    Door("/panel/settings/data/", READERS_PAGE),
    Door("/panel/settings/data/", {**DONE, "gus": 302}, "post", {}),
    Door("/panel/settings/data/{export}/", {**FOREIGN_PAGE, "ada": 404, "olga": 404}),
]

# Plan and billing are the owner's: gus sees his own account's, the others none.
BILL = "/panel/settings/billing/"
NO_INVOICE = BILL + "invoices/00000000-0000-4000-8000-000000000000/"
BILLING = [
    Door(ACCOUNT + "subscription", {**OWN, "ada": 403}),
    Door(ACCOUNT + "invoices", {**OWN, "ada": 403}),
    Door(BILL, OWNERS),
    Door(BILL, {**OWNERS, "gus": 302, "olga": 302}, "post", {}),
    Door(BILL + "pay/", {**OWNERS, "gus": 302, "olga": 302, "tom": 404}, "post", {}),
    Door(BILL + "free/", {**OWNERS, "gus": 302, "olga": 302}, "post", {}),
    Door(NO_INVOICE, {**OWNERS, "gus": 404, "olga": 404}),
    Door(NO_INVOICE + "pdf/", {**OWNERS, "gus": 404, "olga": 404}),
    # The payment company's signature is all that opens it.
    Door("/billing/callbacks/card_page/", everybody(403), "post", {}),
]

# Partners see their own, and no member of an account sees any of it.
STATEMENT = "/partners/statements/00000000-0000-4000-8000-000000000000/"
PARTNER = [
    Door("/r/nobody", everybody(302)),
    Door("/partners/sign-in/", everybody(302)),
    Door("/partners/apply/", everybody(pia=302)),
    Door("/partners/", everybody(302, pia=200)),
    *(Door(f"/partners/{path}", PARTNERS) for path in ("links/", "ledger.csv", "tax/", "privacy/")),
    Door("/partners/tax/", {**PARTNERS, "pia": 400}, "post", {}),
    Door("/partners/tax/certificate/", {**PARTNERS, "pia": 404}),
    Door("/partners/tax/certificate/", {**PARTNERS, "pia": 302}, "post", {}),
    *(Door(STATEMENT + path, {**PARTNERS, "pia": 404}) for path in ("", "pdf/", "csv/")),
    # Pia has not just shown that it is her.
    *(Door(f"/partners/{path}/", {**PARTNERS, "pia": 302}, "post", {}) for path in ("export", "erase")),
]

APART = [*AUTOMATIONS, *HELP_TEAM, *LOOKS, *MAILS, *NOTICES, *REPORTS, *SIGNED, *files.OF_VISITORS]  # each in a file of its own
OURS = [*REST, *ELSEWHERE, *PRIVACY, *imports.IMPORTS, *AUDIT, *BILLING, *SUPPORT, *SINGLE_SIGN_ON, *MEMBERS, *PANEL]
DOORS = [*APART, *DESK, *WORK, *PARTNER, *OURS, *OPEN, *PUBLIC, *VISITORS]
