"""Finds, in the code, what pages for people without an account can answer when they refuse.

Calls are followed by name from each function that such an address leads to, and where an attribute
is called that no module has, to every method of that name. That is more than what is called, and
whatever a page can raise by calls that are written down is in it.
"""

from __future__ import annotations

import ast
import importlib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from plugin import errors
from plugin.languages import Language, LazyText, translate
from plugin.web.language import PAGES
from tests.shared import REPOSITORY

# Refused is what somebody who is signed in hears: an address without account has no rights to lack.
_RAISED = {name for name, kind in vars(errors).items() if isinstance(kind, type)} - {"Refused"}
# Methods are known by their name alone, and only nouns have those that refuse a person.
_WITH_METHODS = ("plugin.domain", "plugin.converse")
Place = tuple[str, str]  # a module and a function of it
Found = tuple[str, ast.FunctionDef]


class Code:
    """The functions of the product by module and name, and what they call."""

    def __init__(self) -> None:
        self.trees = dict(_trees())
        self.functions: dict[Place, ast.FunctionDef] = {}
        self.methods: defaultdict[str, list[Found]] = defaultdict(list)
        self.imported: dict[str, dict[str, Place]] = {}
        for module, tree in self.trees.items():
            self.imported[module] = dict(_imports(tree))
            for node in tree.body:
                if isinstance(node, ast.FunctionDef):
                    self.functions[module, node.name] = node
                elif isinstance(node, ast.ClassDef) and module.startswith(_WITH_METHODS):
                    for method in node.body:
                        if isinstance(method, ast.FunctionDef):
                            self.methods[method.name].append((module, method))

    def for_phones(self) -> list[Found]:
        """Return every function that an address of these pages leads to, and all that they call."""
        waiting = list(self._routes())
        reached: dict[int, Found] = {}
        while waiting:
            module, function = waiting.pop()
            if id(function) not in reached:
                reached[id(function)] = (module, function)
                waiting += self.called(module, function)
        return list(reached.values())

    def called(self, module: str, node: ast.AST) -> Iterator[Found]:
        """Return the functions that are named in a part of a module."""
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                yield from self._function(*self._place(module, each.id))
            elif isinstance(each, ast.Attribute):
                at, name = (
                    self._place(module, each.value.id)
                    if isinstance(each.value, ast.Name)
                    else ("", "")
                )
                whole = f"{at}.{name}"
                if whole in self.trees:
                    yield from self._function(*self._place(whole, each.attr))
                else:
                    yield from self.methods.get(each.attr, ())

    def is_said(self, module: str, value: ast.expr | None, function: ast.AST) -> bool:
        """Say whether a sentence can be said in Welsh, as far as the code shows it."""
        if isinstance(value, ast.Constant):
            return value.value is None or _has_welsh(value.value)
        if isinstance(value, ast.IfExp):
            return all(self.is_said(module, e, function) for e in (value.body, value.orelse))
        if isinstance(value, ast.Name):
            at, name = self._place(module, value.id)
            known = getattr(importlib.import_module(at), name, None) if at in self.trees else None
            if isinstance(known, str):
                return isinstance(known, LazyText) or _has_welsh(known)
            given = list(_given(function, value.id))
            return bool(given) and all(self.is_said(module, e, function) for e in given)
        if isinstance(value, ast.Call):
            if isinstance(value.func, ast.Name) and value.func.id == "lazy_gettext":
                return True
            told_by = list(self.called(module, value))
            return bool(told_by) and all(self._says(*found) for found in told_by)
        return False

    def _says(self, module: str, function: ast.FunctionDef) -> bool:
        returned = [e.value for e in ast.walk(function) if isinstance(e, ast.Return)]
        return all(self.is_said(module, each, function) for each in returned)

    def _routes(self) -> Iterator[Found]:
        for module, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef) and any(map(_is_for_phones, _routed(node))):
                    yield module, node

    def _function(self, module: str, name: str) -> Iterator[Found]:
        function = self.functions.get((module, name))
        if function is not None:
            yield module, function

    def _place(self, module: str, name: str) -> Place:
        """Return where something is made that a module names, through all that pass it on."""
        while (module, name) not in self.functions and name in self.imported.get(module, {}):
            at, name_there = self.imported[module][name]
            if at not in self.trees or f"{at}.{name_there}" in self.trees:
                return at, name_there
            module, name = at, name_there
        return module, name


@cache
def code() -> Code:
    """Return the code of the product, read once."""
    return Code()


def unsaid() -> tuple[str, ...]:
    """Return each refusal that such a page can show, and that nobody can read in Welsh."""
    found = set()
    for module, function in code().for_phones():
        for each in ast.walk(function):
            if isinstance(each, ast.Raise) and isinstance(each.exc, ast.Call):
                raised = each.exc
                name = ast.unparse(raised.func).rpartition(".")[2]
                if name in _RAISED and not code().is_said(module, raised.args[0], function):
                    found.add(f"{module}: {ast.unparse(raised)}")
    return tuple(sorted(found))


def _has_welsh(text: object) -> bool:
    return isinstance(text, str) and translate(text, Language.WELSH) != text


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in (REPOSITORY / "plugin").rglob("*.py"):
        if "migrations" not in path.parts:
            parts = path.relative_to(REPOSITORY).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[tuple[str, Place]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                yield each.asname or each.name, (node.module, each.name)


def _routed(node: ast.FunctionDef) -> Iterator[str]:
    for each in node.decorator_list:
        if isinstance(each, ast.Call) and each.args and isinstance(each.args[0], ast.Constant):
            yield str(each.args[0].value)


def _is_for_phones(route: str) -> bool:
    return route in PAGES or route.startswith(tuple(f"{each}/" for each in PAGES))


def _given(function: ast.AST, name: str) -> Iterator[ast.expr]:
    """Return what a name can stand for in a function."""
    for each in ast.walk(function):
        if isinstance(each, ast.Assign):
            if name in [target.id for target in each.targets if isinstance(target, ast.Name)]:
                yield each.value
        elif isinstance(each, ast.NamedExpr) and each.target.id == name:
            yield each.value
