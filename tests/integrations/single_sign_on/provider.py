"""A small OpenID Connect provider in a process of its own, with several issuers: `/<name>`. It shares no code with Parley.

Its one word says where to listen.

It does what the specification asks for, and lies where it was told to (`POST /<name>/lies`, JSON): `claims` over the honest ones
(null takes one away), `alg` (`none`, `HS256`, else a real one), `foreign` (signed by another key under a known name), `slow` seconds,
`broken` answers 503, `metadata` over the honest one, `rotate` makes a new key.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

SECRET = "a client's secret: with % and ü".encode().decode()


class Issuer:
    """One provider, with the people it is told of."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.rsa = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.ec = ECKey.generate_key("P-256", {"kid": "two", "use": "sig"})
        self.codes: dict[str, dict[str, str]] = {}
        self.lies: dict[str, Any] = {}
        self.person: dict[str, Any] = {"sub": "7", "name": "Petra", "email": "petra@provider.example"}
        self.asked: list[str] = []

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        } | self.lies.get("metadata", {})

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.rsa.as_dict(private=False), self.ec.as_dict(private=False)]}

    def approve(self, query: dict[str, str]) -> str:
        """Where the browser goes back to, with a code."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"], "iss": self.lies.get("iss", self.url)})

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        client, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        if unquote_plus(client) != asked["client_id"] or unquote_plus(secret) != SECRET:
            return 401, {"error": "invalid_client"}
        made = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if asked["code_challenge_method"] != "S256" or made != asked["code_challenge"]:
            return 400, {"error": "invalid_grant", "error_description": "pkce"}
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": self._signed(asked)}

    def _signed(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        times = {"iat": now, "exp": now + 300, "auth_time": now}
        claims = {"iss": self.url, "aud": asked["client_id"], "nonce": asked["nonce"], **times, **self.person}
        claims = {name: value for name, value in (claims | self.lies.get("claims", {})).items() if value is not None}
        alg = self.lies.get("alg", "RS256")
        if alg == "none":
            parts = [json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT"}, claims)]
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        key: Any = self.ec if alg == "ES256" else self.rsa
        if alg == "HS256":  # signed with what everybody knows: the public key, as text
            key = OctKey.import_key(self.rsa.as_pem(private=False))
        if self.lies.get("foreign"):
            key = RSAKey.generate_key(2048, {"kid": str(self.rsa.kid)})
        return jwt.encode({"alg": alg, "kid": self.rsa.kid if alg == "HS256" else key.kid}, claims, key, algorithms=[alg])


class Handler(BaseHTTPRequestHandler):
    issuers: dict[str, Issuer] = {}

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        kind = self.headers.get("Content-Type", "")
        self._answer(json.loads(body) if "json" in kind else {name: words[0] for name, words in parse_qs(body).items()})

    def _answer(self, form: dict[str, Any]) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/favicon.ico":
            return self._send(204, b"", "image/x-icon")
        _, name, *rest = parts.path.split("/")
        issuer = self.issuers.setdefault(name, Issuer(f"http://{self.headers['Host']}/{name}"))
        what, query = "/".join(rest), {name: words[0] for name, words in parse_qs(parts.query).items()}
        if what not in ("lies", "asked"):
            issuer.asked.append(what)
            time.sleep(issuer.lies.get("slow", 0))
            if issuer.lies.get("broken"):
                return self._say(503, {"error": "broken"})
        if what == "lies":
            issuer.person |= form.pop("person", {})
            issuer.lies = form
            if form.pop("rotate", False):
                issuer.rsa = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})
            return self._say(200, {})
        if what == "asked":
            return self._say(200, {"asked": issuer.asked})
        if what == "authorize" and not query.get("approved"):
            return self._page(issuer, query)
        if what == "authorize":
            return self._redirect(issuer.approve(query))
        if what == "token":
            return self._say(*issuer.token(form, self.headers.get("Authorization", "")))
        found = {".well-known/openid-configuration": issuer.metadata, "jwks": issuer.jwks}.get(what)
        return self._say(200, found()) if found else self._say(404, {})

    def _page(self, issuer: Issuer, query: dict[str, str]) -> None:
        fields = "".join(f'<input type="hidden" name="{html.escape(n)}" value="{html.escape(v)}">' for n, v in query.items())
        page = f'<h1>Petra’s provider</h1><form>{fields}<button name="approved" value="1">It is me, {issuer.person["name"]}</button></form>'
        self._send(200, page.encode(), "text/html; charset=utf-8")

    def _redirect(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, status: int, said: dict[str, Any]) -> None:
        self._send(status, json.dumps(said).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


if __name__ == "__main__":
    server = ThreadingHTTPServer((sys.argv[1], 0), Handler)
    print(server.server_port, flush=True)
    sys.stdout.close()
    server.serve_forever()
