"""Examines an installation: names of packages, database, Miro, Notion; says what to do.

The accounts are those that are used: the server's own tokens, else what each partnership connected.
Nothing is written at Miro or Notion, and here only what using a connection writes: its turns, and
new tokens in the place of old ones. What cannot be asked without writing (whether Notion lets us
insert and update) is said to be unknown rather than taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import packages_distributions
from uuid import uuid4

from connectors.errors import ConnectorError, NotThereOrNotShared, Reconnect, RefusedForGood
from connectors.http import HTTP
from connectors.notion.client import NotionClient
from plugin.accounts import Accounts
from plugin.accounts.clients import broken
from plugin.accounts.vendors import can_connect, openid_provider, own_token
from plugin.config import Settings
from plugin.doctor.inside_miro import panel_finding
from plugin.domain.communities import Partnership
from plugin.domain.connections import Vendor
from plugin.domain.notion_places import DataSource
from plugin.errors import HedgerowError, NotConnected
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store.database import Database
from plugin.store.services import Services

OURS = "hedgerow"
OUR_PACKAGES = ("plugin", "connectors", "schemas")
SCOPES = ("boards:read", "boards:write")
_OWN_NAME = "hedgerow"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what to do about it."""

    about: str
    sentence: str
    must_be_mended: bool = False

    @property
    def mark(self) -> str:
        """Return a word that says at a glance whether something is to be done."""
        return "fix" if self.must_be_mended else "ok "


def examine(
    settings: Settings,
    *,
    http: HTTP | None = None,
    owners: Mapping[str, Iterable[str]] | None = None,
) -> tuple[Finding, ...]:
    """Look at everything and return what was found, in the order in which to mend it.

    `owners` maps import names to the distributions that own them; it is read from the environment
    unless it is given.
    """
    database = Database(settings.database_url)
    known = packages_distributions() if owners is None else owners
    try:
        return (
            *_packages(known),
            *_database(database),
            *_vendors(settings, http, database),
            *_panel(settings),
            *_single_sign_on(settings),
        )
    finally:
        database.close()


def _panel(settings: Settings) -> Iterator[Finding]:
    if not settings.sandbox_url:
        sentence, must_be_mended = panel_finding(settings)
        yield Finding("Miro panel", sentence, must_be_mended)


def _single_sign_on(settings: Settings) -> Iterator[Finding]:
    provider = openid_provider(settings)
    if provider is None or settings.openid is None:
        return
    name = settings.openid.name
    try:
        provider.look()
    except ConnectorError as error:
        yield _mend(
            "Single sign-on",
            f"{name} does not answer as an OpenID provider ({error}), so nobody can sign in with "
            "it. Links work. Compare HEDGEROW_OIDC_ISSUER with what the provider publishes.",
        )
    else:
        yield Finding("Single sign-on", f"{name} answers as an OpenID provider.")


def _packages(owners: Mapping[str, Iterable[str]]) -> Iterator[Finding]:
    foreign = {
        name: sorted({owner for owner in owners.get(name, ()) if owner.lower() != OURS})
        for name in OUR_PACKAGES
    }
    for name, others in foreign.items():
        if others:
            yield _mend(
                "Packages",
                f"{', '.join(others)} also installs the package {name!r}, so Hedgerow may run "
                "somebody else's code. Install Hedgerow into an environment of its own.",
            )
    if not any(foreign.values()):
        yield Finding("Packages", f"{', '.join(OUR_PACKAGES)} belong to Hedgerow alone.")


def _database(database: Database) -> Iterator[Finding]:
    try:
        database.require_current()
    except HedgerowError as error:
        yield _mend("Database", error.sentence)
    else:
        yield Finding("Database", f"at revision {database.revision()}, which is the newest.")
        if shortcoming := database.shortcoming():
            yield Finding("Database", shortcoming)


def _vendors(settings: Settings, http: HTTP | None, database: Database) -> Iterator[Finding]:
    """Ask with every account that is used, each once: the server's, then those of partnerships."""
    homes = known_partnerships(database)
    services = Services(database, lambda: datetime.now(UTC), lambda: uuid4().hex)
    accounts = Accounts(settings, http, services if homes else None)
    for vendor in Vendor:
        own = [home for home in homes if accounts.connection(vendor, home.id) is not None]
        is_set = own_token(settings, vendor) is not None
        others = homes if is_set else [home for home in homes if home not in own]
        if others or not homes:
            shared = _Asking(vendor, Accounts(settings, http), database, others)
            yield from _asked(shared)
        for home in own:
            if is_set:
                yield Finding(
                    f"{vendor.shown} of {home.name}",
                    f"connected under Connections, but HEDGEROW_{vendor.name}_TOKEN is set and "
                    "comes first. Unset it if the partnership's own account is to be used.",
                )
            else:
                yield from _asked(_Asking(vendor, accounts, database, [home], home))


@dataclass(frozen=True, slots=True)
class _Asking:
    """An account to ask, the partnerships that use it, and whose own it is (None: the server's)."""

    vendor: Vendor
    accounts: Accounts
    database: Database
    homes: Sequence[Partnership]
    owner: Partnership | None = None

    @property
    def about(self) -> str:
        """Return what findings are about, as the terminal shows it."""
        of = f" of {self.owner.name}" if self.owner else ""
        return f"{self.vendor.shown}{of}"

    @property
    def id(self) -> str | None:
        """Return the partnership whose own account it is."""
        return self.owner.id if self.owner else None

    def found(self) -> Iterator[Finding]:
        """Ask; raise ConnectorError or ConnectionBroken where there is no answer."""
        found = _miro(self) if self.vendor is Vendor.MIRO else _notion(self)
        return (replace(finding, about=self.about) for finding in found)


