"""What the settings of a connector are made from: its form, asked by actions and pages alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.errors import Invalid
from integrations.connectors import Connector


def clean_settings(
    connector: Connector, raw: Mapping[str, Any], *, former: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """The settings and the secrets, checked by the connector's form; beside `former` settings, secrets may be left out.

    Raises Invalid.
    """
    form = connector.form(raw, former=former)
    for name in form.secret if former is not None else ():
        form.fields[name].required = False
    if not form.is_valid():
        raise Invalid(fields={name or "": " ".join(map(str, sentences)) for name, sentences in form.errors.items()})
    plain = {name: value for name, value in form.cleaned_data.items() if name not in form.secret}
    return plain, {name: form.cleaned_data[name] for name in form.secret if form.cleaned_data[name]}
