"""Seeds one customer with every hostile word in every field that a visitor, an operator or a partner can set: a row a word."""

from __future__ import annotations

import itertools
import json

from playwright.sync_api import Page

from tests.browser.customers import Customer
from tests.browser.hostile_fields import FIRST, SEEDED
from tests.browser.house import DATABASE
from tests.browser.people import Cast, Operator, Visitor
from tests.databases import sql
from tests.hostile import PAYLOADS

LONGEST = max(PAYLOADS, key=len)  # a way out of everything at once
A_WORLD = 1_000  # ids, of which a word takes one; the next customer's begin behind them
_worlds = itertools.count()


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
    of_project = f"t.project_id = {project}"
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
        *_prepared(project),
        *_of_help(project),
        copy("chat_ban", of_project, random_id("public_id")),
        copy("integrations_integration", of_project, {"health": "'failing'", "confirmed_at": "now()", **random_id("public_id")}),
        *_sent(project, talk),
        *_of_the_desk(project, talk),
        *_of_rules(project),
        *_of_mails(project, talk),
        *_of_notices(project, talk, customer),
        *_of_account(project, account, customer),
    ]
    _behind_every_wall(statements)


def _of_account(project: str, account: str, customer: Customer) -> list[str]:
    """Its people, keys, papers and projects."""
    of_account = f"t.account_id = {account}"
    return [
        f"UPDATE accounts_auditpersonal t SET value = words.p FROM {_words()} WHERE {of_account} AND words.n = 1 + t.id % {len(PAYLOADS)}",
        _invoice(account),
        _import(account),
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


def _behind_every_wall(statements: list[str]) -> None:
    script = "SET session_replication_role = replica;\n" + "\n".join(f"{one};" for one in statements)
    sql(script.replace(str(FIRST), str(FIRST + next(_worlds) * A_WORLD)), DATABASE)


def _by_turns() -> dict[str, str]:
    kinds = {"kind": ("form", "text"), "author_kind": ("operator", "visitor")}
    return {name: f"CASE WHEN n % 8 = 4 THEN '{asks}' ELSE '{says}' END" for name, (asks, says) in kinds.items()}


def _prepared(project: str) -> list[str]:
    """What a team has prepared: nobody prepares anything in this story, so these have no row to be copied from."""
    ready = {"project_id": project, "created_at": "now()", **random_id("public_id")}
    counts = {"tag": {"used": "0", "hue": "0"}, "cannedreply": {"used": "0"}, "macro": {"used": "0"}, "savedview": dict[str, str]()}
    return [copy(f"chat_{name}", None, {**ready, **more}) for name, more in counts.items()]


def _of_help(project: str) -> list[str]:
    """A topic, a published article and a search in vain for each word."""
    ours, under = {"project_id": project, "created_at": "now()"}, {"slug": "'hostile-' || n", "place": "n"}
    told = {"project_id": project, "article_id": f"n + {FIRST}", "language": "'en'", "edited_at": "now()", "published_at": "now()"}
    picture = {"key": "'hostile' || n", "type": "'image/png'", "width": "1", "height": "1", "held": "0"}
    return [
        copy("help_category", None, {"project_id": project, **under, "icon": "'book'", **random_id("public_id")}),
        copy("help_article", None, {**ours, **under, "category_id": f"n + {FIRST}", **random_id("public_id")}),
        copy("help_articletext", None, {**told, "number": "1", "minutes": "1"}),
        copy("help_edition", None, {"project_id": project, "text_id": f"n + {FIRST}", "number": "1", "at": "now()"}),
        copy("help_picture", None, {**ours, **picture, **random_id("public_id")}),
        copy("help_word", None, {"project_id": project}),
        copy("help_missedsearch", None, {"project_id": project, "language": "'en'", "times": "1", "last_at": "now()"}),
    ]


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


def _of_the_desk(project: str, talk: str) -> list[str]:
    """Files, what was agreed to, departments, days off, keys; and the desk's own words, one row a project."""
    ours = {"project_id": project, "created_at": "now()"}
    file = {"key": "gen_random_uuid()", "author_kind": "'visitor'", "author_id": "1", "type": "'application/pdf'", "state": "'ready'"}
    sizes = {"size": "5", "held": "5", "reason": "''", "place": "0", "touched_at": "now()"}
    of_line = {"conversation_id": f"({talk})", "number": "n + 1", **random_id("public_id"), **random_id("client_id")}
    agreed = {"project_id": project, "visitor_id": f"n + {FIRST}", "agreed": "true", "at": "now()", "address_hash": "''"}
    words, imported = quoted(LONGEST[:300]), {"imported": "false"}
    desk = "keeps_hours, zone, country, region, when_away, away_text, replies_within_min, way, capacity, quiet_after_min, away_after_min, "
    desk += "accept_within_s, asks_before, asks_away, consent_text, consent_href, rating"
    row = f"false, 'UTC', '', '', 'form', {words}, 0, 'manual', 5, 30, 15, 120, '[]', '[]', '', 'https://acme.example/' || {words}, true"
    return [
        copy("chat_attachment", None, {**ours, **file, **sizes, **of_line}),
        copy("chat_consent", None, agreed),
        copy("chat_department", None, {**ours, "offered": "true", "way": "''", **random_id("public_id")}),
        copy("chat_specialday", None, {"project_id": project, "date": "date '2030-01-01' + n::int", "open": "'[]'::jsonb", **imported}),
        copy("chat_identitykey", None, {**ours, "kid": "'k' || n", "sealed": "''"}),
        copy("chat_unsignedcall", None, {"project_id": project, "last_at": "now()"}),
        f"INSERT INTO chat_desk (project_id, {desk}) SELECT {project}, {row}",
    ]


def _of_rules(project: str) -> list[str]:
    """A rule a word; the first are on, and everybody who has not talked yet is shown one of them."""
    rule = {"project_id": project, "place": "n", "active": "n <= 5", "sender": "'project'", "often": "'once'", "asks": "'[]'::jsonb"}
    return [copy("rules_rule", None, {**rule, "created_at": "now()", "edited_at": "now()", **random_id("public_id")})]


def _of_mails(project: str, talk: str) -> list[str]:
    ours = {"project_id": project, "conversation_id": f"({talk})", **random_id("public_id")}
    come = {"address_id": "1", "number": "n + 1", "key": "'hostile' || n", "outcome": "'taken'", "cut": "false", "arrived_at": "now()"}
    letter = {"kind": "'reply'", "state": "'failed'", "since": "now()", "tries": "1", "first": "1", "last": "n + 1"}
    return [
        copy("mail_arrival", None, {**ours, **come, **dict.fromkeys(("spf", "dkim", "dmarc"), "'pass'")}),
        copy("mail_letter", None, {**ours, **letter, "ended_at": "now()", "asks_rating": "false", "unsure": "0"}),
    ]


def _of_notices(project: str, talk: str, customer: Customer) -> list[str]:
    """Olga's browsers, and a call that went out to each."""
    olga = f"(SELECT id FROM accounts_user WHERE email = '{customer.olga}')"
    member = f"(SELECT id FROM accounts_member WHERE user_id = {olga})"
    device = {"user_id": olga, "created_at": "now()", "renewed_at": "now()", "ended_at": "now()", "ended_why": "'gone'", "unheard": "0"}
    keys = {"p256dh": "'x'", "auth": "'x'", **random_id("public_id"), "endpoint_hash": "md5('hostile' || gen_random_uuid())"}
    call = {"project_id": project, "id": str(FIRST), "conversation_id": f"({talk})", "member_id": member, "event": "'reply'", "number": "1"}
    columns = ", ".join((*call, "at", "why_not"))
    ring = {"project_id": project, "call_id": str(FIRST), "channel": "'push'", "state": "'failed'", "tries": "1", "heard_in": "''"}
    return [
        copy("notices_device", None, {**device, **keys}),
        f"INSERT INTO notices_call ({columns}) SELECT {', '.join(call.values())}, now(), ''",
        copy("notices_ring", None, {**ring, **random_id("public_id")}),
    ]


def _import(account: str) -> str:
    """An archive a word: refused, for a row that says it too."""
    counts = {"size": "1", "done": "0", "total": "0", "fault_count": "1", "tries": "1"}
    said = {"state": "'refused'", "stage": "'checking'", "key": "''", "by_id": "''", **counts}
    times = dict.fromkeys(("created_at", "touched_at", "ended_at"), "now()")
    return copy("imports_import", None, {"account_id": account, **said, **times, **random_id("public_id"), **random_id("target")})


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
    values = {"id": f"n + {FIRST}", **changed, **SEEDED.get(table, {})}
    made = ", ".join(f"'{column}', {value}" for column, value in values.items())
    row = f"(SELECT t FROM {table} t WHERE {where} ORDER BY t.id LIMIT 1)" if where else f"NULL::{table}"
    return f"INSERT INTO {table} SELECT made.* FROM {_words()}, LATERAL jsonb_populate_record({row}, jsonb_build_object({made})) AS made"
