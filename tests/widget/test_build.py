"""A pinned tag names its script by content: the same sources give the same bytes under the same names, wherever they are built."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from launcher.node import node, node_env
from tests.boot import ROOT

SOURCES = ("widget", "chat", "panel", "static", "package.json", "tsconfig.json", "esbuild.config.mjs")
PINNED = ("loader.js", "stage.js", "frame.js")
BUILD = Path("var") / "build"


def built(folder: Path) -> dict[str, bytes]:
    """What a page's tag loads, by the names of the build."""
    names = json.loads((folder / BUILD / "manifest.json").read_text(encoding="utf-8"))
    return {names[name]: (folder / BUILD / names[name]).read_bytes() for name in PINNED}


def test_another_build_elsewhere_is_the_same(tmp_path: Path) -> None:
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    for package in ("preact", "@preact", "uplot"):  # what is built in; the bundler itself may stand anywhere
        shutil.copytree(ROOT / "node_modules" / package, tmp_path / "node_modules" / package)
    (tmp_path / "node_modules" / "esbuild").symlink_to(ROOT / "node_modules" / "esbuild")
    said = subprocess.run([node(), "esbuild.config.mjs"], cwd=tmp_path, env=node_env(), text=True, capture_output=True, check=False)
    assert said.returncode == 0, said.stderr
    assert built(tmp_path) == built(ROOT)
