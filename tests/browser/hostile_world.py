"""Seeds one customer with every hostile word in every field that a visitor, an operator or a partner can set: a row a word."""

from __future__ import annotations

import itertools
import json

from playwright.sync_api import Page

from tests.browser.customers import Customer
from tests.browser.house import DATABASE
from tests.browser.people import Cast, Operator, Visitor
from tests.databases import sql
from tests.hostile import PAYLOADS

LONGEST = max(PAYLOADS, key=len)  # a way out of everything at once
FIRST = 50_000_000  # internal ids from here on are ours
A_WORLD = 1_000  # ids, of which a word takes one; the next customer's begin behind them
_worlds = itertools.count()

# What stands in a copied row instead of its template's value: SQL in which `p` is the word and `n` its place.
TEXT, LIST, SHORT = "to_jsonb({})", "jsonb_build_array({})", "to_jsonb(left(p, {}))"


def cut(length: int) -> str:
    return SHORT.format(length)


PAGES = "jsonb_build_array(jsonb_build_object('url', p, 'title', p, 'at', '2026-01-01T00:00:00Z'))"
ALL = TEXT.format("p")
# Every eighth line asks for something, in an operator's words.
ASKED = """jsonb_build_object('form_id', gen_random_uuid(), 'asks', jsonb_build_array('email', 'consent'), 'purpose', left(p, 200),
    'consent', jsonb_build_object('version', left(p, 12), 'text', left(p, 500)))"""
SEEDED: dict[str, dict[str, str]] = {
    "chat_visitor": {
        "external_id": cut(200),
        "name": cut(120),
        "email": cut(254),
        "phone": cut(40),
        "data": "jsonb_build_object(left(p, 60), p)",
        "locale": cut(35),
        "device": cut(80),
        "referrer": cut(500),
        "pages": PAGES,
    },
    "chat_conversation": {
        "subject": cut(200),
        "tags": "jsonb_build_array(left(p, 60))",
        "rating_comment": cut(1000),
        "last_text": ALL,
    },
    "chat_message": {"text": ALL, "data": f"CASE WHEN n % 8 = 4 THEN {ASKED} END"},
    "chat_ban": {"target": cut(60), "reason": cut(300), "by_name": cut(120)},
    "integrations_integration": {
        "name": cut(80),
        "settings": "jsonb_build_object('address', left(p, 254))",
        "mapping": "jsonb_build_object('name', left(p, 80))",
        "disabled_reason": cut(300),
        "health_detail": cut(1024),
        "created_by": cut(120),
    },
    "chat_form": {"asked_by": cut(120), "purpose": cut(200), "consent_text": cut(500)},
    "chat_answer": {"value": ALL},
    "integrations_forward": {
        "actor_name": cut(120),
        "fields": "jsonb_build_array(left(p, 40))",
        "url": cut(2000),
        "content_type": cut(100),
        "headers": "jsonb_build_object(p, p)",
        "body": "to_jsonb(convert_to(p, 'UTF8'))",
    },
    "integrations_delivery": {"actor_name": cut(120), "reason": cut(200), "detail": cut(1024)},
    "integrations_attempt": {"detail": cut(1024)},
    "accounts_invoice": {"buyer": "jsonb_build_object('name', p, 'address', p, 'email', p, 'country', 'PT', 'vat_number', left(p, 20))"},
    "accounts_member": {"name": cut(120)},
    "accounts_user": {"email": f"to_jsonb(n + {FIRST} || left(p, 200))", "name": cut(120)},
    "accounts_invitation": {"email": "to_jsonb(left(p, 254))"},
    "accounts_apikey": {"name": cut(120)},
    "accounts_signinidentity": {"subject": "to_jsonb(n || left(p, 200))", "email": cut(254)},
    "accounts_grant": {"reason": cut(200)},
    "accounts_project": {"name": cut(120), "website": cut(253), "greeting": cut(200), "email": cut(254)},
}
# One row an account, or made by the product from what stands above; and what only the product itself writes.
ELSEWHERE = {
    "accounts_account": "one row: seed() puts a word into it",
    "accounts_signinprovider": "one row: seed() puts a word into it",
    "accounts_subscription": "one row: seed() puts words into it",
    "accounts_invoiceline": "the product's own words",
    "accounts_auditrecord": "the product's own words; what people said is in accounts_auditpersonal",
    "accounts_auditpersonal": "written by people's acts: seed() puts a word into each",
    "accounts_look": "written when staff look",
    "chat_searchentry": "made from the messages by a follower",
    "chat_searchword": "made from the messages by a follower",
    "accounts_erasure": "copies a member's name",
    "accounts_export": "copies a member's name",
    "accounts_staffpasskey": "staff name their own, and no screen of a customer's shows it",
}
OURS = {
    "chat_visitor": set[str](),
    "chat_conversation": {"status", "last_author_kind"},
    "chat_message": {"author_kind", "kind"},
    "chat_ban": set[str](),
    "integrations_integration": {"connector", "sealed", "fields", "health"},
    "chat_form": {"asks", "consent_version"},
    "chat_answer": {"ask"},
    "integrations_forward": {"method"},
    "integrations_delivery": {"state"},
    "integrations_attempt": set[str](),
    "accounts_invoice": {"plan", "currency", "seller", "note"},
    "accounts_member": {"role"},
    "accounts_user": {"password"},
    "accounts_invitation": {"role", "projects"},
    "accounts_apikey": {"prefix", "scopes"},
    "accounts_grant": {"scope"},
    "accounts_project": {"key", "slug", "color", "allowed_domains"},
}


