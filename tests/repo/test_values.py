"""Values are told apart at their call, and stay as they were made."""

import ast
import re
from collections.abc import Iterator

from tests.repo.test_shape import modules

MOST_BY_POSITION = 7
# Annotations of what somebody could add to, in a value that says it never changes.
GROWS = re.compile(r"\b(list|set|dict|defaultdict|Counter|deque)\[")


def _values() -> Iterator[tuple[str, ast.ClassDef, str]]:
    """Yield every frozen dataclass with its module and its decorator."""
    for name, path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                for decorator in map(ast.unparse, node.decorator_list):
                    if decorator.startswith("dataclass(") and "frozen=True" in decorator:
                        yield name, node, decorator


def _fields(of: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for node in of.body:
        if isinstance(node, ast.AnnAssign):
            said = ast.unparse(node.annotation)
            if not said.startswith("ClassVar"):
                yield ast.unparse(node.target), said


def test_a_value_of_many_fields_is_made_by_their_names() -> None:
    by_position = [
        f"{module} {node.name}"
        for module, node, decorator in _values()
        if len(list(_fields(node))) > MOST_BY_POSITION and "kw_only=True" not in decorator
    ]

    assert by_position == []


def test_no_value_holds_what_can_grow() -> None:
    growing = [
        f"{module} {node.name}.{name}: {said}"
        for module, node, _ in _values()
        for name, said in _fields(node)
        if not said.startswith("Callable[") and GROWS.search(said)
    ]

    assert growing == []
