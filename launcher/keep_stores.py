"""`python3 -m launcher stores`: Postgres and Valkey alone, for working with `manage.py` by hand."""

from launcher import places
from launcher.local_env import local_env, write_local_env
from launcher.say import say, step
from launcher.stores import local_stores, stores_lock
from launcher.supervisor import Supervisor


def keep_stores() -> int:
    """Run the stores in the foreground; `var/local.env` says how to reach them."""
    with stores_lock({}) as lock, Supervisor(places.LOGS, [lock.fileno()]) as supervisor:
        with step("Postgres and Valkey"):
            stores = local_stores({})
            supervisor.start(stores.programs, stores=True)
            stores.after_start()
        write_local_env(local_env(stores))
        say("     manage.py finds them by var/local.env. Ctrl-C stops them.")
        supervisor.watch()
    return 0
