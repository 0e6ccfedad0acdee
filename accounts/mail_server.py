"""Django's way to a mail server, for one that is slow: no mail takes longer than it may, and what was perhaps taken is told as such."""

from __future__ import annotations

import smtplib
import socket
from contextlib import suppress
from threading import Timer
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

# Behind the last byte a server looks at the mail, and only then answers (RFC 5321, 4.5.3.2.6).
ANSWER_S = 60
# All of it together: a server that says a letter every few seconds is never late with the next one.
WHOLE_S = 120


class Unanswered(OSError):
    """The mail was handed over, and nobody said whether it was taken."""


class Line(smtplib.SMTP):
    """One connection, hung up after `WHOLE_S`."""

    _watch: Timer | None = None

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self._watch = Timer(WHOLE_S, self._hang_up)
        self._watch.daemon = True
        self._watch.start()
        return super().connect(*args, **kwargs)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Raises Unanswered where it may have been taken: whoever sends it again may send it twice."""
        if self.sock is not None:
            self.sock.settimeout(ANSWER_S)
        try:
            return super().data(msg)
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            raise Unanswered(str(error)) from error

    def quit(self) -> tuple[int, bytes]:
        """A goodbye that goes wrong takes nothing back."""
        try:
            return super().quit()
        except (OSError, ValueError):
            self.close()
            return 221, b""

    def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        super().close()

    def _hang_up(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class PatientBackend(EmailBackend):
    """What the settings name where mail leaves by SMTP."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return Line
