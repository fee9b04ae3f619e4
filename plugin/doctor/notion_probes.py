"""The open points of docs/notion.md#open-questions, asked below a page made for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic

from connectors.http import Call
from connectors.notion.client import VERSION, NotionClient
from connectors.notion.new_properties import NewProperty, NumberProperty, TitleProperty
from connectors.notion.new_values import NewValue, Number, Title
from connectors.notion.parents import InDataSource
from connectors.oauth import NotionOAuth
from connectors.replies import RawAnswer
from plugin.doctor.describe import Telling, listed, part, rows_of
from plugin.doctor.probes import Probe

COLUMNS: Mapping[str, NewProperty] = {"Name": TitleProperty(), "Number": NumberProperty()}
QUERY = "/v1/data_sources/{data_source_id}/query"
CHILDREN = "/v1/blocks/{block_id}/children"
_MOST_SLICES = 20
_LOOKS = 10
_BETWEEN_LOOKS_S = 0.5
_NEWER = re.compile(r"20\d\d-\d\d-\d\d")
# What is sent to find the unit of 2,000, and whether each unit would let it through.
_LONG = (
    ("2,001 letters", "a" * 2001),
    ("1,001 emoji (2,002 UTF-16 units)", "\N{SEEDLING}" * 1001),
    ("1,001 letters with an accent each (2,002 code points)", "e\N{COMBINING ACUTE ACCENT}" * 1001),
    ("2,000 emoji (4,000 UTF-16 units)", "\N{SEEDLING}" * 2000),
)


@dataclass(frozen=True, slots=True)
class NotionProbeContext:
    """What the probes work with; `docs` reaches Notion's public pages without a token of ours."""

    notion: NotionClient
    oauth: NotionOAuth
    docs: NotionClient
    page_id: str
    tell: Telling
    pause: Callable[[float], None]

    def source(self, title: str) -> str:
        """Make a data source with a title and a number; return its id."""
        return self.notion.create_database(self.page_id, title, COLUMNS).data_source_ids[0]

    def row(self, source: str, name: str, number: int = 0) -> str:
        """Make a row; return its id."""
        values: Mapping[str, NewValue] = {"Name": Title(name), "Number": Number(number)}
        return self.notion.create_page(InDataSource(source), values).id

    def query(self, source: str, **body: object) -> RawAnswer:
        """Send one query as it is."""
        ids = {"data_source_id": source}
        return self.notion.look(Call(method="POST", route=QUERY, ids=ids, body=body, harmless=True))


def probes(lab: NotionProbeContext) -> tuple[Probe, ...]:
    """Return the questions in the order of the facts page, but those about times."""
    return (*_cursors(lab), *_reads_after_writes(lab), *_lengths(lab), *_outside(lab))


def _cursors(lab: NotionProbeContext) -> Iterable[Probe]:
    for letter, timestamp, direction in (
        ("a", "created_time", "ascending"),
        ("b", "last_edited_time", "descending"),
    ):
        sort = {"timestamp": timestamp, "direction": direction}
        yield Probe(
            f"notion 1{letter}",
            f"a cursor by {timestamp} while rows change",
            partial(_walk_while_rows_change, lab, sort),
        )


def _reads_after_writes(lab: NotionProbeContext) -> Iterable[Probe]:
    yield Probe("notion 2a", "a new row in the next query", lambda: _new_row(lab))
    yield Probe("notion 2b", "a changed value in the next query", lambda: _changed_value(lab))


def _lengths(lab: NotionProbeContext) -> Iterable[Probe]:
    for number, (words, text) in enumerate(_LONG, start=1):
        yield Probe(
            f"notion 4.{number}",
            f"a run of {words}",
            partial(_long_run, lab, text),
        )


def _outside(lab: NotionProbeContext) -> Iterable[Probe]:
    asked = {"grant_type": "authorization_code", "code": "none"}
    for letter, name, carried in (
        ("a", "JSON", {"body": asked}),
        ("b", "a form", {"form": asked}),
    ):
        call = Call(method="POST", route="/v1/oauth/token", harmless=False, **carried)  # type: ignore[arg-type] # one of the two
        yield Probe(
            f"notion 5{letter}",
            f"the token endpoint with {name} and no good code",
            partial(_token_asked, lab, call),
        )
    yield Probe("notion 6", f"a version newer than {VERSION}", lambda: _newer_versions(lab))


