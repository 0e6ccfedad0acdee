"""Makes the demo's world with the product's own actions, then moves it into the past as the tables' owner."""

from __future__ import annotations

import hashlib
import os
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.actors import Actor, actor_of_member
from accounts.models import Member, Project, Role, User
from accounts.tenancy import tenant
from chat import visits
from chat.actions.mark_read import mark_read_by_operator
from chat.actions.start_conversation import start_conversation
from chat.append import Line, append
from chat.models import Conversation, Counter, Visitor
from chat.shapes import PageShape
from chat.times import rfc3339
from panel.demo.help_pages import seed_help
from panel.demo.rules import seed_rules
from panel.demo.world import OPERATORS, PEOPLE, Person

VISIT_S = 24 * 3600  # nobody's browser keeps these visits alive
FIRST_NUMBER = 1034
BATCH = 128


def seed_world(actor: Actor, project: Project, *, site: str) -> int:
    """Fill a project with the world of the pictures; the number of conversations made. Twice makes no second copy: whoever was on
    the site only comes again, where Redis has forgotten them."""
    now = timezone.now()
    with tenant(project):
        if Visitor.objects.filter(email="camille@atelier-b.example").exists():
            for person in reversed(PEOPLE):
                _come(person, project, secrets.token_bytes(32), _pages(person, site, now), now)
            return 0
        team = {"i": actor, "m": _operator(project, *OPERATORS[0])}
        _operator(project, *OPERATORS[1])
        team["n"] = team["m"]
        seed_rules(actor, project)
        seed_help(actor, project)
        Counter.objects.update_or_create(project_id=project.pk, defaults={"last_number": FIRST_NUMBER})
        made = [_live_through(person, team, project, site, now) for person in reversed(PEOPLE)]
    talks = [talk for talk in made if talk is not None]
    _move_into_the_past(project, talks, now)
    with tenant(project):
        for person, conversation in talks:
            _mark_read(actor, project, person, conversation)
    return len(talks)


Talk = tuple[Person, Conversation]


def _operator(project: Project, name: str, email: str) -> Actor:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, "fernhill-demo", name=name)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    member, _ = Member.objects.get_or_create(user=user, defaults={"account_id": project.account_id, "name": name, "role": Role.OPERATOR})
    return actor_of_member(member, None)


def _live_through(person: Person, team: dict[str, Actor], project: Project, site: str, now: datetime) -> Talk | None:
    """One person's visit and talk; None for somebody who only looks."""
    secret_hash, pages = hashlib.sha256(secrets.token_bytes(32)).digest(), _pages(person, site, now)
    visitor_id = _come(person, project, secret_hash, pages, now)
    if not person.name and not person.lines:
        return None
    visitor = _visitor(person, project, visitor_id, secret_hash, pages, now)
    return (person, _talk(person, team, project, visitor, now)) if person.lines else None


def _pages(person: Person, site: str, now: datetime) -> list[PageShape]:
    return [
        {"url": site + path, "title": title, "at": rfc3339(now - timedelta(minutes=(person.here_min or 5) / (place + 1)))}
        for place, (path, title) in enumerate(person.pages)
    ]


def _come(person: Person, project: Project, secret_hash: bytes, pages: list[PageShape], now: datetime) -> uuid.UUID:
    """Puts somebody on the site, if they are of those and not there yet. They are the same visitor each time."""
    visitor_id = uuid.uuid5(project.public_id, f"demo {PEOPLE.index(person)}")
    if person.here_min is None:
        return visitor_id
    meta = {
        "since": rfc3339(now - timedelta(minutes=person.here_min)),
        "locale": person.locale,
        "device": person.device,
        "referrer": person.referrer,
        "secret_hash": secret_hash.hex(),
    }
    if visits.arrive(project.pk, visitor_id, "seed", meta, for_s=VISIT_S).fresh:
        for page in pages:
            visits.walk(project.pk, visitor_id, page, for_s=VISIT_S)
    return visitor_id


