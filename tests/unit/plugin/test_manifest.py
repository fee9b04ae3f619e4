from xml.etree import ElementTree

import pytest
import yaml

from plugin.errors import BadInput
from plugin.manifest import miro_manifest_yaml, read_manifest

MIRO_KEYS = [
    "appName",
    "sdkVersion",
    "sdkUri",
    "boardPicker",
    "redirectUris",
    "redirectUriForSdk",
    "scopes",
    "icons",
]


def test_miro_section_has_exactly_miros_keys() -> None:
    miro = read_manifest().miro

    assert list(miro) == MIRO_KEYS
    assert list(miro["boardPicker"]) == ["allowedDomains"]
    assert list(miro["icons"]) == ["colored", "outline"]


def test_miro_scopes_are_the_least_needed() -> None:
    assert read_manifest().miro["scopes"] == ["boards:read", "boards:write"]


def test_notion_section_names_capabilities_and_addresses() -> None:
    notion = read_manifest().notion

    assert set(notion) == {"capabilities", "redirectUris"}
    assert set(notion["capabilities"]) == {"read_content", "update_content", "insert_content"}


@pytest.mark.parametrize("name", ["colored", "outline"])
def test_icons_are_drawings_without_script(name: str) -> None:
    drawing = ElementTree.fromstring(read_manifest().miro["icons"][name])  # noqa: S314 (our own file)

    kinds = {element.tag.split("}")[1] for element in drawing.iter()}

    assert kinds == {"svg", "path"}


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://hedgerow.example", "https://hedgerow.example"),
        (" https://hedgerow.example/learning/ ", "https://hedgerow.example/learning"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
    ],
)
def test_printed_manifest_holds_the_given_address(given: str, address: str) -> None:
    text = miro_manifest_yaml(given)

    printed = yaml.safe_load(text)
    assert list(printed) == MIRO_KEYS
    assert printed["redirectUriForSdk"] in printed["redirectUris"]
    assert printed["redirectUris"][0].startswith(f"{address}/")
    assert printed["sdkUri"] == f"{address}/miro/app"
    assert printed["boardPicker"]["allowedDomains"] == [address]
    assert "{" not in text


@pytest.mark.parametrize(
    "given",
    [
        "",
        "hedgerow.example",
        "http://hedgerow.example",
        "http://localhost.hedgerow.example",
        "ftp://127.0.0.1",
        "https://",
        "https://[broken",
        "https://hedgerow.example:port",
        "https://hedgerow.example/?a=b",
        "https://hedgerow.example/#top",
        "https://two words.example",
        "https://hedgerow.example\nscopes: all",
    ],
)
def test_address_miro_would_refuse_is_refused(given: str) -> None:
    with pytest.raises(BadInput, match="beginning with https://") as refusal:
        miro_manifest_yaml(given)

    assert refusal.value.sentence == str(refusal.value)


def test_password_in_address_is_never_shown() -> None:
    with pytest.raises(BadInput) as refusal:
        miro_manifest_yaml("https://ida:secret@hedgerow.example")

    assert "secret" not in refusal.value.sentence