def _walk_while_rows_change(lab: NotionProbeContext, sort: Mapping[str, str]) -> str:
    """Read two of six rows, change one that was read, trash one that was not, add one, go on."""
    source = lab.source("Cursor")
    rows = {name: lab.row(source, name) for name in ("r1", "r2", "r3", "r4", "r5", "r6")}
    seen = lab.query(source, sorts=[sort], page_size=2)
    slices = [_names(seen)]
    unread = [name for name in rows if name not in slices[0]]
    if not slices[0] or not unread:
        return lab.tell.of(seen, f"slices: {slices}")
    lab.notion.update_page(rows[slices[0][0]], {"Number": Number(1)})
    lab.notion.update_page(rows[unread[-1]], {"Number": Number(1)})
    lab.notion.trash_page(rows[unread[0]])
    lab.row(source, "r7")
    while (cursor := part(seen.body, "next_cursor")) and len(slices) < _MOST_SLICES:
        seen = lab.query(source, sorts=[sort], page_size=2, start_cursor=cursor)
        slices.append(_names(seen))
    changed = f"changed {slices[0][0]} and {unread[-1]}, trashed {unread[0]}, added r7"
    return lab.tell.of(seen, f"{changed}; slices {' | '.join(listed(names) for names in slices)}")


def _names(seen: RawAnswer) -> list[str]:
    """Return our own names of the rows, and nothing else."""
    found = []
    for row in rows_of(seen.body, "results"):
        title = part(row, "properties", "Name", "title")
        name = part(title[0], "plain_text") if isinstance(title, list) and title else None
        found.append(name if isinstance(name, str) and re.fullmatch(r"r\d", name) else "?")
    return found


def _new_row(lab: NotionProbeContext) -> str:
    source = lab.source("New row")
    lab.row(source, "r1")
    return _until(lab, lambda: lab.query(source))


def _changed_value(lab: NotionProbeContext) -> str:
    source = lab.source("Changed value")
    lab.notion.update_page(lab.row(source, "r1"), {"Number": Number(7)})
    only = {"property": "Number", "number": {"equals": 7}}
    return _until(lab, lambda: lab.query(source, filter=only))


def _until(lab: NotionProbeContext, look: Callable[[], RawAnswer]) -> str:
    begun = monotonic()
    for number in range(1, _LOOKS + 1):
        seen = look()
        if _names(seen) or seen.status != 200:
            return lab.tell.of(seen, f"at look {number}, after {monotonic() - begun:.1f} s")
        lab.pause(_BETWEEN_LOOKS_S)
    return f"not within {_LOOKS} looks, {monotonic() - begun:.1f} s"


def _token_asked(lab: NotionProbeContext, call: Call) -> str:
    return lab.tell.of(lab.oauth.look(call))


def _long_run(lab: NotionProbeContext, text: str) -> str:
    words = [{"type": "text", "text": {"content": text}}]
    block = {"object": "block", "type": "paragraph", "paragraph": {"rich_text": words}}
    call = Call(
        method="PATCH",
        route=CHILDREN,
        ids={"block_id": lab.page_id},
        body={"children": [block]},
        harmless=False,
    )
    return lab.tell.of(lab.notion.look(call))


def _newer_versions(lab: NotionProbeContext) -> str:
    call = Call(method="GET", route="/openapi.json", harmless=True)
    seen = lab.docs.look(call)
    if seen.status != 200 or not isinstance(seen.body, Mapping):
        return lab.tell.of(seen)
    paths = part(seen.body, "paths")
    said = sorted({day for day in _NEWER.findall(str(seen.body)) if day > VERSION})
    return (
        f"200; {len(paths) if isinstance(paths, Mapping) else 'no'} paths; "
        f"dates after {VERSION} in it: {listed(said)}"
    )
