"""Let a visitor be the person for whom the customer's server has vouched, on this device too."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts.actions.revoke import revoke
from accounts.cards import masked
from accounts.errors import Busy
from accounts.models import Project
from chat.access import hold, visitor_of_token
from chat.actions.append_activity import append_activity
from chat.actions.register_visitor import name_visitor, register_visitor, visitor_actor
from chat.identity import Claim
from chat.models import Conversation, Visitor
from chat.tokens import VisitorToken, mint_token, token_for

DEVICES_AT_MOST = 20  # the oldest is forgotten then, and vouched for again on the next page
NO_SECRET = b""  # what no token's secret hashes to


def verify_visitor(project: Project, token: VisitorToken, claim: Claim) -> tuple[Visitor, VisitorToken]:
    """The verified visitor of this id, and the token that opens their history from here: the same one where it does so already.

    The token that came was in the host page's hands: it never becomes a verified visitor's. Who was somebody else, or was
    named without a signature, stays a visitor of their own. Inside the tenant. Raises Busy.
    """
    for _ in range(2):  # two devices may come for the first time at once: one of them finds the other's row
        try:
            with transaction.atomic():
                return _verify(project, token, claim)
        except IntegrityError:
            continue
    raise Busy()


def _verify(project: Project, token: VisitorToken, claim: Claim) -> tuple[Visitor, VisitorToken]:
    here = visitor_of_token(token)
    known: Visitor | None = Visitor.objects.select_for_update(no_key=True).filter(external_id=claim.id, verified=True).first()
    if known is not None and here is not None and known.pk == here.pk:
        return _named(project, known, claim), token
    if known is None and here is not None and _may_become(here, claim):
        known = _promoted(project, here, token, claim)
    if known is None:
        first = token if here is None else mint_token(project)  # who had no row yet goes on with the visit that operators see
        known = register_visitor(project, first, external_id=claim.id, verified=True)
        known.token_hash = NO_SECRET
    fresh = token_for(project, known.public_id)
    known.devices = [*known.devices, fresh.secret_hash.hex()][-DEVICES_AT_MOST:]
    known.save(update_fields=["devices", "token_hash"])
    return _named(project, known, claim), fresh


def _may_become(visitor: Visitor, claim: Claim) -> bool:
    """Whether nobody was named here yet: an unsigned name never turns into a signed one."""
    named = visitor.verified or visitor.external_id or visitor.name or visitor.phone
    return not named and visitor.email in ("", claim.email)


def _promoted(project: Project, here: Visitor, token: VisitorToken, claim: Claim) -> Visitor:
    """The anonymous visitor of this browser, named for the first time. Their former token ends, wherever it is."""
    here.external_id, here.verified, here.token_hash = claim.id, True, NO_SECRET
    here.save(update_fields=["external_id", "verified"])
    revoke(f"token:{token.secret_hash.hex()}")
    talk = Conversation.objects.filter(visitor=here).exclude(status="closed").first()
    if talk is not None:  # what stands above was written before anybody vouched for it: operators see where that ends
        append_activity(visitor_actor(project, here), project, hold(talk), "verified")
    return here


def _named(project: Project, visitor: Visitor, claim: Claim) -> Visitor:
    """What was signed, exactly; a name or phone that the page does not mention stays."""
    visitor.email = masked(project, claim.email)
    visitor.save(update_fields=["email"])
    return name_visitor(project, visitor, **claim.rest)
