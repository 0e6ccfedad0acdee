#!/usr/bin/env python3
"""Django's command line for Parley."""

import os
import sys
from pathlib import Path

# Written by `make run`: lets manage.py work on this machine's Parley without any environment of its own.
LOCAL_ENV = Path(__file__).resolve().parent / "var" / "local.env"


def main() -> None:
    if "PARLEY_ENV" not in os.environ and "DATABASE_URL" not in os.environ and LOCAL_ENV.exists():
        lines = LOCAL_ENV.read_text(encoding="utf-8").splitlines()
        os.environ.update((name, value.strip("'")) for name, _, value in (line.partition("=") for line in lines))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.env import BadSetting

    try:
        execute_from_command_line(sys.argv)
    except BadSetting as bad:
        sys.exit(f"  ✗  {bad}")


if __name__ == "__main__":
    main()
