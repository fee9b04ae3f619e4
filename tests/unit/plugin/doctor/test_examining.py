from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import responses

from connectors.http import HTTP
from connectors.notion.client import NotionClient
from connectors.notion.new_properties import TitleProperty
from connectors.retry import Patience
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.config import Settings
from plugin.config.openid import OpenIDSettings
from plugin.doctor import Finding, examine
from plugin.domain.communities import Partnership
from plugin.domain.notion_places import DataSource, NotionPlace
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store.database import Database
from tests.unit.plugin.web.mounted import SANDBOX_URL, http_to

OURS = {"plugin": ["hedgerow"], "connectors": ["hedgerow"], "schemas": ["Hedgerow"]}
MIRO = "https://api.miro.com/v1/oauth-token"
CONTEXT = {
    "user": {"id": "1", "name": "Hedgerow"},
    "team": {"id": "2", "name": "Tyne"},
    "scopes": ["boards:read", "boards:write"],
}


def _settings(tables: Path, folder: Path, **given: Any) -> Settings:
    url = f"sqlite:///{copy(tables, folder / 'hedgerow.db')}"
    usual = {"data_folder": folder, "database_url": url, "base_url": "http://127.0.0.1:8420"}
    return Settings(**({**usual, "secret": "s"} | given))


@pytest.fixture
def on_sandbox(tables: Path, tmp_path: Path) -> Settings:
    return _settings(tables, tmp_path, sandbox_url=SANDBOX_URL, notion_parent=FIRST_PAGE_ID)


@pytest.fixture
def real(tables: Path, tmp_path: Path) -> Settings:
    return _settings(tables, tmp_path, miro_token="a-secret-token")


@pytest.fixture
def vendors() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def _examined(settings: Settings, about: str, http: HTTP | None = None) -> list[Finding]:
    patient_once = HTTP(sleep=lambda _s: None, patience=Patience(attempts=1))
    found = examine(settings, http=http or patient_once, owners=OURS)
    return [finding for finding in found if finding.about == about]


def test_a_healthy_installation_has_nothing_to_mend(on_sandbox: Settings) -> None:
    found = examine(on_sandbox, http=http_to(create_sandbox()), owners=OURS)

    assert [finding for finding in found if finding.must_be_mended] == []
    assert {finding.about for finding in found} == {"Packages", "Database", "Miro", "Notion"}


def test_another_owner_of_our_packages_is_named(on_sandbox: Settings) -> None:
    owners = OURS | {"schemas": ["hedgerow", "other-schemas"]}

    found = examine(on_sandbox, http=http_to(create_sandbox()), owners=owners)

    assert found[0].must_be_mended
    assert "other-schemas" in found[0].sentence


def test_an_empty_database_says_what_to_run(on_sandbox: Settings, tmp_path: Path) -> None:
    (tmp_path / "hedgerow.db").unlink()

    (finding,) = _examined(on_sandbox, "Database", http_to(create_sandbox()))

    assert finding.must_be_mended
    assert "hedgerow db upgrade" in finding.sentence


def test_missing_accounts_say_which_setting(tables: Path, tmp_path: Path) -> None:
    found = examine(_settings(tables, tmp_path), owners=OURS)

    to_mend = [finding.sentence for finding in found if finding.must_be_mended]
    assert "HEDGEROW_MIRO_TOKEN" in to_mend[0]
    assert "HEDGEROW_NOTION_TOKEN" in to_mend[1]
    assert not any("dministrator" in each for each in to_mend)
    assert {each.mark.strip() for each in found} == {"ok", "fix"}


def test_a_revoked_token_is_told_without_the_token(
    real: Settings, vendors: responses.RequestsMock
) -> None:
    vendors.get(MIRO, status=401, json={"code": "tokenNotProvided", "message": "a-secret-token"})

    (finding,) = _examined(real, "Miro")

    assert finding.must_be_mended
    assert "set HEDGEROW_MIRO_TOKEN" in finding.sentence
    assert "a-secret-token" not in finding.sentence


def test_missing_scopes_are_named(real: Settings, vendors: responses.RequestsMock) -> None:
    vendors.get(MIRO, json=CONTEXT | {"scopes": ["boards:read"]})

    to_mend = [finding for finding in _examined(real, "Miro") if finding.must_be_mended]

    assert len(to_mend) == 1
    assert "boards:write" in to_mend[0].sentence


def test_a_persons_account_is_noticed(real: Settings, vendors: responses.RequestsMock) -> None:
    vendors.get(MIRO, json=CONTEXT | {"user": {"id": "1", "name": "Sam Okafor"}})

    assert any("a person's account" in finding.sentence for finding in _examined(real, "Miro"))


