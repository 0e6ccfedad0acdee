"""How gunicorn serves pages and REST in production: threads, because they wait for Postgres most of the time."""

import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path.cwd()))

worker_class = "gthread"
workers = int(os.environ.get("PARLEY_PAGES_WORKERS", "2"))
threads = int(os.environ.get("PARLEY_PAGES_THREADS", "8"))
timeout = 30
graceful_timeout = 25
control_socket_disable = True  # nobody steers it but by signals
keepalive = 5


def on_starting(server: Any) -> None:
    """No worker before the settings are known to be safe."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.refusal import refuse_unsafe

    refuse_unsafe()
