"""Which fields hold people's words, and how a hostile one gets into each: all that `hostile_world` copies, and why some are not."""

from __future__ import annotations

FIRST = 50_000_000  # internal ids from here on are ours
# What stands in a copied row instead of its template's value: SQL in which `p` is the word and `n` its place.
TEXT, LIST, SHORT = "to_jsonb({})", "jsonb_build_array({})", "to_jsonb(left(p, {}))"


def cut(length: int) -> str:
    return SHORT.format(length)


PAGES = "jsonb_build_array(jsonb_build_object('url', p, 'title', p, 'at', '2026-01-01T00:00:00Z'))"
LOOKS = """jsonb_build_object('mark', left(p, 2), 'opener', left(p, 80), 'inline', left(p, 80), 'only_on', jsonb_build_array(left(p, 70)),
    'texts', jsonb_build_object('en', jsonb_build_object('Send us a message', left(p, 300))))"""
ALL = TEXT.format("p")
# Every eighth line asks for something, in an operator's words.
ASKED = """jsonb_build_object('form_id', gen_random_uuid(), 'asks', jsonb_build_array('email', 'consent'), 'purpose', left(p, 200),
    'consent', jsonb_build_object('version', left(p, 12), 'text', left(p, 500)))"""
BY_MAIL = "jsonb_build_object('mail', jsonb_build_object('verdict', 'pass', 'sender', p, 'files', jsonb_build_array(p)))"
# An article as it is kept, with words where only elements and addresses belong: no row may become markup.
NODES = """jsonb_build_array(jsonb_build_array('p', jsonb_build_object(), p), jsonb_build_array(p, jsonb_build_object(p, p), p),
    jsonb_build_array('a', jsonb_build_object('href', p, 'onclick', p), p), p)"""
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
        "events": "jsonb_build_array(jsonb_build_object('name', p, 'data', jsonb_build_object(p, p), 'at', '2026-01-01T00:00:00Z'))",
    },
    "chat_conversation": {
        "subject": cut(200),
        "tags": "jsonb_build_array(left(p, 60))",
        "rating_comment": cut(1000),
        "last_text": ALL,
    },
    "chat_message": {"text": ALL, "data": f"CASE n % 8 WHEN 4 THEN {ASKED} WHEN 5 THEN {BY_MAIL} END"},
    "chat_attachment": {"name": cut(160)},
    "chat_consent": {"version": cut(12), "text": cut(500), "page": cut(500)},
    "chat_department": {"name": "to_jsonb(n || left(p, 50))", "pages": LIST.format("left(p, 200)")},
    "chat_specialday": {"name": cut(80)},
    "chat_identitykey": {"made_by": cut(120)},
    "chat_unsignedcall": {"host": "to_jsonb(n || left(p, 200))"},
    "rules_rule": {
        "name": cut(80),
        "conditions": "jsonb_build_array(jsonb_build_object('fact', 'page', 'how', 'not', 'value', left(p, 60)))",
        "text": cut(280),
        "translations": "jsonb_build_object('de', left(p, 280))",
        "answers": LIST.format("left(p, 40)"),
        "tag": cut(60),
        "edited_by": cut(120),
    },
    "mail_arrival": {
        "sender": cut(254),
        "subject": cut(300),
        "original": ALL,
        "files": "jsonb_build_array(jsonb_build_object('name', p, 'type', p, 'size', 1))",
    },
    "mail_letter": {"to": cut(254), "detail": cut(200)},
    "notices_ring": {"detail": cut(300)},
    "imports_import": {"name": cut(160), "by_name": cut(120), "faults": LIST.format("p")},
    "notices_device": {"endpoint": "to_jsonb(n || p)", "user_agent": cut(300), "detail": cut(300), "test_trouble": cut(300)},
    "chat_tag": {"name": "to_jsonb(n || left(p, 50))"},
    "chat_cannedreply": {"shortcut": "to_jsonb(n || left(p, 36))", "text": cut(5000)},
    "chat_macro": {"name": "to_jsonb(n || left(p, 50))", "does": "jsonb_build_object('text', p, 'kind', 'note')"},
    "chat_savedview": {"name": cut(60), "wants": "jsonb_build_object('q', left(p, 100))"},
    "help_category": {"names": "jsonb_build_object('en', left(p, 60))"},
    "help_articletext": {
        **{name: cut(160) for name in ("title", "shown_title")},
        **{name: cut(200) for name in ("excerpt", "shown_excerpt")},
        **{name: cut(120) for name in ("edited_by", "published_by")},
        **{name: LIST.format("left(p, 40)") for name in ("title_words", "words")},
        "body": ALL,
        "shown": NODES,
    },
    "help_edition": {"title": cut(160), "excerpt": cut(200), "body": ALL, "by": cut(120)},
    "help_picture": {"name": cut(160)},
    "help_word": {"word": "to_jsonb(n || left(p, 36))"},
    "help_missedsearch": {"question": "to_jsonb(n || left(p, 90))"},
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
    "accounts_project": {"name": cut(120), "website": cut(253), "greeting": cut(200), "email": cut(254), "looks": LOOKS},
}
# One row an account, or made by the product from what stands above; and what only the product itself writes.
ELSEWHERE = {
    "accounts_account": "one row: seed() puts a word into it",
    "accounts_signinprovider": "one row: seed() puts a word into it",
    "accounts_subscription": "one row: seed() puts words into it",
    "chat_desk": "one row: seed() puts words into it",
    "accounts_invoiceline": "the product's own words",
    "accounts_auditrecord": "the product's own words; what people said is in accounts_auditpersonal",
    "accounts_auditpersonal": "written by people's acts: seed() puts a word into each",
    "accounts_look": "written when staff look",
    "accounts_repeatable": "answers of the API, for programs alone and for a day",
    "chat_merge": "copies a member's name",
    "chat_searchentry": "made from the messages by a follower",
    "chat_searchword": "made from the messages by a follower",
    "reports_fact": "numbers, ids and moments, made from the conversations by a follower",
    "accounts_erasure": "copies a member's name",
    "accounts_export": "copies a member's name",
    "accounts_staffpasskey": "staff name their own, and no screen of a customer's shows it",
}
OURS = {
    "chat_visitor": {"devices"},
    "chat_attachment": {"key", "type", "author_kind", "reason"},
    "chat_filespace": {"refused_sorts"},
    "chat_consent": {"address_hash"},
    "chat_specialday": {"open"},
    "chat_identitykey": {"kid", "sealed"},
    "rules_manners": {"zone"},
    "rules_rule": {"asks"},
    "mail_arrival": {"key", "spf", "dkim", "dmarc"},
    "mail_replyaddress": {"to_hash", "known"},
    "mail_stop": {"address_hash"},
    "notices_ring": {"heard_in"},
    "imports_import": {"state", "stage", "key", "by_id"},
    "notices_device": {"endpoint_hash", "p256dh", "auth"},
    "notices_manner": {"time_zone", "language"},
    "chat_conversation": {"status", "last_author_kind"},
    "chat_message": {"author_kind", "kind"},
    "help_centre": {"languages"},
    "help_category": {"slug"},
    "help_article": {"slug"},
    "help_articletext": {"language"},
    "help_picture": {"key", "type"},
    "help_missedsearch": {"language"},
    "chat_ban": set[str](),
    "integrations_integration": {"connector", "sealed", "fields", "health"},
    "chat_form": {"asks", "consent_version"},
    "chat_answer": {"ask"},
    "integrations_forward": {"method"},
    "integrations_delivery": {"state"},
    "integrations_attempt": set[str](),
    "accounts_invoice": {"plan", "currency", "seller", "note"},
    "accounts_member": {"role"},
    "accounts_user": {"password", "language"},
    "accounts_invitation": {"role", "projects"},
    "accounts_apikey": {"prefix", "scopes"},
    "accounts_grant": {"scope"},
    "accounts_project": {"key", "slug", "color", "allowed_domains"},
}
