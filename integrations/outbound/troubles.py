"""Why a request through the guarded door did not come to an answer, and whether the same again may help."""

from __future__ import annotations

from typing import ClassVar


class OutboundRefused(Exception):
    """The address may not be asked. `code` is one word, `detail` a sentence for who chose it. Never try again."""

    retry: ClassVar[bool] = False

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


class OutboundFailed(Exception):
    """There was no whole answer. `retry` says whether the same again may help."""

    def __init__(self, code: str, detail: str, *, retry: bool = True) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail, self.retry = code, detail, retry