def fill_with_words(cast: Cast, olga: Operator, vera: Visitor) -> None:
    """Vera talks, Olga makes one of everything by hand, and then every word stands everywhere."""
    vera.open()
    vera.say("The first line")
    olga.view("Unassigned")
    olga.open("The first line")
    _make_one_of_each(olga.page, cast)
    seed(cast.customer)


def _make_one_of_each(page: Page, cast: Cast) -> None:
    """An invitation, a key, a ban, a way to sign in, an integration and a grant, as Olga makes them: the seed copies them."""
    home = f"{cast.parley.url}/panel/settings"
    page.goto(f"{home}/team/")
    page.get_by_label("Email").fill("new@acme.example")
    page.get_by_role("button", name="Send invitation").click()
    page.goto(f"{home}/api-keys/")
    page.get_by_label("Name").fill("Script")
    page.get_by_role("button", name="Make key").click()
    page.goto(f"{home}/bans/")
    page.get_by_role("textbox", name="Who").fill("203.0.113.7")
    page.get_by_role("textbox", name="Why").fill("Spam")
    page.get_by_role("button", name="Ban", exact=True).click()
    page.goto(f"{home}/single-sign-on/")
    for label, words in (("Issuer", "https://login.acme.dev"), ("Client id", "parley"), ("Client secret", "secret")):
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Save").click()
    page.goto(f"{cast.parley.url}/panel/{cast.customer.project}/settings/integrations/new/email/")
    page.get_by_label("Address").fill("orders@acme.example")
    page.get_by_role("button", name="Connect Email").click()
    page.goto(f"{home}/support-access/")
    page.get_by_label("What for").fill("Look at this")
    page.get_by_role("button", name="Grant access").click()
    page.goto(f"{cast.parley.url}/panel/")
    page.wait_for_url("**/inbox/**")


def seed(customer: Customer) -> None:
    """Fill the customer's account. A visitor must have talked, and Olga must have made one of everything else."""
    project = f"(SELECT id FROM accounts_project WHERE public_id = '{customer.project}')"
    account = f"(SELECT account_id FROM accounts_project WHERE public_id = '{customer.project}')"
    of_project, of_account = f"t.project_id = {project}", f"t.account_id = {account}"
    talk = f"SELECT min(id) FROM chat_conversation t WHERE {of_project}"
    statements = [
        copy(
            "chat_message",
            f"{of_project} AND t.number = 1",
            {"number": "n + 1", "public_number": "n + 1", **_by_turns(), **random_id("client_id")},
        ),
        f"UPDATE chat_conversation SET last_number = {len(PAYLOADS) + 1}, last_public_number = {len(PAYLOADS) + 1} WHERE id = ({talk})",
        copy("chat_visitor", of_project, random_id("public_id")),
        copy("chat_conversation", of_project, {"number": "n + 10", "visitor_id": f"n + {FIRST}", **random_id("public_id")}),
        asked_and_answered(talk),
        copy("chat_form", of_project, random_id("public_id")),
        copy("chat_answer", of_project, {"form_id": f"n + {FIRST}"}),
        copy("chat_ban", of_project, random_id("public_id")),
        copy("integrations_integration", of_project, {"health": "'failing'", "confirmed_at": "now()", **random_id("public_id")}),
        *_sent(project, talk),
        f"UPDATE accounts_auditpersonal t SET value = words.p FROM {_words()} WHERE {of_account} AND words.n = 1 + t.id % {len(PAYLOADS)}",
        _invoice(account),
        f"UPDATE accounts_account t SET name = {quoted(LONGEST[:120])} WHERE id = {account}",
        f"UPDATE accounts_subscription t SET {_made_out_to()} WHERE {of_account}",
        copy("accounts_user", f"t.email = '{customer.oscar}'", {}),
        copy("accounts_member", f"{of_account} AND t.name LIKE 'Oscar%'", {"user_id": f"n + {FIRST}", **random_id("public_id")}),
        copy("accounts_invitation", of_account, {**random_id("public_id"), **random_hash("hash")}),
        copy("accounts_apikey", of_account, {**random_id("public_id"), **random_hash("hash")}),
        f"UPDATE accounts_signinprovider t SET client_id = {quoted(PAYLOADS[0])} WHERE {of_account}",
        _one_identity(of_account),
        copy("accounts_signinidentity", of_account, {"member_id": f"n + {FIRST}"}),
        copy("accounts_grant", of_account, random_id("public_id")),
        copy(
            "accounts_project",
            f"t.id = {project}",
            {"key": f"'hostile' || n + {FIRST}", "slug": f"'hostile-' || n + {FIRST}", **random_id("public_id")},
        ),
    ]
    _behind_every_wall(statements)


