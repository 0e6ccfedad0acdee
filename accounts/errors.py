"""Why something was refused, in the words of the contract: doors turn these into replies, status codes and close codes."""

from __future__ import annotations

from allauth.core.exceptions import ReauthenticationRequired


class Refused(Exception):
    """A refusal that the asker may hear. `code` is one of the contract's, `detail` a sentence for people."""

    code = "internal"
    status = 400
    default = "This was refused."

    def __init__(self, detail: str = "", *, retry_ms: int | None = None, fields: dict[str, str] | None = None) -> None:
        super().__init__(detail or self.default)
        self.detail = detail or self.default
        self.retry_ms = retry_ms
        self.fields = fields or {}


class NotFound(Refused):
    """Missing, and forbidden to know of: the two look the same."""

    code, status, default = "not_found", 404, "There is nothing here, or it is not yours."


class Forbidden(Refused):
    code, status, default = "forbidden", 403, "You have no right to do this."


class Banned(Refused):
    """An operator keeps this visitor out for a while, or for good."""

    code, status, default = "banned", 403, "You can no longer write to this chat."


class Conflict(Refused):
    code, status, default = "conflict", 409, "Somebody was faster: look again, then decide."


class Invalid(Refused):
    """A value that cannot be taken; `fields` says which and why."""

    code, status, default = "invalid", 400, "Something in this cannot be taken."


class BadFrame(Refused):
    code, default = "bad_frame", "This frame is not what the contract describes."


class UnknownType(Refused):
    code, default = "unknown_type", "There is no frame of this type."


class TooLarge(Refused):
    code, status, default = "too_large", 413, "This is larger than 64 KiB."


class Empty(Refused):
    code, default = "empty", "There is nothing in this message."


class TooLong(Refused):
    code, default = "too_long", "A message has at most 10 000 characters."


class BadText(Refused):
    code, default = "bad_text", "This text has characters that cannot be stored."


class BadId(Refused):
    code, default = "bad_id", "This is not an id."


class SlowDown(Refused):
    code, status, default = "slow_down", 429, "Too fast: wait a moment and send it again."


class Busy(Refused):
    """Nothing was done; the same again may work."""

    code, status, default = "busy", 503, "We could not store this just now: send it again."


class PlanEnded(Refused):
    """The account's plan has ended, or does not hold this: nothing new begins, and nothing is lost."""

    code, status, default = "plan_ended", 403, "The plan has ended. Nothing was deleted, and nothing new can begin."


class SignInAgain(Refused):
    """A token or session that is not valid (any more): sockets close with 4401."""

    code, status, default = "sign_in", 401, "Sign in again."


class ReauthenticationNeeded(Refused, ReauthenticationRequired):  # type: ignore[misc]  # allauth ships no types
    """Only somebody who showed just now that it is them may do this. For pages, allauth's middleware asks and comes back."""

    code, status, default = "reauthenticate", 403, "Show once more that it is you, then do it again."
