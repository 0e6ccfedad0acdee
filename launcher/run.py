"""`make run` and `make dev`: sets everything up, starts Parley on this machine, and keeps it running."""

import json
import os
import platform
import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait

from launcher import places
from launcher.catalogues import ensure_catalogues
from launcher.local_env import local_env, write_local_env
from launcher.lock import take_lock
from launcher.node import build_command, ensure_build, ensure_packages, make_wire_types, node_env
from launcher.ports import DEFAULT_PORT, card_port, choose_port, mail_port
from launcher.processes import card_page, demo, mail_in, migrate, product, watch_build
from launcher.python import ensure_python
from launcher.reload import Reloader
from launcher.say import say, step
from launcher.stamps import digest_of
from launcher.stores import Stores, local_stores, stores_lock
from launcher.supervisor import Supervisor

DEMO_FILE = places.VAR / "demo.json"

# What takes no longer is not worth a line.
INSTANT_S = 0.3


def run(*, reloading: bool = False) -> int:
    """Run until Ctrl-C or SIGTERM. Returns the exit code."""
    began = time.monotonic()
    (places.VAR / "static").mkdir(parents=True, exist_ok=True)
    with take_lock(places.VAR / "run.lock", "Parley") as lock:
        say(f"\n  Parley, from {places.ROOT}\n")
        port = choose_port(os.environ)
        _set_up(reloading)
        with stores_lock(os.environ) as held, Supervisor(places.LOGS, one_stream=reloading) as supervisor:
            supervisor.keep_open = [lock.fileno(), held.fileno()]
            env = _start(supervisor, port, reloading)
            _greet(env, port, time.monotonic() - began)
            supervisor.watch(tick=Reloader(supervisor).look if reloading else None)
            say("\n  Stopping …")
    say("  Parley has stopped. Its data stays in var/.")
    return 0


def _set_up(reloading: bool) -> None:
    """Packages for Python and for the browser side by side, then the build."""
    with ThreadPoolExecutor(1) as aside:
        packages = aside.submit(ensure_packages)
        ensure_python(tests=False)
        wait([packages], timeout=INSTANT_S)
        if not packages.done():
            with step("Browser packages"):
                wait([packages])
        packages.result()
    ensure_catalogues()
    if reloading:
        make_wire_types()
    else:
        ensure_build()


def _start(supervisor: Supervisor, port: int, reloading: bool) -> dict[str, str]:
    """Stores, then the database, then what serves people. Returns the environment that they got."""
    with step("Postgres and Valkey"):
        stores = local_stores()
        supervisor.start(stores.programs, stores=True)
        stores.after_start()
    for note in stores.notes:
        say(f"     {note}")
    card, mail = card_port(port), mail_port(port)
    env = environment(stores, port) | {"PARLEY_CARD_PAGE_URL": f"http://localhost:{card}", "PARLEY_MAIL_IN_PORT": str(mail)}
    if reloading:
        env |= {"PARLEY_DEBUG": "1", "PARLEY_RELOAD": "1"}
        supervisor.start([watch_build(build_command("--watch"), node_env())])
    _prepare(supervisor, stores, env)
    with step("Web, worker and beat"):
        supervisor.start([*product(env, port), card_page(env, card), mail_in(env, mail)])
    return env


def environment(stores: Stores, port: int) -> dict[str, str]:
    """What the processes are told."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    own = local_env(stores, port)
    write_local_env(own)
    return {**given, **own, "PORT": str(port), "PYTHONUNBUFFERED": "1"}


def _prepare(supervisor: Supervisor, stores: Stores, env: dict[str, str]) -> None:
    """Migrate and make the demo, unless the database says that both were done for exactly this code and port."""
    migrations = [*places.ROOT.glob("*/migrations"), *places.ROOT.glob("*/*/migrations")]  # of the apps, and of the rooms in them
    commands = [*places.ROOT.glob("*/management"), *places.ROOT.glob("*/demo"), places.ROOT / "docs" / "help"]
    digest = digest_of([*migrations, *commands], env["PORT"], env["PARLEY_SECRET_KEY"])
    if DEMO_FILE.exists() and stores.prepared() == digest:
        return
    with step("Database"):
        supervisor.once(migrate(env))
    with step("Demo accounts"):
        supervisor.once(demo(env))
    stores.mark_prepared(digest)


def _greet(env: dict[str, str], port: int, seconds: float) -> None:
    demo_site = json.loads(DEMO_FILE.read_text()) if DEMO_FILE.exists() else {}
    say(f"\n  Parley is ready, after {seconds:.1f} s. Python {platform.python_version()}, process {os.getpid()}.\n")
    if not os.environ.get("PORT") and port != DEFAULT_PORT:
        say(f"     Port {DEFAULT_PORT} is taken, so this is {port}.\n")
    url = env["PARLEY_URL"]
    lines = {
        "Parley": demo_site.get("url", url),
        "Inbox": demo_site.get("panel_url", f"{url}/panel/"),
        "Demo shop": demo_site.get("demo_site_url", f"http://127.0.0.1:{port}/demo/"),
        "Sign in with": f"{demo_site.get('email', '')}   {demo_site.get('password', '')}",
    }
    for name, value in lines.items():
        say(f"     {name:<14}{value}")
    say("\n     Logs in var/log/. Ctrl-C stops." if sys.stdout.isatty() else "\n     Logs in var/log/.")
