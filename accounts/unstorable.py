"""What Postgres has no bytes for: a NUL, and half a surrogate pair."""

import re

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
