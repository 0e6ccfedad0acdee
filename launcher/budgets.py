"""Holds files and functions to their sizes, so that every line stays easy to find."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from launcher import places
from launcher.sources import tracked

FILE_LINES = 300
FUNCTION_LINES = 40
PARAMETERS = 6

MEASURED = {".py", ".ts", ".tsx", ".mjs", ".css", ".html", ".sh", ".md"}
EXEMPT = ("/migrations/", "deploy/sql/", "docs/", "CHANGELOG.md")


def too_large() -> list[str]:
    """A sentence for each file or function over its budget."""
    found: list[str] = []
    for file in tracked():
        if file.suffix not in MEASURED or any(part in f"/{file}" for part in EXEMPT):
            continue
        text = (places.ROOT / file).read_text(errors="replace")
        lines = text.count("\n")
        if lines > FILE_LINES:
            found.append(f"{file}: {lines} lines of {FILE_LINES}")
        if file.suffix == ".py":
            found += _python_functions(file, text)
    return found


def _python_functions(file: Path, text: str) -> Iterator[str]:
    """TypeScript's functions are held by eslint, with the same numbers."""
    for function in _functions(ast.parse(text)):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION_LINES:
            yield f"{file}:{function.lineno}: {function.name} has {lines} lines of {FUNCTION_LINES}"
        arguments = function.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        count = sum(argument.arg not in ("self", "cls") for argument in named)
        # A pytest fixture is a parameter, and a test may need its world.
        if count > PARAMETERS and not str(file).startswith("tests/"):
            yield f"{file}:{function.lineno}: {function.name} has {count} parameters of {PARAMETERS}"


def _functions(tree: ast.AST) -> Iterable[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
