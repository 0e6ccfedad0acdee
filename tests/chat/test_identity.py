"""WID8: whom a customer's server has vouched for, by both ways to sign, and every way to get it wrong."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest

from accounts.errors import Conflict, Forbidden, NotFound
from accounts.models import Project
from accounts.tenancy import tenant
from chat.actions.end_identity_key import end_identity_key
from chat.actions.make_identity_key import make_identity_key
from chat.identity import AHEAD_S, Claim, claim_of
from chat.models import IdentityKey
from chat.signing_keys import reseal_identity_keys
from tests.cast import Cast

Said = dict[str, Any]


def signed(secret: str, id_: str = "7", email: str = "v@vera.example", *, ahead_s: int = 600, **more: Any) -> Said:
    """What a customer's server gives its page."""
    expires = int(time.time()) + ahead_s
    signature = hmac.new(secret.encode(), f"v1\n{id_}\n{email}\n{expires}".encode(), "sha256").hexdigest()
    return {"id": id_, "email": email, "expires": expires, "signature": signature, **more}


def as_jwt(secret: str, kid: str | None, *, ahead_s: int = 600, algorithm: str = "HS256", **claims: Any) -> Said:
    whole = {"sub": "7", "email": "v@vera.example", "exp": int(time.time()) + ahead_s, **claims}
    whole = {name: value for name, value in whole.items() if value is not None}
    return {"jwt": jwt.encode(whole, secret, algorithm=algorithm, headers={"kid": kid} if kid else {})}


def unsigned_jwt(kid: str, alg: str) -> Said:
    """`alg: none`, in the spellings that naive readers take."""
    parts = ({"alg": alg, "typ": "JWT", "kid": kid}, {"sub": "7", "exp": int(time.time()) + 600})
    text = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
    return {"jwt": f"{text}."}


def refused(project: Project, said: Said) -> str:
    with pytest.raises(Forbidden) as refusal:
        claim_of(project, said)
    return refusal.value.detail


@pytest.fixture
def key(in_shop: Cast) -> tuple[IdentityKey, str]:
    return make_identity_key(in_shop.ada, in_shop.shop)


ALTERED: dict[str, Callable[[Said], Said]] = {
    "another id": lambda said: {**said, "id": "8"},
    "another email": lambda said: {**said, "email": "w@vera.example"},
    "no email": lambda said: {**said, "email": None},
    "later": lambda said: {**said, "expires": said["expires"] + 1},
    "a text as time": lambda said: {**said, "expires": str(said["expires"])},
    "a fraction": lambda said: {**said, "expires": said["expires"] + 0.5},
    "a truth value": lambda said: {**said, "expires": True},
    "no time": lambda said: {**said, "expires": None},
    "an empty signature": lambda said: {**said, "signature": ""},
    "half a signature": lambda said: {**said, "signature": said["signature"][:32]},
    "a list": lambda said: {**said, "signature": [said["signature"]]},
    "no ASCII": lambda said: {**said, "signature": "ä" * 64},
    "half a pair": lambda said: {**said, "signature": "\ud800"},
    "lines moved": lambda said: {**said, "id": f"7\n{said['email']}", "email": ""},
    "an id with blanks": lambda said: {**said, "id": " 7"},
    "no id": lambda said: {**said, "id": ""},
    "an id that is an object": lambda said: {**said, "id": {"$ne": 1}},
}


class TestBySignature:
    def test_what_it_vouches_for(self, in_shop: Cast, key: tuple[IdentityKey, str]) -> None:
        claim = claim_of(in_shop.shop, signed(key[1], name="Vera", phone=None, data={"plan": "pro"}))
        assert claim == Claim("7", "v@vera.example", {"name": "Vera", "phone": None, "data": {"plan": "pro"}})
        assert IdentityKey.objects.get().used_at is not None
        said = signed(key[1])
        assert claim_of(in_shop.shop, {**said, "signature": said["signature"].upper(), "id": 7}).id == "7"
        assert claim_of(in_shop.shop, {**signed(key[1], email=""), "email": None}).email == ""

    @pytest.mark.parametrize("alter", ALTERED.values(), ids=list(ALTERED))
    def test_what_was_altered(self, in_shop: Cast, key: tuple[IdentityKey, str], alter: Callable[[Said], Said]) -> None:
        assert refused(in_shop.shop, alter(signed(key[1])))

    def test_time(self, in_shop: Cast, key: tuple[IdentityKey, str]) -> None:
        assert "expired" in refused(in_shop.shop, signed(key[1], ahead_s=-1))
        assert "hour" in refused(in_shop.shop, signed(key[1], ahead_s=AHEAD_S + 300))
        assert claim_of(in_shop.shop, signed(key[1], ahead_s=AHEAD_S)).id == "7"

    def test_another_projects_key(self, in_shop: Cast, key: tuple[IdentityKey, str]) -> None:
        with tenant(in_shop.outlet):
            assert "no key" in refused(in_shop.outlet, signed(key[1]))
            _, theirs = make_identity_key(in_shop.ada, in_shop.outlet)
        assert "does not fit" in refused(in_shop.shop, signed(theirs))


