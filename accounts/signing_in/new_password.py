"""The form that changes a password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The password now and the next one. Typed once: the eye beside it shows what stands there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
