"""Modules say what they are for, and modules and functions stay small enough to read."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.shared import REPOSITORY

LONGEST_MODULE = 350
LONGEST_FUNCTION = 45
VAGUE_NAMES = {"utils", "util", "helpers", "common", "manager", "misc"}


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("plugin", "connectors", "schemas"):
        for path in sorted((REPOSITORY / package).rglob("*.py")):
            yield path.relative_to(REPOSITORY).as_posix(), path


def code_to_read() -> Iterator[tuple[str, Path]]:
    """Yield all modules but migrations, which are lists of columns that never change again."""
    return ((name, path) for name, path in modules() if "/migrations/versions/" not in name)


def test_every_module_opens_with_purpose() -> None:
    silent = [
        name
        for name, path in modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_no_module_grows_past_limit() -> None:
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in code_to_read()
    }

    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_function_grows_past_limit() -> None:
    too_long = []
    for name, path in code_to_read():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    too_long.append(f"{name}:{node.lineno} {node.name} ({length} lines)")

    assert too_long == []


def test_no_module_has_vague_name() -> None:
    vague = [name for name, path in modules() if VAGUE_NAMES & set(path.with_suffix("").parts)]

    assert vague == []
