"""Names are told apart at sight: an alias stands for one module, a public class's name for one."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

_TOP = Path(__file__).parents[2]
_PACKAGES = ("plugin", "connectors", "schemas")

# Metaphors that stood for modules once; the field has a word for each of these things.
_FORMER_NAMES = frozenset(
    {
        *("acting", "arriving", "bodies", "box_titles", "carrying", "company"),
        *("deciding", "doubles", "doubts", "fault_answers", "freshness", "ground"),
        *("hearing", "keeping", "listening", "looking", "making", "meddling"),
        *("misfortune", "pretend", "promise", "remembering", "saying", "stage"),
        *("theatre", "troubles", "viewing", "ways", "whose", "wire"),
        *("allowing", "complaints", "front", "gate", "growing", "mounted", "nouns", "pacing"),
        *("rich", "room", "tagging", "typed", "undo", "walls"),
    }
)

# What a function or a class gives back or holds, not that somebody told or knew it.
_FORMER_FUNCTIONS = frozenset({"told", "said", "known", "learnt"})
_FORMER_CLASSES = frozenset({"Case", "Complaint", "Front", "Seen", "Tally", "Told"})


def _modules(top: str) -> list[Path]:
    return [each for each in (_TOP / top).rglob("*.py") if "migrations" not in each.parts]


def _is_module(dotted: str) -> bool:
    path = _TOP / dotted.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _imported(top: str) -> Iterator[tuple[str, str]]:
    """Yield each name that stands for one of our modules, with that module."""
    for path in _modules(top):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ImportFrom):
                continue
            for each in node.names:
                if _is_module(module := f"{node.module}.{each.name}"):
                    yield each.asname or each.name, module


@pytest.mark.parametrize("top", _PACKAGES)
def test_a_name_stands_for_one_module_everywhere(top: str) -> None:
    modules = defaultdict(set)
    for name, module in _imported(top):
        modules[name].add(module)

    assert {name: sorted(found) for name, found in modules.items() if len(found) > 1} == {}


@pytest.mark.parametrize("top", _PACKAGES)
def test_a_public_class_is_the_only_one_of_its_name(top: str) -> None:
    places = defaultdict(list)
    for path in _modules(top):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(_TOP)))

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


@pytest.mark.parametrize("top", _PACKAGES)
def test_no_module_has_a_name_that_was_given_up(top: str) -> None:
    assert [str(each) for each in _modules(top) if each.stem in _FORMER_NAMES] == []


@pytest.mark.parametrize("top", _PACKAGES)
def test_no_function_or_class_has_a_name_that_was_given_up(top: str) -> None:
    given_up = [
        f"{path.relative_to(_TOP)}:{node.lineno} {node.name}"
        for path in _modules(top)
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.FunctionDef) and node.name in _FORMER_FUNCTIONS)
        or (isinstance(node, ast.ClassDef) and node.name in _FORMER_CLASSES)
    ]

    assert given_up == []
