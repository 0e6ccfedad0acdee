"""Passkeys of Parley's own people: what their browser is asked, and whether its answer is true. Rules that last are Postgres's."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.access import hash_of_key
from accounts.models import User

logger = logging.getLogger("parley.staff")

ANSWER_WITHIN_S = 300
_ASKED = "staff_asked"  # in the session, which is signed: the question, and when it was asked
VERIFIED = UserVerificationRequirement.REQUIRED


class NotThem(Exception):
    """The browser's answer opens nothing. Why is written to the log, and not told."""


def _server() -> Fido2Server:
    """Answers count that were given to this very address: not to a neighbour below the same name, nor over plain http elsewhere."""
    owner = PublicKeyCredentialRpEntity(name="Parley staff", id=str(urlsplit(settings.PARLEY_URL).hostname))
    return Fido2Server(owner, verify_origin=lambda origin: origin == settings.PARLEY_URL)


def ask_to_sign_in(session: SessionBase) -> dict[str, Any]:
    """What the browser needs for `navigator.credentials.get`. Names nobody: the authenticator knows whose it is."""
    options, state = _server().authenticate_begin(user_verification=VERIFIED)
    session[_ASKED] = [int(time.time()), state]
    return {"request_options": dict(options)}


def ask_to_enrol(session: SessionBase, person: User) -> dict[str, Any]:
    """What the browser needs for `navigator.credentials.create`."""
    user = PublicKeyCredentialUserEntity(id=f"staff-{person.pk}".encode(), name=person.email, display_name=person.get_full_name())
    options, state = _server().register_begin(user, resident_key_requirement=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED)
    session[_ASKED] = [int(time.time()), state]
    return {"creation_options": dict(options)}


def signed_in(session: SessionBase, answer: str, key_hash: bytes) -> int:
    """Begin a session under `key_hash` for whoever gave this answer; their internal id. Raises NotThem."""
    state = _taken(session)
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        credential = AttestedCredentialData(_one("SELECT public.staff_passkey(%s)", response.raw_id) or b"")
        _server().authenticate_complete(state, [credential], response)
    except Exception as trouble:  # noqa: BLE001  a stranger's bytes: whatever is wrong with them, the answer is no
        raise _no("answer", trouble) from None
    challenge = hashlib.sha256(str(state["challenge"]).encode()).digest()
    count = response.response.authenticator_data.counter
    person: int | None = _one("SELECT public.staff_begin(%s, %s, %s, %s)", response.raw_id, count, challenge, key_hash)
    if person is None:
        raise _no("used before, or a copied key")
    logger.info("staff.signed_in", extra={"person": person})
    return person


def enrol(session: SessionBase, token: str, answer: str, name: str) -> None:
    """Register the passkey that this answer attests, and use the link up. Raises NotThem."""
    state = _taken(session)
    try:
        attested = _server().register_complete(state, json.loads(answer))
        credential = attested.credential_data
        assert credential is not None
    except Exception as trouble:  # noqa: BLE001  the same
        raise _no("attestation", trouble) from None
    kept = _one("SELECT public.staff_enrol(%s, %s, %s, %s, %s)",
                hash_of_key(token), credential.credential_id, bytes(credential), attested.counter, name)  # fmt: skip
    if not kept:
        raise _no("link used")
    logger.info("staff.enrolled", extra={"passkey": name})


def person_to_enrol(token: str) -> User | None:
    """Whose link this is, while it works."""
    return _person(_one("SELECT public.staff_enrolling(%s)", hash_of_key(token)))


def person_of(key: str, *, opened: bool) -> User | None:
    """Who is signed in under this key, while the session lasts; `opened` says that somebody opened a page, which lets it last."""
    return _person(_one("SELECT public.staff_here(%s, %s)", hash_of_key(key), opened)) if key else None


def leave(key: str) -> None:
    """End the session, also for whoever kept a copy of the cookie."""
    _one("SELECT public.staff_leave(%s)", hash_of_key(key))


def _person(pk: int | None) -> User | None:
    """By the columns that the site's role may read."""
    return User.objects.only("email", "name", "is_staff", "is_active").filter(pk=pk or 0).first()


def _taken(session: SessionBase) -> dict[str, Any]:
    """The question that was asked in this session, which can be answered once. Raises NotThem."""
    at, state = session.pop(_ASKED, (0, {}))
    if time.time() - at > ANSWER_WITHIN_S:
        raise _no("asked too long ago")
    return dict(state)


def _no(why: str, trouble: Exception | None = None) -> NotThem:
    logger.warning("staff.refused", extra={"why": why, "trouble": type(trouble).__name__ if trouble else ""})
    return NotThem()


def _one(question: str, *arguments: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, arguments)
        ((answer,),) = cursor.fetchall()
    return bytes(answer) if isinstance(answer, memoryview) else answer