def _visitor(person: Person, project: Project, visitor_id: uuid.UUID, secret_hash: bytes, pages: list[PageShape], now: datetime) -> Visitor:
    visitor = Visitor(
        project=project,
        public_id=visitor_id,
        token_hash=secret_hash,
        name=person.name,
        email=person.email,
        phone=person.phone,
        locale=person.locale,
        device=person.device,
        referrer=person.referrer,
        pages=pages,
        visits=person.visits,
        first_seen_at=now - timedelta(days=20 * (person.visits - 1)),
        last_seen_at=now,
    )
    visitor.save(force_insert=True)
    return visitor


def _talk(person: Person, team: dict[str, Actor], project: Project, visitor: Visitor, now: datetime) -> Conversation:
    assignee = Member.objects.get(pk=team["i" if person.mine else "m"].id) if len(person.lines) > 1 else None
    conversation = start_conversation(project, visitor, assignee=assignee)
    append([_line(who, text, team, project, conversation, visitor) for who, _, text in person.lines], force=True)
    if person.closed:
        closed_at = now - timedelta(minutes=person.lines[-1][1] - 1)
        fields = {"status": "closed", "closed_at": closed_at, "waiting_since": None, "rating_score": person.score}
        Conversation.objects.filter(pk=conversation.pk).update(**fields)
    return Conversation.objects.get(pk=conversation.pk)


def _line(who: str, text: str, team: dict[str, Actor], project: Project, conversation: Conversation, visitor: Visitor) -> Line:
    author = ("visitor", visitor.pk) if who == "v" else ("operator", team[who].id)
    kind = "note" if who == "n" else "text"
    return Line(project.pk, conversation.pk, *author, uuid.uuid4(), kind, text, None, public=who != "n")


def _mark_read(actor: Actor, project: Project, person: Person, conversation: Conversation) -> None:
    number = conversation.last_number - person.unread
    if number > 0:
        mark_read_by_operator(actor, project, conversation, number=number)


def _move_into_the_past(project: Project, talks: list[Talk], now: datetime) -> None:
    """Times are `chat_append`'s own and the app may not change them; the owner of the tables may. Skipped without its address."""
    owner = os.environ.get("DATABASE_OWNER_URL")
    if not owner:
        return
    with psycopg.connect(owner) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT set_config('parley.project', %s, true)", [str(project.pk)])
        for person, conversation in talks:
            times = [now - timedelta(minutes=minutes) for _, minutes, _ in person.lines]
            for number, at in enumerate(times, 1):
                cursor.execute(
                    "UPDATE chat_message SET created_at = %s WHERE conversation_id = %s AND number = %s", [at, conversation.pk, number]
                )
            shown = [at for at, (who, _, _) in zip(times, person.lines, strict=True) if who != "n"]
            waits = conversation.waiting_since and times[-max(person.unread, 1)]
            cursor.execute(
                "UPDATE chat_conversation SET created_at = %s, updated_at = %s, last_at = %s, waiting_since = %s WHERE id = %s",
                [times[0], times[-1], shown[-1], waits, conversation.pk],
            )


def seed_messages(actor: Actor, project: Project, count: int, *, say: Callable[[str], None]) -> None:
    """Add `count` short messages for load, 40 a conversation, in batches; `say` hears of the progress."""
    done = 0
    while done < count:
        with tenant(project):
            now = timezone.now()
            visitor = _visitor(Person(f"Load {secrets.token_hex(3)}"), project, uuid.uuid4(), secrets.token_bytes(32), [], now)
            conversation = start_conversation(project, visitor)
            team = {"i": actor}
            size = min(40, count - done)
            whos = ["v" if place % 2 == 0 else "i" for place in range(size)]
            lines = [_line(who, f"Message {done + at} of a load test", team, project, conversation, visitor) for at, who in enumerate(whos)]
            append(lines, force=True)
        done += size
        if done % 4000 < 40 or done == count:
            say(f"{done:,} of {count:,} messages")
