import ast
import re
from collections.abc import Iterator
from pathlib import Path

from connectors.sandbox.notion import property_types
from connectors.sandbox.notion.property_types import PROPERTY_TYPES

TABLE = Path(property_types.__file__)
# A data source has exactly one title, whatever else it has; it comes first where people look.
RULES_FOR_TITLES = {"schema.py: title", "people_views.py: title"}


def compared_texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and re.search("type|kind", ast.unparse(node.left)):
            for side in node.comparators:
                for one in ast.walk(side):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        yield one.value


def test_only_the_table_tells_property_types_apart() -> None:
    elsewhere = {
        f"{path.name}: {text}"
        for path in TABLE.parent.glob("*.py")
        if path != TABLE
        for text in compared_texts(path)
        if text in PROPERTY_TYPES
    }

    assert elsewhere <= RULES_FOR_TITLES


def test_what_nobody_writes_nobody_types_either() -> None:
    read_only = [one for one in PROPERTY_TYPES.values() if one.read is None]

    assert [one.name for one in read_only if one.typed is not None] == ["files"]
    assert all(one.condition is None for one in read_only if one.is_app_only)
