"""One customer for the load, made by the product's own actions: run as a program, it prints the project's key and id as JSON."""

from __future__ import annotations

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.contrib.auth.hashers import make_password

    from tests.browser.customers import PASSWORD, make

    json.dump(make(1, make_password(PASSWORD)), sys.stdout)
