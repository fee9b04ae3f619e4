"""Reads `manifest.json`, the one file that says what Miro and Notion must be told about Hedgerow.

It is found beside this module when Hedgerow is installed from a wheel, and at the root in a
checkout. Addresses in it hold the placeholder `{base_url}`; nothing else is filled in.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from plugin.errors import BadInput

_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1"})
_PLACEHOLDER = "{base_url}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Hedgerow's name and version, and what an administrator enters in Miro and in Notion."""

    name: str
    version: str
    description: str
    miro: Mapping[str, Any]
    notion: Mapping[str, Any]


def read_manifest() -> Manifest:
    """Read the manifest of this installation or checkout."""
    document = json.loads(_manifest_path().read_text(encoding="utf-8"))
    return Manifest(
        name=document["name"],
        version=document["version"],
        description=document["description"],
        miro=document["miro"],
        notion=document["notion"],
    )


def miro_manifest_yaml(base_url: str) -> str:
    """Return the app manifest to paste into Miro's editor, for a server at `base_url`.

    The keys are those of Miro's own manifests (`docs/miro.md#the-manifest`; their reference is
    https://developers.miro.com/docs/app-manifest). Raises `BadInput` where Miro would refuse the
    address: it wants https, except on localhost.
    """
    address = _checked_base_url(base_url)
    filled = _fill(dict(read_manifest().miro), address)
    text: str = yaml.safe_dump(filled, sort_keys=False, allow_unicode=True, width=1000)
    return text


def _manifest_path() -> Path:
    here = Path(__file__).resolve().parent
    installed = here / "manifest.json"
    return installed if installed.is_file() else here.parent / "manifest.json"


def _checked_base_url(base_url: str) -> str:
    try:
        parts = urlsplit(base_url.strip())
        host, _port = parts.hostname, parts.port
    except ValueError as err:
        raise BadInput(_not_usable(base_url)) from err
    secure = parts.scheme == "https"
    local = parts.scheme == "http" and host in _LOCAL_HOSTS
    more_than_address = parts.query or parts.fragment or parts.username or parts.password
    broken = not host or any(character.isspace() for character in base_url.strip())
    if broken or more_than_address or not (secure or local):
        raise BadInput(_not_usable(base_url))
    return base_url.strip().rstrip("/")


def _not_usable(base_url: str) -> str:
    shown = base_url.split("@")[-1][:100]
    return (
        f"Miro would refuse the base address {shown!r}, so nothing was printed. Give the address "
        "at which people reach Hedgerow, beginning with https:// (for a try on your own machine "
        "http://localhost or http://127.0.0.1, with a port if you like), without ? or #."
    )


def _fill(value: Any, base_url: str) -> Any:
    if isinstance(value, str):
        return value.replace(_PLACEHOLDER, base_url)
    if isinstance(value, list):
        return [_fill(entry, base_url) for entry in value]
    if isinstance(value, dict):
        return {key: _fill(entry, base_url) for key, entry in value.items()}
    return value
