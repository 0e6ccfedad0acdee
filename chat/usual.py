"""How soon somebody usually answers in a project: from its own last conversations, for its visitors to read."""

from __future__ import annotations

import redis
from django.db import connection

from accounts.models import Project
from chat import doorbell

DAYS, TALKS = 14, 100  # what counts: so many days, and of those the newest conversations
ENOUGH = 5  # fewer say nothing about what is usual
KEPT_FOR_S = 3600
NOT_COUNTED = -1
# Minutes, as people say them; what takes longer than the last is nothing to tell a visitor.
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 480, 1440)

# From the visitor's first words to the first of an operator's. Who still waits, counts as waiting until now; who was never answered and
# waits no more, does not count.
_MEDIAN = """
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM coalesce(answer.created_at, now()) - words.created_at)), count(*)
FROM (
    SELECT c.id, c.status FROM public.chat_conversation c
    WHERE c.project_id = %(project)s AND c.created_at > now() - make_interval(days => %(days)s) ORDER BY c.id DESC LIMIT %(talks)s
) AS talk
JOIN LATERAL (
    SELECT m.created_at, m.number FROM public.chat_message m
    WHERE m.project_id = %(project)s AND m.conversation_id = talk.id AND m.author_kind = 'visitor' AND m.kind = 'text'
    ORDER BY m.number LIMIT 1
) AS words ON true
LEFT JOIN LATERAL (
    SELECT m.created_at FROM public.chat_message m
    WHERE m.project_id = %(project)s AND m.conversation_id = talk.id AND m.number > words.number
      AND m.author_kind = 'operator' AND m.kind = 'text'
    ORDER BY m.number LIMIT 1
) AS answer ON true
WHERE answer.created_at IS NOT NULL OR talk.status = 'open'
"""


def usual_answer_min(project: Project) -> int:
    """In how many minutes, rounded up to what people say; 0 where nobody can tell. Counted anew once an hour, inside the open tenant.

    While Redis is away, which keeps the answer, nobody can tell: so no crowd of visitors makes Postgres count.
    """
    key = f"parley:usual:{project.pk}"

    def read(shard: redis.Redis) -> int:
        raw = shard.get(key)
        return NOT_COUNTED if raw is None else int(raw)

    kept = doorbell.ask(read, otherwise=0, key=key)
    if kept != NOT_COUNTED:
        return kept
    found = _count(project)
    doorbell.ask(lambda shard: bool(shard.set(key, found, ex=KEPT_FOR_S)), otherwise=False, key=key)
    return found


def _count(project: Project) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_MEDIAN, {"project": project.pk, "days": DAYS, "talks": TALKS})
        median, talks = cursor.fetchone()
    if talks < ENOUGH:
        return 0
    return next((step for step in STEPS if median <= step * 60), 0)
