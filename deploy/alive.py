"""Whether the web process of this container lives: asked by Docker, under the name that the site answers to."""

import http.client
import os
import sys
from http import HTTPStatus
from urllib.parse import urlsplit

PORT = 8000
ANSWER_S = 4


def alive(port: int = PORT) -> bool:
    """Whether `/healthz` says yes."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_S)
    try:
        line.request("GET", "/healthz", headers={"Host": urlsplit(os.environ["PARLEY_URL"]).hostname or ""})
        return line.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False


if __name__ == "__main__":
    sys.exit(0 if alive() else 1)
