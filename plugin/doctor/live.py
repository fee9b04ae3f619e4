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
from plugin.accounts.vendors import site_of
from plugin.config import Settings
from plugin.doctor import miro_people, miro_probes, notion_probes, notion_times, places
from plugin.doctor.probes import Person, Row, all_rows, in_short
from plugin.doctor.telling import Telling
from plugin.domain.connections import Vendor
from plugin.errors import ConnectionBroken

DOCS = "https://developers.notion.com"
# An app that nobody registered: the token endpoints are asked how they refuse.
_NO_APP = App("none", "none", "https://hedgerow.example/connect/return")
_NO_TOKEN = "none"  # noqa: S105 - on purpose no token


@dataclass(slots=True)
class Examination:
    """What came so far; it stays readable when the examination is interrupted."""

    name: str
    rows: list[Row] = field(default_factory=list)
    left: places.Left = field(default_factory=places.Left)
    was_interrupted: bool = False


def new_name() -> str:
    """Return the name under which board and page are found again, whatever happens."""
    return f"Hedgerow asks {token_hex(4)}"


def examine_live(
    settings: Settings,
    http: HTTP,
    found: Examination,
    person: Person | None = None,
    tell: Callable[[Row], None] = lambda _row: None,
) -> None:
    """Ask everything and put what came into `found`, row by row, also when interrupted."""
    accounts = Accounts(settings, http)
    for vendor, ask in ((Vendor.MIRO, _miro), (Vendor.NOTION, _notion)):
        try:
            with closing(ask(accounts, settings, http, found, person)) as rows:
                for row in rows:
                    found.rows.append(row)
                    tell(row)
        except ConnectionBroken as error:
            found.rows.append(Row(vendor.value, "everything", f"Not asked: {error.sentence}"))
        except ConnectorError as error:
            found.rows.append(Row(vendor.value, "the rest", f"Not asked: {in_short(error)}"))
        except KeyboardInterrupt:
            found.was_interrupted = True
            return


def table(found: Examination, settings: Settings, now: datetime | None = None) -> str:
    """Return the table as Markdown, with what a reader must know to judge it."""
    moment = (now or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M UTC")
    against = "the sandbox" if settings.sandbox_url else "the real services"
    head = (
        f"Hedgerow {version('hedgerow')}, Notion version {VERSION}, {moment}, against {against}"
        f"{', interrupted' if found.was_interrupted else ''}."
    )
    lines = (f"| {row.probe} | {_cell(row.asked)} | {_cell(row.came)} |" for row in found.rows)
    return "\n".join((head, "", "| probe | asked | what came |", "|---|---|---|", *lines))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _miro(
    accounts: Accounts, settings: Settings, http: HTTP, found: Examination, person: Person | None
) -> Generator[Row, None, None]:
    miro, site = accounts.miro(), site_of(settings, Vendor.MIRO)
    whose = miro.token_context()
    hidden = (whose.user_name, whose.team_name, found.name)
    with places.board(miro, found.name, found.left) as board:
        lab = miro_probes.Lab(
            miro=miro,
            stranger=MiroClient(http, _NO_TOKEN, site),
            oauth=MiroOAuth(http, _NO_APP, site),
            board=board,
            team_id=whose.team_id,
            tell=Telling(hidden),
        )
        yield from all_rows(miro_probes.probes(lab), person)
        yield from all_rows(miro_people.probes(lab, person), person)


def _notion(
    accounts: Accounts, settings: Settings, http: HTTP, found: Examination, person: Person | None
) -> Generator[Row, None, None]:
    notion, site = accounts.notion(), site_of(settings, Vendor.NOTION)
    parent_id, bot = accounts.notion_parent(), notion.me()
    # Without an app of one's own the endpoint only says that it does not know the app.
    oauth = NotionOAuth(http, _NO_APP, site)
    with suppress(ConnectionBroken):
        known = accounts.oauth(Vendor.NOTION)
        oauth = known if isinstance(known, NotionOAuth) else oauth
    docs = NotionClient(http, _NO_TOKEN, site if settings.sandbox_url else DOCS)
    with places.page(notion, parent_id, found.name, found.left) as page_id:
        tell = Telling((bot.name, bot.workspace_name, found.name))
        lab = notion_probes.Lab(notion, oauth, docs, page_id, tell, http.pause)
        yield from all_rows(notion_probes.probes(lab), person)
        yield from all_rows(notion_times.probes(lab), person)