def _behind_every_wall(statements: list[str]) -> None:
    script = "SET session_replication_role = replica;\n" + "\n".join(f"{one};" for one in statements)
    sql(script.replace(str(FIRST), str(FIRST + next(_worlds) * A_WORLD)), DATABASE)


def _by_turns() -> dict[str, str]:
    kinds = {"kind": ("form", "text"), "author_kind": ("operator", "visitor")}
    return {name: f"CASE WHEN n % 8 = 4 THEN '{asks}' ELSE '{says}' END" for name, (asks, says) in kinds.items()}


def _sent(project: str, talk: str) -> list[str]:
    """A press a word, which failed once: nobody presses in this story, so these have no row to be copied from."""
    ours = {"project_id": project, "integration_id": f"n + {FIRST}", "conversation_id": f"({talk})", "actor_id": "1"}
    once = {"created_at": "now()", "status": "500", **random_id("public_id")}
    named = {"conversation": "gen_random_uuid()", "visitor": "gen_random_uuid()", "conversation_number": "1", **random_id("request_id")}
    forward = {**ours, "method": "'POST'", **named, "created_at": "now()", **random_id("public_id")}
    delivery = {**ours, **once, "forward_id": f"n + {FIRST}", "state": "'failed'", "tries": "1", "ended_at": "now()"}
    tried = {"project_id": project, "delivery_id": f"n + {FIRST}", "number": "1", "at": "now()", "took_ms": "5", "delivered": "false"}
    return [
        copy("integrations_forward", None, forward),
        copy("integrations_delivery", None, delivery),
        copy("integrations_attempt", None, tried),
    ]


def _invoice(account: str) -> str:
    times = dict.fromkeys(("period_start", "period_end", "issued_at"), "now()")
    amounts = dict.fromkeys(("net", "tax", "total", "credited", "given_back", "refused"), "0")
    words = {"plan": "'solo'", "currency": "'EUR'", "note": "''", "seller": "jsonb_build_object('name', 'Parley', 'address', 'Lisbon')"}
    own = {"account_id": account, "number": f"n + {FIRST}", **random_id("public_id")}
    return copy("accounts_invoice", None, {**own, **times, **amounts, **words})


def _made_out_to() -> str:
    words = {"name": LONGEST[:120], "address": LONGEST, "email": LONGEST[:254]}
    return ", ".join(f"invoice_{name} = {quoted(word)}" for name, word in words.items()) + f", vat_number = {quoted(PAYLOADS[0][:20])}"


def _words() -> str:
    return f"jsonb_array_elements_text($words${json.dumps(PAYLOADS)}$words$) WITH ORDINALITY AS words (p, n)"


def _one_identity(of_account: str) -> str:
    """Whom the copies of identities are made from: nobody comes in by a provider in this story."""
    columns = "account_id, provider_id, member_id, subject, email, second_step, last_at"
    row = f"SELECT account_id, id, {FIRST}, '', '', false, now() FROM accounts_signinprovider t WHERE {of_account}"
    return f"INSERT INTO accounts_signinidentity ({columns}) {row}"


def quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def asked_and_answered(talk: str) -> str:
    """The form and the answer that are copied."""
    return f"""
        WITH form AS (
            INSERT INTO chat_form (id, project_id, public_id, conversation_id, asked_by, asked_at, asks, purpose, consent_version,
                                   consent_text, answered_at)
            SELECT {FIRST}, project_id, gen_random_uuid(), id, '', now(), ARRAY['order'], '', '', '', now()
            FROM chat_conversation WHERE id = ({talk}) RETURNING id, project_id
        )
        INSERT INTO chat_answer (id, project_id, form_id, ask, value) SELECT id, project_id, id, 'order', '""' FROM form"""


def random_id(column: str) -> dict[str, str]:
    return {column: "gen_random_uuid()"}


def random_hash(column: str) -> dict[str, str]:
    return {column: "sha256(convert_to('hostile' || gen_random_uuid(), 'UTF8'))"}


def copy(table: str, where: str | None, changed: dict[str, str]) -> str:
    """Copy the first row that fits (None: an empty one), once for each word: with the word in every seeded field, and the keys that
    must differ."""
    values = {"id": f"n + {FIRST}", **changed, **SEEDED[table]}
    made = ", ".join(f"'{column}', {value}" for column, value in values.items())
    row = f"(SELECT t FROM {table} t WHERE {where} ORDER BY t.id LIMIT 1)" if where else f"NULL::{table}"
    return f"INSERT INTO {table} SELECT made.* FROM {_words()}, LATERAL jsonb_populate_record({row}, jsonb_build_object({made})) AS made"
