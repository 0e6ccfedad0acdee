"""`make staff`: the site of Parley's own people, beside a Parley that runs on this machine."""

import os

from launcher import places
from launcher.local_env import read_local_env
from launcher.ports import is_free
from launcher.python import PYTHON
from launcher.say import Trouble, say
from launcher.tool import must_run, run_openly

PORT = 8100
SOMEBODY = ("aino@parley.example", "Aino V.")


def staff() -> int:
    """Print a link that registers a passkey, and serve the site until Ctrl-C. Returns the exit code."""
    own = read_local_env()
    if not own.get("DATABASE_STAFF_URL") or not PYTHON.exists():
        raise Trouble("Start `make run` first, with its own Postgres: the staff site looks into that one.")
    port = int(os.environ.get("PORT", PORT))
    if not is_free(port):
        raise Trouble(f"Port {port} is taken. Choose another PORT.")
    manage = [str(PYTHON), str(places.ROOT / "manage.py")]
    env = {**os.environ, **own, "PARLEY_STAFF_URL": f"http://staff.localhost:{port}"}
    owner = {**env, "DATABASE_URL": own["DATABASE_OWNER_URL"]}
    address, name = SOMEBODY
    say(must_run([*manage, "staff", "enrol", address, "--name", name], "Nobody can be enrolled: does `make run` run?", env=owner))
    return run_openly([*manage, "serve", "--port", str(port)], env={**env, "DJANGO_SETTINGS_MODULE": "config.staff_settings"})
