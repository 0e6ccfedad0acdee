"""Whatever the dashboard and the alarms ask for is told by /metrics: a name that nobody counts would be silent for ever."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from tests.boot import ROOT

DEPLOY = ROOT / "deploy"
# The loop's tasks are what make soak looks at; browsers' errors are for the log.
UNSHOWN = {"parley_tasks", "parley_client_errors"}
COUNTING = ("chat.metrics", "config.measures", "integrations.outbound.tally")
NAME = re.compile(r"\bparley_[a-z_]+")


def told() -> set[str]:
    """Every name that /metrics can say, once the modules that count are there."""
    for module in COUNTING:
        import_module(module)
    ends = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",), "gauge": ("",)}
    return {family.name + end for family in REGISTRY.collect() for end in ends.get(family.type, ())}


def expressions(file: Path) -> list[str]:
    """What is asked of Prometheus."""
    read: Any = json.loads(file.read_text()) if file.suffix == ".json" else yaml.safe_load(file.read_text())
    if file.suffix == ".json":
        return [target["expr"] for panel in read["panels"] for target in panel.get("targets", [])]
    return [rule["expr"] for group in read["groups"] for rule in group["rules"]]


@pytest.mark.parametrize("name", ["grafana/parley.json", "alerts.yml"])
def test_every_name_is_counted(name: str) -> None:
    asked = {found for expression in expressions(DEPLOY / name) for found in NAME.findall(expression)}
    assert len(asked) >= 5
    assert asked <= told(), sorted(asked - told())


def test_everything_that_is_counted_is_shown() -> None:
    """A new number has a panel, or a reason here."""
    shown = set(NAME.findall(" ".join(expressions(DEPLOY / "grafana/parley.json"))))
    families = {family.name for family in REGISTRY.collect() if family.name.startswith("parley_")}
    not_shown = {name for name in families if not any(one.startswith(name) for one in shown)}
    assert not_shown <= UNSHOWN, not_shown
