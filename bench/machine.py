"""The machine that a run names: what makes figures comparable, and nothing that says whose it is."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

from bench.house import House
from launcher.node import node

PACKAGES = ("django", "channels", "daphne", "uvicorn", "uvloop", "websockets", "psycopg", "redis")


def machine(house: House) -> dict[str, str]:
    """Cores, processor, kernel and versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    said = subprocess.run([node(), "--version"], text=True, capture_output=True, check=True).stdout.strip()
    return {
        "cores": str(len(os.sched_getaffinity(0))),
        "processor": _processor(),
        "memory": f"{memory:.0f} GB",
        "kernel": f"{platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
        "Node": said.removeprefix("v"),
        "Postgres": house.sql("SHOW server_version;").split()[0],
        **{name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1].strip() if found else platform.machine()
