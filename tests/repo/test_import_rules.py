"""The import rules hold, and no module that exists was left out of their lists."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.shared import REPOSITORY

# Flask is known in these parts only; the command line and its helpers start them.
EDGES = {"__main__", "cli", "doctor", "demo", "app", "web"}


def modules_of(package: str) -> set[str]:
    """Name the modules and packages directly inside a package."""
    folder = REPOSITORY / package
    files = {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}
    return files | {path.parent.name for path in folder.glob("*/__init__.py")}


def contract(name: str) -> dict[str, list[str]]:
    document = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = document["tool"]["importlinter"]["contracts"]
    (found,) = [entry for entry in contracts if entry["name"] == name]
    return dict(found)


def test_import_rules_hold_without_exception() -> None:
    command = Path(sys.executable).with_name("lint-imports")

    outcome = subprocess.run([command], cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert outcome.returncode == 0, outcome.stdout


def test_no_import_rule_is_loosened() -> None:
    text = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")

    assert "ignore_imports" not in text
    assert "allow_indirect_imports" not in text


def test_sync_is_entered_by_what_it_exports_alone() -> None:
    others = [
        path
        for path in (REPOSITORY / "plugin").rglob("*.py")
        if not path.is_relative_to(REPOSITORY / "plugin/sync")
    ]

    inside = [
        path.relative_to(REPOSITORY).as_posix()
        for path in others
        if re.search(r"from plugin\.sync\.|import plugin\.sync\.", path.read_text(encoding="utf-8"))
    ]

    assert inside == []


def test_flask_rule_names_every_inner_module() -> None:
    inner = {f"plugin.{name}" for name in modules_of("plugin") - EDGES}
    inner |= {f"connectors.{name}" for name in modules_of("connectors") - {"sandbox"}}

    assert set(contract("only the edges know Flask")["source_modules"]) == inner | {"schemas"}


def test_sandbox_rule_names_every_connector() -> None:
    strangers = {f"connectors.{name}" for name in modules_of("connectors") - {"sandbox"}}

    rule = contract("the sandbox shares no code with the clients it answers")

    assert set(rule["forbidden_modules"]) == strangers | {"plugin", "schemas"}


def test_pure_rule_names_every_pure_module() -> None:
    pure = {f"connectors.{name}" for name in modules_of("connectors") & {"retry", "paging"}}

    sources = set(contract("rules and plans do no input or output")["source_modules"])

    assert pure | {"plugin.domain", "plugin.*.plan", "plugin.*.merge"} <= sources
