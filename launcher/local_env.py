"""`var/local.env`: the environment of this machine's Parley, for `manage.py` and for shells."""

from collections.abc import Mapping
from pathlib import Path

from launcher import places
from launcher.ports import DEFAULT_PORT
from launcher.secret import key_file_in, secrets_in, vapid_key_in, write_private
from launcher.stores import Stores

FILE = places.VAR / "local.env"


def local_env(stores: Stores, port: int = DEFAULT_PORT, var: Path = places.VAR) -> Mapping[str, str]:
    """What every process of Parley on this machine is told. `var` has its secrets."""
    return {
        "PARLEY_ENV": "embedded",
        "PARLEY_SECRET_KEY": secrets_in(var)["secret_key"],
        "PARLEY_KEY_FILE": str(key_file_in(var)),
        "PARLEY_VAPID_KEY": vapid_key_in(var),
        "PARLEY_URL": f"http://localhost:{port}",
        "DATABASE_URL": stores.env["DATABASE_URL"],
        "DATABASE_OWNER_URL": stores.env["DATABASE_OWNER_URL"],
        "DATABASE_STAFF_URL": stores.env.get("DATABASE_STAFF_URL", ""),
        "REDIS_URL": stores.env["REDIS_URL"],
    }


def read_local_env() -> dict[str, str]:
    """What a running Parley on this machine has written; empty where there is none."""
    lines = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    return {name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)}


def write_local_env(env: Mapping[str, str]) -> None:
    """Write it down for its owner only: it holds passwords."""
    write_private(FILE, "".join(f"{name}='{value}'\n" for name, value in env.items()))
