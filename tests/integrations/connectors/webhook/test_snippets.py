"""Every snippet of docs/webhooks.md, as it stands there: it takes what we sign, and refuses what is altered, old or another's."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from integrations.connectors.webhook.signing import headers_of, make_secrets
from tests.boot import ROOT

BODY = '{"type": "conversation.forwarded", "data": {"text": "Käse 🧀, \\"and\\" more"}}\n'.encode()
ID = "6f3c8a52-6f2c-4d7b-9f1e-0c1a6d0a1f55"

Headers = dict[str, str]
Run = Callable[[Path, Headers, str], str | None]

SNIPPETS = re.findall(r"^```(python|js|perl|sh)\n(.*?)^```", (ROOT / "docs/webhooks.md").read_text(), re.DOTALL | re.MULTILINE)
NAMES = [f"{language}-{number}" for number, (language, _) in enumerate(SNIPPETS)]

# What calls a snippet's `verified`, and prints the event's type: the body's file, the headers and the secret are arguments.
PYTHON = """
import sys, json
print(verified(open(sys.argv[1], 'rb').read(), json.loads(sys.argv[2]), sys.argv[3])['type'])
"""
NODE = """
const [file, headers, secret] = process.argv.slice(1);
console.log(verified(require("node:fs").readFileSync(file), JSON.parse(headers), secret).type);
"""
PERL = """
open(my $in, '<:raw', $ARGV[0]);
local $/;
print verified(scalar(<$in>), decode_json($ARGV[1]), $ARGV[2])->{type}, "\\n";
"""
DRIVERS = {"python": ([sys.executable, "-c"], PYTHON), "js": (["node", "-e"], NODE), "perl": (["perl", "-e"], PERL)}


def run(language: str, snippet: str, body: Path, headers: Headers, secret: str) -> str | None:
    """The type of the event that the snippet found; None when it refused."""
    if language == "sh":
        names = {name.upper().replace("-", "_"): value for name, value in headers.items()}
        around = {"PATH": os.environ["PATH"], "SECRET": secret, "BODY": str(body), **names}
        code = subprocess.run(["sh", "-c", snippet], env=around, check=False).returncode
        return "conversation.forwarded" if code == 0 else None  # it reads no JSON
    command, driver = DRIVERS[language]
    whole = [*command, f"{snippet}\n{driver}", str(body), json.dumps(headers), secret]
    done = subprocess.run(whole, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or re.search(r"Too old|Not from Parley|VerificationError", done.stderr), done.stderr
    return done.stdout.strip() if done.returncode == 0 else None


@pytest.mark.parametrize(("language", "snippet"), SNIPPETS, ids=NAMES)
class TestEverySnippet:
    """One process a case: interpreters of their own, nothing of ours."""

    def test_takes_ours_and_nothing_else(self, language: str, snippet: str, tmp_path: Path) -> None:
        now = datetime.now(UTC)
        secrets = make_secrets({}, now)
        body, altered = tmp_path / "body", tmp_path / "altered"
        body.write_bytes(BODY)
        altered.write_bytes(BODY.replace(b"more", b"less"))
        headers = headers_of(BODY, secrets, delivery_id=ID, at=now)
        old = headers_of(BODY, secrets, delivery_id=ID, at=now - timedelta(minutes=6))
        ahead = headers_of(BODY, secrets, delivery_id=ID, at=now + timedelta(minutes=6))
        replaced = {**secrets, **make_secrets(secrets, now)}
        both = headers_of(BODY, replaced, delivery_id=ID, at=now)

        def found(file: Path, given: Headers, secret: str) -> str | None:
            return run(language, snippet, file, given, secret)

        assert found(body, headers, secrets["secret"]) == "conversation.forwarded"
        assert [found(body, both, replaced[name]) for name in ("secret", "former")] == ["conversation.forwarded"] * 2
        assert found(altered, headers, secrets["secret"]) is None
        assert found(body, {**headers, "webhook-id": ID[::-1]}, secrets["secret"]) is None
        assert found(body, {**headers, "webhook-timestamp": str(int(now.timestamp()) - 1)}, secrets["secret"]) is None
        assert [found(body, each, secrets["secret"]) for each in (old, ahead)] == [None, None]
        assert found(body, headers, "whsec_" + base64.b64encode(b"another secret of the same length").decode()) is None


def test_there_are_snippets_for_everything_that_is_installed() -> None:
    assert [language for language, _ in SNIPPETS] == ["python", "python", "js", "perl", "sh"]
