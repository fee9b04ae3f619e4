"""Asks the real Miro and Notion what only they can say, and keeps a table to send to Hedgerow.

It reads, except on one board and one page that it makes and removes. The table holds statuses,
codes and shapes: no token, no names, no words of people, ids cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from secrets import token_hex

from connectors.errors import ConnectorError
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.notion.client import VERSION, NotionClient
from connectors.oauth import App, MiroOAuth, NotionOAuth
from plugin.accounts import Accounts
from plugin.accounts.vendors import own_token, site_of
from plugin.config import Settings
from plugin.doctor import miro_people, miro_probes, notion_probes, notion_times, scratch_space
from plugin.doctor.describe import Telling
from plugin.doctor.examining import known_partnerships
from plugin.doctor.probes import Person, ProbeResult, all_rows, in_short
from plugin.domain.connections import Vendor
from plugin.errors import ConnectionBroken
from plugin.store.database import Database
from plugin.store.services import Services

DOCS = "https://developers.notion.com"
# An app that nobody registered: the token endpoints are asked how they refuse.
_NO_APP = App("none", "none", "https://hedgerow.example/connect/return")
_NO_TOKEN = "none"  # noqa: S105 - on purpose no token


@dataclass(slots=True)
class Examination:
    """What came so far; it stays readable when the examination is interrupted."""

    name: str
    rows: list[ProbeResult] = field(default_factory=list)
    left: scratch_space.Left = field(default_factory=scratch_space.Left)
    was_interrupted: bool = False


def new_name() -> str:
    """Return the name under which board and page are found again, whatever happens."""
    return f"Hedgerow asks {token_hex(4)}"


def examine_live(
    settings: Settings,
    http: HTTP,
    found: Examination,
    person: Person | None = None,
    tell: Callable[[ProbeResult], None] = lambda _row: None,
) -> None:
    """Ask everything and put what came into `found`, row by row, also when interrupted."""
    database = Database(settings.database_url)
    try:
        for vendor, ask in ((Vendor.MIRO, _miro), (Vendor.NOTION, _notion)):
            at = _at(settings, http, database, vendor)
            _keep(ask(at, found, person), vendor, found, tell)
    except KeyboardInterrupt:
        found.was_interrupted = True
    finally:
        database.close()


def _keep(
    asked: Generator[ProbeResult, None, None],
    vendor: Vendor,
    found: Examination,
    tell: Callable[[ProbeResult], None],
) -> None:
    """Keep each row as it comes; what was made is removed before anything goes on."""
    with closing(asked) as rows:
        try:
            for row in rows:
                found.rows.append(row)
                tell(row)
        except ConnectionBroken as error:
            found.rows.append(
                ProbeResult(vendor.value, "everything", f"Not asked: {error.in_terminal}")
            )
        except ConnectorError as error:
            found.rows.append(
                ProbeResult(vendor.value, "the rest", f"Not asked: {in_short(error)}")
            )


def table(found: Examination, settings: Settings, now: datetime | None = None) -> str:
    """Return the table as Markdown, with what a reader must know to judge it."""
    moment = (now or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M UTC")
    against = "the sandbox" if settings.sandbox_url else "the real services"
    head = (
        f"Hedgerow {version('hedgerow')}, Notion version {VERSION}, {moment}, against {against}"
        f"{', interrupted' if found.was_interrupted else ''}."
    )
    lines = (f"| {row.probe} | {_cell(row.asked)} | {_cell(row.came)} |" for row in found.rows)
    return "\n".join((head, "", "| probe | asked | answer |", "|---|---|---|", *lines))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


@dataclass(frozen=True, slots=True)
class _At:
    """A vendor as one account sees it: the server's, or else the first that somebody connected."""

    settings: Settings
    http: HTTP
    accounts: Accounts
    partnership_id: str | None
    site: str


def _at(settings: Settings, http: HTTP, database: Database, vendor: Vendor) -> _At:
    homes = known_partnerships(database)
    services = (
        Services(database, lambda: datetime.now(UTC), lambda: token_hex(16)) if homes else None
    )
    accounts = Accounts(settings, http, services)
    connected = [home.id for home in homes if accounts.connection(vendor, home.id) is not None]
    partnership_id = connected[0] if connected and own_token(settings, vendor) is None else None
    return _At(settings, http, accounts, partnership_id, site_of(settings, vendor))


def _miro(at: _At, found: Examination, person: Person | None) -> Generator[ProbeResult, None, None]:
    miro = at.accounts.miro(at.partnership_id)
    whose = miro.token_context()
    hidden = (whose.user_name, whose.team_name, found.name)
    with scratch_space.board(miro, found.name, found.left) as board:
        lab = miro_probes.MiroProbeContext(
            miro=miro,
            stranger=MiroClient(at.http, _NO_TOKEN, at.site),
            oauth=MiroOAuth(at.http, _NO_APP, at.site),
            board=board,
            team_id=whose.team_id,
            tell=Telling(hidden),
        )
        yield from all_rows(miro_probes.probes(lab), person)
        yield from all_rows(miro_people.probes(lab, person), person)


def _notion(
    at: _At, found: Examination, person: Person | None
) -> Generator[ProbeResult, None, None]:
    notion, parent_id = (
        at.accounts.notion(at.partnership_id),
        at.accounts.notion_parent(at.partnership_id),
    )
    bot = notion.me()
    # Without an app of one's own the endpoint only says that it does not know the app.
    oauth = NotionOAuth(at.http, _NO_APP, at.site)
    with suppress(ConnectionBroken):
        known = at.accounts.oauth(Vendor.NOTION)
        oauth = known if isinstance(known, NotionOAuth) else oauth
    docs = NotionClient(at.http, _NO_TOKEN, at.site if at.settings.sandbox_url else DOCS)
    with scratch_space.page(notion, parent_id, found.name, found.left) as page_id:
        tell = Telling((bot.name, bot.workspace_name, found.name))
        lab = notion_probes.NotionProbeContext(notion, oauth, docs, page_id, tell, at.http.pause)
        yield from all_rows(notion_probes.probes(lab), person)
        yield from all_rows(notion_times.probes(lab), person)
