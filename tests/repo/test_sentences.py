"""Tests import the sentences of the product instead of copying them."""

import ast
import re
from collections.abc import Iterator

from tests.shared import REPOSITORY

FEWEST_WORDS = 4
# Here the wording itself is what is tested: what is promised to people, and that it is so.
WORDING = ("tests/promises/", "tests/journeys/test_sentences_are_so.py")


def constants() -> Iterator[tuple[str, str]]:
    """Yield every sentence that a module of the product gives a public name, with that name."""
    for path in sorted((REPOSITORY / "plugin").rglob("*.py")):
        if "versions" in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match node:
                case ast.Assign(
                    targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))
                ) if not name.startswith("_") and len(text.split()) >= FEWEST_WORDS:
                    yield text, f"{path.relative_to(REPOSITORY).as_posix()} {name}"


def test_no_test_copies_a_sentence_that_has_a_name() -> None:
    named, copied = dict(constants()), []
    for path in sorted((REPOSITORY / "tests").rglob("*.py")):
        name, text = path.relative_to(REPOSITORY).as_posix(), path.read_text(encoding="utf-8")
        if name.startswith(WORDING) or not any(each[:40] in text for each in named):
            continue
        copied += [
            f"{name}:{node.lineno}: import {named[node.value]}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Constant) and node.value in named
        ]

    assert len(named) > 50
    assert copied == []


# What pages call a group and a session; `community` stays in addresses, ids and columns of Notion.
NOT_ON_PAGES = re.compile(r"\b(the|this|a|your|no|one) (community|meeting)\b", re.IGNORECASE)
# The mark on boards, by which those that stand already are known.
STAYS = ("Built by Hedgerow for one meeting.", "A community of practice")


def test_refusals_say_group_and_session() -> None:
    wrong = [
        f"{path.relative_to(REPOSITORY).as_posix()}:{node.lineno}: {node.value[:60]}"
        for path in sorted((REPOSITORY / "plugin").rglob("*.py"))
        for node in told(ast.parse(path.read_text(encoding="utf-8")))
        if NOT_ON_PAGES.search(node.value) and not node.value.startswith(STAYS)
    ]

    assert wrong == []


def told(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield the sentences of a module: texts of two words or more with an end, no docstrings."""
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in documents:
                if text.rstrip().endswith((".", "?")):
                    yield node
