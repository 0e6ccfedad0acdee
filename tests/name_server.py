"""A name server of the tests' own, on loopback: it knows the names it was told, and may say something else each time."""

from __future__ import annotations

import socket
import threading
from ipaddress import ip_address

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

PACKET = 4096


class NameServer:
    """Answers in a thread for as long as the process lives. `place` is `address:port`.

    `names` has for a name what it leads to, question after question; the last one stays. A name that is not there does not exist,
    and one with an empty list gets no answer at all.
    """

    def __init__(self) -> None:
        self.names: dict[str, list[list[str]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def knows(self, name: str, *answers: list[str]) -> None:
        self.names[name] = list(answers)

    def forget(self) -> None:
        self.names.clear()
        self.asked.clear()

    def _serve(self) -> None:
        while True:
            wire, asker = self.socket.recvfrom(PACKET)
            reply = self._reply(dns.message.from_wire(wire))
            if reply is not None:
                self.socket.sendto(reply.to_wire(), asker)

    def _reply(self, query: dns.message.Message) -> dns.message.Message | None:
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), question.rdtype
        self.asked.append((name, kind.name))
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        if name not in self.names:
            reply.set_rcode(dns.rcode.NXDOMAIN)
            return reply
        if not self.names[name]:
            return None
        answers = self.names[name][0]
        # A and AAAA are asked one after the other; the second question turns the page.
        if kind == dns.rdatatype.AAAA and len(self.names[name]) > 1:
            self.names[name].pop(0)
        versions = {dns.rdatatype.A: 4, dns.rdatatype.AAAA: 6}
        fitting = [each for each in answers if ip_address(each).version == versions.get(kind)]
        if fitting:
            reply.answer.append(dns.rrset.from_text(question.name, 0, "IN", kind, *fitting))
        return reply
