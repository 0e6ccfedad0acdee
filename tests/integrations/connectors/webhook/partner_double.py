"""A partner's server, in a process of its own: what it knows of Parley is the `standardwebhooks` package, and nothing else.

    python partner_double.py ADDRESS SECRET [STATUS …]

Prints its port, then a line of JSON for each request: `{"id", "type", "verified", "known", "status"}`. Each STATUS is answered
once, in order, after that 204. An id that it took before it takes again, and says that it knows it.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

address, secret, *statuses = sys.argv[1:]
taken: set[str] = set()


class Door(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        name = self.headers["webhook-id"] or ""
        try:
            event = Webhook(secret).verify(body, dict(self.headers))
        except WebhookVerificationError as error:
            self.end(401, {"id": name, "verified": False, "why": str(error)})
            return
        status = int(statuses.pop(0)) if statuses else 204
        self.end(status, {"id": name, "verified": True, "known": name in taken, "type": event["type"], "body": body.decode()})
        if status < 300:
            taken.add(name)

    def end(self, status: int, said: dict[str, object]) -> None:
        print(json.dumps({**said, "status": status}), flush=True)
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return None


server = HTTPServer((address, 0), Door)
print(server.server_port, flush=True)
server.serve_forever()
