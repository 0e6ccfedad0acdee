"""Fills one project as superuser: thousands of open conversations, and one thread of thousands of lines.

Walls do not speak to a superuser's replica session, so the rows name only each other.
"""

from __future__ import annotations

from bench.house import House
from bench.world import Site

CONVERSATIONS = 5_000
LINES = 20  # of each
LONG = 2_000  # of the one that has waited longest
FIRST = 1_000_000  # internal ids, above those that were settled

FILL = """
SET session_replication_role = replica;
INSERT INTO account_emailaddress (email, verified, "primary", user_id) SELECT email, true, true, id FROM accounts_user;
INSERT INTO chat_visitor (id, public_id, project_id, token_hash, external_id, name, email, phone, verified, data, locale, device, referrer,
                          pages, visits, first_seen_at, last_seen_at)
    SELECT {first} + n, gen_random_uuid(), {project}, ''::bytea, '', 'Visitor ' || n, '', '', false, '{{}}', 'en', '', '', '[]', 1,
           now(), now()
    FROM generate_series(1, {conversations}) n;
INSERT INTO chat_conversation (id, public_id, project_id, number, visitor_id, status, subject, priority, rating_comment, last_number,
                               last_public_number, from_visitor, from_team, waiting_since, last_text, last_author_kind, last_author_id,
                               last_at, visitor_read, visitor_seen, operator_read, created_at, updated_at)
    SELECT {first} + n, gen_random_uuid(), {project}, {first} + n, {first} + n, 'open', '', 0, '', lines, lines, lines / 2, lines / 2,
           now() - n * interval '1 minute', 'Does the blue bowl fit into the parcel, and when does it come?', 'visitor', {first} + n,
           now(), lines, 0, 0, now(), now()
    FROM (SELECT n, CASE n WHEN {conversations} THEN {long} ELSE {lines} END AS lines FROM generate_series(1, {conversations}) n) each;
INSERT INTO chat_message (project_id, conversation_id, number, public_number, author_kind, author_id, client_id, kind, text, created_at)
    SELECT {project}, c.id, n, n, CASE n % 2 WHEN 1 THEN 'visitor' ELSE 'operator' END,
           CASE n % 2 WHEN 1 THEN c.visitor_id ELSE (SELECT min(id) FROM accounts_member) END, gen_random_uuid(), 'text',
           'Line ' || n || ': does the blue bowl fit into the parcel, and when does it come?',
           now() - (c.last_number - n) * interval '1 minute'
    FROM chat_conversation c, generate_series(1, c.last_number) n WHERE c.project_id = {project} AND c.id > {first};
UPDATE chat_counter SET last_number = 2 * {first} WHERE project_id = {project};
ANALYZE;
"""
LONGEST = "COPY (SELECT public_id FROM chat_conversation WHERE id = {id}) TO STDOUT;"


def fill(house: House, site: Site) -> str:
    """Fill the site, and give the public id of its long conversation."""
    numbers = {"first": FIRST, "project": site.id, "conversations": CONVERSATIONS, "lines": LINES, "long": LONG}
    house.sql(FILL.format(**numbers))
    return house.sql(LONGEST.format(id=FIRST + CONVERSATIONS)).strip()