def _asked(asking: _Asking) -> Iterator[Finding]:
    """Pass on what is found until the account gives no more answers."""
    about, shown = asking.about, asking.vendor.shown
    try:
        yield from asking.found()
    except NotConnected:
        yield _mend(about, _none_connected(asking))
    except HedgerowError as error:
        yield _mend(about, error.in_terminal)
    except Reconnect:
        if asking.owner:
            yield _mend(about, broken(asking.vendor))
            return
        yield _mend(
            about,
            f"{shown} does not take the token. It was revoked, has ended, or was copied "
            f"incompletely: make a new one and set HEDGEROW_{asking.vendor.name}_TOKEN.",
        )
    except ConnectorError as error:
        yield _mend(
            about,
            f"{shown} could not be asked ({error}). See whether this machine reaches it, and "
            "examine again.",
        )


def _none_connected(asking: _Asking) -> str:
    """Say that no account is connected, to the administrator who asks."""
    shown, settings = asking.vendor.shown, asking.accounts.settings
    how = f"Set HEDGEROW_{asking.vendor.name}_TOKEN; the README says where the token comes from."
    if can_connect(settings, asking.vendor):
        how = f"A facilitator connects one under Connections. For all partnerships: {how}"
    return f"no {shown} account is connected. {how}"


def _miro(asking: _Asking) -> Iterator[Finding]:
    whose = asking.accounts.miro(asking.id).token_context()
    yield Finding("Miro", f"the token belongs to {whose.user_name!r} in {whose.team_name!r}.")
    lacking = [scope for scope in SCOPES if scope not in whose.scopes]
    if lacking:
        yield _mend(
            "Miro",
            f"the token may not do {' and '.join(lacking)}. Tick these scopes in the app's "
            "settings at Miro, install the app in the team again, and set the new token.",
        )
    else:
        yield Finding("Miro", "the token may read and write boards.")
    if _OWN_NAME not in whose.user_name.lower():
        yield Finding(
            "Miro",
            "this looks like a person's account: notes sent from the web appear under that "
            "name, and the token opens all of that person's boards. Better is an account of "
            "its own called Hedgerow.",
        )


def _notion(asking: _Asking) -> Iterator[Finding]:
    notion = asking.accounts.notion(asking.id)
    bot = notion.me()
    yield Finding("Notion", f"the connection is {bot.name!r} in {bot.workspace_name!r}.")
    yield from _parent(notion, asking.accounts.notion_parent(asking.id))
    made = _made_sources(asking.database, asking.homes)
    if asking.homes and not made:
        yield Finding("Notion", "the data sources are not made yet; the first sync makes them.")
    for name, source in made:
        yield _source(notion, name, source)


def _parent(notion: NotionClient, page_id: str) -> Iterator[Finding]:
    try:
        page = notion.page(page_id)
    except NotThereOrNotShared:
        yield _mend(
            "Notion",
            "the page for the memory (chosen under Connections, or HEDGEROW_NOTION_PARENT) is not "
            "shared with the connection, or is gone. Open it in Notion, then ••• → Connections, "
            "and add the connection.",
        )
    except RefusedForGood as error:
        if error.status == HTTPStatus.BAD_REQUEST:
            yield _mend(
                "Notion",
                "HEDGEROW_NOTION_PARENT is not the id of a page: 32 letters and digits at the "
                "end of its address. Copy the page's link in Notion and take them from it.",
            )
            return
        yield _mend(
            "Notion",
            f"the connection may not read pages ({error.code or error.status}). Tick Read, "
            "Insert and Update content in the connection's settings at Notion.",
        )
    else:
        if page.in_trash:
            yield _mend("Notion", "the parent page is in the trash. Restore it in Notion.")
        else:
            yield Finding(
                "Notion",
                "the parent page can be read. Whether the connection may also insert and update "
                "content shows at the first sync; nothing is written to find out.",
            )


def _source(notion: NotionClient, name: str, ours: DataSource) -> Finding:
    try:
        seen = notion.data_source(ours.data_source_id)
    except NotThereOrNotShared:
        return _mend(
            "Notion",
            f"the data source {name} is gone or not shared. Restore it from Notion's trash, or "
            "share the memory's page with the connection again.",
        )
    if seen.in_trash:
        return _mend("Notion", f"the data source {name} is in the trash. Restore it in Notion.")
    there = {each.id for each in seen.properties.values()}
    lacking = sorted(key for key, their_id in ours.columns.items() if their_id not in there)
    if lacking:
        return _mend(
            "Notion",
            f"{name} lacks columns of Hedgerow’s ({', '.join(lacking)}). Undo their removal in "
            "Notion; until then what they held is not carried over.",
        )
    return Finding("Notion", f"the data source {name} is there with all its columns.")


def known_partnerships(database: Database) -> tuple[Partnership, ...]:
    """Return all partnerships; none where the database cannot be read, which was said already."""
    try:
        database.require_current()
        with database.read() as tx:
            return stored_communities.partnerships(tx)
    except HedgerowError:
        return ()


def _made_sources(database: Database, homes: Sequence[Partnership]) -> list[tuple[str, DataSource]]:
    if not homes:
        return []
    with database.read() as tx:
        places = [stored_links.place(tx, each.id) for each in homes]
    return [
        (name, source)
        for place in places
        if place is not None
        for name, source in (
            ("Communities", place.communities),
            ("Sessions", place.sessions),
            ("Memory", place.memory),
        )
        if source is not None
    ]


def _mend(about: str, sentence: str) -> Finding:
    return Finding(about, sentence, must_be_mended=True)
