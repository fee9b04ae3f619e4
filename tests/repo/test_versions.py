"""Version, name and description are the same wherever they are said."""

import importlib.metadata
import json
import tomllib
from typing import Any

import pytest

from plugin.manifest import read_manifest
from tests.shared import REPOSITORY


@pytest.fixture
def project() -> dict[str, Any]:
    document = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(document["project"])


@pytest.mark.parametrize("field", ["name", "version", "description"])
def test_manifest_and_project_file_agree(project: dict[str, Any], field: str) -> None:
    manifest = json.loads((REPOSITORY / "manifest.json").read_text(encoding="utf-8"))

    assert manifest[field] == project[field]


def test_installed_version_is_the_manifests() -> None:
    assert importlib.metadata.version("hedgerow") == read_manifest().version


def test_changelog_keeps_a_place_for_news() -> None:
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")

    assert "## [Unreleased]" in changelog
