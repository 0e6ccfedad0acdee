"""How gunicorn serves pages and REST in production: threads, because they wait for Postgres most of the time."""

import os
import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

sys.path.insert(0, str(Path.cwd()))

worker_class = "gthread"
workers = int(os.environ.get("PARLEY_PAGES_WORKERS", "2"))
threads = int(os.environ.get("PARLEY_PAGES_THREADS", "8"))
timeout = 30
graceful_timeout = 25
control_socket_disable = True  # nobody steers it but by signals
keepalive = 5

# Before anything counts: each worker writes its numbers into a file here, and whichever is asked for /metrics adds them up.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = mkdtemp(prefix="parley-metrics-")


def on_starting(server: Any) -> None:
    """No worker before the settings are known to be safe."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.refusal import refuse_unsafe

    refuse_unsafe()


def child_exit(server: Any, worker: Any) -> None:
    """What a worker counted stays, what it holds just now goes."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """Take the numbers away."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
