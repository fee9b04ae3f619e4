"""Promise 5: whosever words go from a partnership, one function takes them from all places."""

import ast
from pathlib import Path

STORE = Path(__file__).parents[2] / "plugin" / "store"
ONE_WAY = ("let_go.py", "words_go")


def test_whatever_repeats_words_is_emptied_by_one_function_and_what_it_calls() -> None:
    calls = {
        (path.name, function.name)
        for path in sorted(STORE.parent.rglob("*.py"))
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and node.attr == "drop_repeating"
    }
    parts = {name for file, name in calls if file == ONE_WAY[0]}

    assert {file for file, _ in calls} == {ONE_WAY[0]}
    assert parts <= called_by_it()


def called_by_it() -> set[str]:
    """Return the name of the one function, and those of its module that it calls."""
    tree = ast.parse((STORE / ONE_WAY[0]).read_text(encoding="utf-8"))
    (one,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == ONE_WAY[1]
    )
    called = {
        node.func.id
        for node in ast.walk(one)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return {ONE_WAY[1], *called}
