"""Promise 5: what takes something away is in the log of what went, or it is said why not.

A restore can only carry out again what the log knows. Whoever writes a function of the store that
deletes or changes rows decides here what becomes of it when a backup is put back.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from plugin.backups import replaying
from plugin.domain.erasure_log import Went
from tests.promises.taken_away import NOT_DONE_AGAIN, WHEN_DONE_AGAIN, Why

ROOT = Path(__file__).parents[2]
STORE = ROOT / "plugin" / "store"
NOTES = {"note_gone", "note_all", "note_changed", "note_repeating"}
# Told with other entries, or at the end: who took a note back, what a restore takes out of texts of
# a group, and whose permission it lost.
BESIDE = {Went.NOTE_TAKEN_BACK, Went.TEXT_CHANGED, Went.TEXT_REPEATS, Went.PERMITTED}


def calls_in(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Yield what a function calls, as the name before the dot, or nothing, and the name."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            yield of.id if isinstance(of, ast.Name) else "", node.func.attr


def takes_away(function: ast.FunctionDef) -> bool:
    """Say whether a function deletes or changes rows, and notes nothing."""
    calls = set(calls_in(function))
    if NOTES & {name for _, name in calls}:
        return False
    return bool(calls & {("sa", "delete"), ("sa", "update")})


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted(STORE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.stem}.{node.name}", node


def listed() -> list[str]:
    return " ".join((*WHEN_DONE_AGAIN.values(), *NOT_DONE_AGAIN.values())).split()


def test_every_function_that_takes_something_away_is_noted_or_listed() -> None:
    found = {name for name, function in functions() if takes_away(function)}

    assert found - set(listed()) == set(), "no entry of the log, and no line in `taken_away`"
    assert set(listed()) - found == set(), "a line in `taken_away` of what is not there any more"


def test_each_is_listed_once() -> None:
    assert [name for name, times in Counter(listed()).items() if times > 1] == []


def test_a_new_function_without_an_entry_is_found() -> None:
    def taking(body: str) -> bool:
        (function,) = ast.parse(f"def forget_it(tx):\n    {body}\n").body
        assert isinstance(function, ast.FunctionDef)
        return takes_away(function)

    assert taking("tx.execute(sa.delete(t.note).where(own))")
    assert taking("tx.execute(sa.update(t.note).values(label='M'))")
    assert not taking("tx.execute(sa.select(t.note))")
    assert not taking("tx.execute(sa.delete(t.note)); note_gone(tx, Went.NOTE_FORGOTTEN, 'n')")


def test_every_kind_of_entry_is_carried_out_by_a_restore() -> None:
    carried_out = {*replaying._OF_NOTES, *replaying._OTHERS}

    assert set(Went) == carried_out | BESIDE
    assert carried_out & BESIDE == set()


def test_the_store_alone_deletes_and_changes_rows() -> None:
    others = [
        path.relative_to(ROOT)
        for path in sorted((ROOT / "plugin").rglob("*.py"))
        if STORE not in path.parents and re.search(r"sa\.(delete|update)\(", path.read_text())
    ]

    assert others == []


def test_what_every_restore_ends_is_ended() -> None:
    ended = ast.unparse(ast.parse((STORE / "ended_access.py").read_text(encoding="utf-8")))
    known = dict(functions())
    tables = {
        name: ast.unparse(node.args[0])
        for name in NOT_DONE_AGAIN[Why.ENDED].split()
        for node in ast.walk(known[name])
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("sa.delete", "sa.update")
        and ast.unparse(node.args[0]).startswith("t.")
    }

    assert tables
    assert [name for name, table in tables.items() if table not in ended] == []