class TestByJwt:
    def test_what_it_vouches_for(self, in_shop: Cast, key: tuple[IdentityKey, str]) -> None:
        said = as_jwt(key[1], key[0].kid, name="Vera", data={"plan": "pro"}, aud="somebody", iat=int(time.time()) + 20)
        claim = claim_of(in_shop.shop, {**said, "id": "8", "email": "w@x.example", "name": "Other"})
        assert claim == Claim("7", "v@vera.example", {"name": "Vera", "phone": None, "data": {"plan": "pro"}})

    @pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
    def test_what_is_refused(self, in_shop: Cast, key: tuple[IdentityKey, str]) -> None:
        row, secret = key
        good = as_jwt(secret, row.kid)["jwt"]
        head, body, seal = good.split(".")
        wrong: dict[str, Said] = {
            "alg none": unsigned_jwt(row.kid, "none"),
            "alg None": unsigned_jwt(row.kid, "None"),
            "no alg": unsigned_jwt(row.kid, ""),
            "HS512": as_jwt(secret, row.kid, algorithm="HS512"),
            "no kid": as_jwt(secret, None),
            "another kid": as_jwt(secret, "k0"),
            "another secret": as_jwt(secret + "x", row.kid),
            "no exp": as_jwt(secret, row.kid, exp=None),
            "no sub": as_jwt(secret, row.kid, sub=None),
            "an exp that is a text": as_jwt(secret, row.kid, exp="soon"),
            "expired": as_jwt(secret, row.kid, ahead_s=-1),
            "a day ahead": as_jwt(secret, row.kid, ahead_s=86_400),
            "not yet": as_jwt(secret, row.kid, nbf=int(time.time()) + 300),
            "without its seal": {"jwt": f"{head}.{body}."},
            "another body": {"jwt": f"{head}.{as_jwt(secret + 'x', row.kid, sub='8')['jwt'].split('.')[1]}.{seal}"},
            "too long": as_jwt(secret, row.kid, name="x" * 5000),
            "no JWT": {"jwt": "a.b"},
            "a number": {"jwt": 7},
        }
        assert {name for name, said in wrong.items() if not refused(in_shop.shop, said)} == set()


class TestKeys:
    def test_two_in_rotation(self, in_shop: Cast, key: tuple[IdentityKey, str]) -> None:
        newer, secret = make_identity_key(in_shop.ada, in_shop.shop)
        assert claim_of(in_shop.shop, signed(key[1])) == claim_of(in_shop.shop, signed(secret))
        with pytest.raises(Conflict):
            make_identity_key(in_shop.ada, in_shop.shop)
        end_identity_key(in_shop.ada, in_shop.shop, key[0].kid)
        assert "replaced" in refused(in_shop.shop, signed(key[1]))
        assert claim_of(in_shop.shop, as_jwt(secret, newer.kid)).id == "7"
        end_identity_key(in_shop.ada, in_shop.shop, newer.kid)
        assert "no key" in refused(in_shop.shop, signed(secret))
        with pytest.raises(NotFound):
            end_identity_key(in_shop.ada, in_shop.shop, newer.kid)

    def test_the_secret_is_nowhere(self, in_shop: Cast, key: tuple[IdentityKey, str]) -> None:
        assert key[1] not in json.dumps(list(IdentityKey.objects.values()), default=str)
        assert reseal_identity_keys(in_shop.shop.account_id) == 1
        assert claim_of(in_shop.shop, signed(key[1])).id == "7"

    def test_whoever_operates_makes_none(self, in_shop: Cast, key: tuple[IdentityKey, str]) -> None:
        for actor in (in_shop.oscar, in_shop.vic, in_shop.gus):
            with pytest.raises(Forbidden):
                make_identity_key(actor, in_shop.shop)
            with pytest.raises(Forbidden):
                end_identity_key(actor, in_shop.shop, key[0].kid)
