"""`python3 -m launcher stores`: Postgres and Valkey alone, for working with `manage.py` by hand."""

from launcher import places
from launcher.say import say, step
from launcher.secret import write_private
from launcher.stores import local_stores, stores_lock
from launcher.supervisor import Supervisor


def keep_stores() -> int:
    """Run the stores in the foreground; `var/local.env` says how to reach them."""
    with stores_lock({}) as lock, Supervisor(places.LOGS, [lock.fileno()]) as supervisor:
        with step("Postgres and Valkey"):
            stores = local_stores({})
            supervisor.start(stores.programs, stores=True)
            stores.after_start()
        file = places.VAR / "local.env"
        write_private(file, "".join(f"{name}='{value}'\n" for name, value in stores.env.items()))
        say(f"     set -a; . {file.relative_to(places.ROOT)}; set +a   gives their addresses. Ctrl-C stops them.")
        supervisor.watch()
    return 0