def test_a_vendor_out_of_reach_is_told(real: Settings, vendors: responses.RequestsMock) -> None:
    vendors.get(MIRO, status=503, body="down")

    (finding,) = _examined(real, "Miro")

    assert finding.must_be_mended
    assert "could not be asked" in finding.sentence


@pytest.mark.parametrize(
    ("parent", "words"),
    [
        (None, "HEDGEROW_NOTION_PARENT"),
        ("5a4db0c5-0000-4000-8000-00000000dead", "not shared"),
        ("Our memory", "is not the id of a page"),
    ],
)
def test_a_parent_that_cannot_be_seen_is_told(
    tables: Path, tmp_path: Path, parent: str | None, words: str
) -> None:
    settings = _settings(tables, tmp_path, sandbox_url=SANDBOX_URL, notion_parent=parent)

    found = _examined(settings, "Notion", http_to(create_sandbox()))

    assert any(words in finding.sentence for finding in found if finding.must_be_mended)


def test_a_data_source_that_is_gone_is_told(on_sandbox: Settings) -> None:
    database = Database(on_sandbox.database_url)
    gone = DataSource("d", "5a4db0c5-0000-4000-8000-00000000dead", {})
    with database.begin() as tx:
        stored_communities.add_partnership(tx, Partnership("p1", "Tyne"))
        stored_links.save_place(tx, NotionPlace("p1", FIRST_PAGE_ID, "m", memory=gone))

    found = _examined(on_sandbox, "Notion", http_to(create_sandbox()))

    assert any("Memory is gone" in finding.sentence for finding in found)


@pytest.mark.parametrize(
    ("ours", "lacking"),
    [
        ({"title": "title"}, None),
        ({"title": "title", "line": "gone"}, "Memory lacks columns of Hedgerow’s (line)"),
    ],
)
def test_only_columns_that_are_gone_are_missed(
    on_sandbox: Settings, ours: dict[str, str], lacking: str | None
) -> None:
    http = http_to(create_sandbox())
    notion = NotionClient(http, "sandbox-hedgerow", f"{SANDBOX_URL}/notion")
    made = notion.create_database(FIRST_PAGE_ID, "Memory", {"Name": TitleProperty()})
    source = DataSource(made.id, made.data_source_ids[0], ours, {"kind": ("Story",)})
    with Database(on_sandbox.database_url).begin() as tx:
        stored_communities.add_partnership(tx, Partnership("p1", "Tyne"))
        stored_links.save_place(tx, NotionPlace("p1", FIRST_PAGE_ID, "m", memory=source))

    found = [each.sentence for each in _examined(on_sandbox, "Notion", http) if each.must_be_mended]

    assert [sentence.split(".")[0] for sentence in found] == ([lacking] if lacking else [])


@pytest.mark.parametrize(("described", "mark"), [(True, "ok "), (False, "fix")])
def test_the_provider_of_single_sign_on_is_asked_who_it_is(
    tables: Path, tmp_path: Path, vendors: responses.RequestsMock, described: bool, mark: str
) -> None:
    issuer = "https://id.example"
    known = OpenIDSettings(issuer, "hedgerow", "a-secret", "Example Council")
    pages = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    vendors.get(
        f"{issuer}/.well-known/openid-configuration",
        json={"issuer": issuer if described else "x", **dict.fromkeys(pages, f"{issuer}/x")},
    )

    found = examine(_settings(tables, tmp_path, openid=known), owners=OURS)

    said = {each.about: each for each in found}["Single sign-on"]
    assert said.mark == mark
    assert "a-secret" not in said.sentence


@pytest.mark.parametrize(
    ("given", "said", "must_be_mended"),
    [
        ({}, "is not set up", False),
        ({"miro_client_id": "an-app"}, "HEDGEROW_MIRO_CLIENT_SECRET", True),
        ({"miro_client_secret": "s"}, "HEDGEROW_MIRO_CLIENT_ID", True),
        (
            {"miro_client_id": "an-app", "miro_client_secret": "s"},
            "http://127.0.0.1:8420/miro/app",
            False,
        ),
        (
            {"miro_client_id": "a", "miro_client_secret": "s", "base_url": "http://h.example"},
            "https only",
            True,
        ),
    ],
)
def test_what_the_panel_in_miro_lacks_is_said(
    given: dict[str, str], said: str, must_be_mended: bool, tables: Path, tmp_path: Path
) -> None:
    (found,) = _examined(_settings(tables, tmp_path, **given), "Miro panel")

    assert said in found.sentence
    assert found.must_be_mended is must_be_mended
