"""`python -m accounts.billing.card_page --port N`: serves the card page. Knows nothing of Django or of the database."""

from __future__ import annotations

import argparse
import os
from http.server import ThreadingHTTPServer
from pathlib import Path

from accounts.billing.card_page.company import Company
from accounts.billing.card_page.door import Door


def main() -> None:
    """Serve on loopback until ended. The secret is in PARLEY_CARD_PAGE_SECRET, never in the arguments."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--port", type=int, required=True)
    reader.add_argument("--callback", required=True, help="where to tell how a charge went")
    reader.add_argument("--kept", type=Path, required=True, help="file for tokens")
    words = reader.parse_args()
    company = Company(os.environ["PARLEY_CARD_PAGE_SECRET"], words.callback, words.kept)
    door = type("OpenDoor", (Door,), {"company": company})
    with ThreadingHTTPServer(("127.0.0.1", words.port), door) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
