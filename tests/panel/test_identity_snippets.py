"""Every snippet of the page of signed identity, as it stands there: what it signs is taken. Those whose language is not here are read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chat.actions.make_identity_key import make_identity_key
from chat.identity import claim_of
from panel.identity_snippets import FOLDER, LANGUAGES, Snippet, snippets
from tests.boot import ROOT
from tests.cast import Cast

ID, EMAIL = "käse-7", "vera@example.com"
NODE = "console.log(JSON.stringify(identify(...process.argv.slice(1))));"
JAVA = """class Main {{
{snippet}
  public static void main(String[] given) throws Exception {{
    var said = identify(given[0], given[1]);
    System.out.print("{{\\"id\\": \\"" + said.get("id") + "\\", \\"email\\": \\"" + said.get("email") + "\\", \\"expires\\": "
      + said.get("expires") + ", \\"signature\\": \\"" + said.get("signature") + "\\"}}");
  }}
}}"""
PERL = "use JSON::PP; use Encode qw(decode_utf8); print JSON::PP->new->utf8->encode(identify(map { decode_utf8($_) } @ARGV));"
SHELL = 'printf \'{"id": "%s", "email": "%s", "expires": %s, "signature": "%s"}\' "$ID" "$EMAIL" "$expires" "$signature"'
PHP = "echo json_encode(identify($argv[1], $argv[2]));"
RUBY = 'require "json"; puts identify(*ARGV).to_json'


def command_of(slug: str, code: str, folder: Path) -> list[str]:
    """What runs a snippet and prints as JSON what it gave."""
    if slug == "python":
        return [sys.executable, "-c", f"{code}\nimport json, sys\nprint(json.dumps(identify(*sys.argv[1:])))"]
    if slug.startswith("node"):
        return ["node", "-e", f"{code}\n{NODE}"]
    if slug == "java":
        (folder / "Main.java").write_text(JAVA.format(snippet=code), "utf-8")
        return ["java", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8", str(folder / "Main.java")]
    scripts = {"perl": ["perl", "-e", f"{code}\n{PERL}"], "shell": ["sh", "-c", f"{code}\n{SHELL}", "sh"]}
    scripts |= {"php": ["php", "-r", f"{code}\n{PHP}"], "ruby": ["ruby", "-e", f"{code}\n{RUBY}"]}
    return scripts.get(slug, [slug])


@pytest.mark.parametrize("snippet", snippets(), ids=lambda one: one.slug)
def test_what_it_signs_is_taken(in_shop: Cast, tmp_path: Path, snippet: Snippet) -> None:
    slug, code = snippet.slug, snippet.code
    key, secret = make_identity_key(in_shop.ada, in_shop.shop)
    command = command_of(slug, code, tmp_path)
    if len(command) == 1 or shutil.which(command[0]) is None:  # Go, C#, and what this machine has not: as in the contract
        assert '"v1\\n' in code and "PARLEY_SECRET" in code and "600" in code
        return
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "ID": ID, "EMAIL": EMAIL}
    env |= {"PARLEY_SECRET": secret, "PARLEY_KID": key.kid}
    done = subprocess.run([*command, ID, EMAIL], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    claim = claim_of(in_shop.shop, json.loads(done.stdout))
    assert (claim.id, claim.email) == (ID, EMAIL)


def test_every_file_is_on_the_page_and_in_the_docs() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(LANGUAGES)
    docs = (ROOT / "docs" / "javascript.md").read_text("utf-8")
    assert snippets()[0].code.replace("\n\n", "\n") in docs.replace("\n\n\n", "\n") and "/settings/identity/" in docs
