"""What a partnership has in Notion: its place there, links with agreed values, open conflicts.

A partnership's links are all in memory while it is synced, so what many of them say is kept once.
The state of a row is one JSON object of its link, which names what is known; its phase is a column
of its own, so that links can be asked for by it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

import sqlalchemy as sa

from plugin.domain.links import (
    FOLLOWED,
    Absence,
    Conflict,
    Link,
    Origin,
    Phase,
    Reading,
    RowState,
    Said,
    Sent,
    Take,
)
from plugin.domain.notion_places import DataSource, NotionPlace
from plugin.store import tables as t
from plugin.store.database import Tx, key_of

# Made once: every write to a row uses them, and making them takes longer than running them.
_INSERT = sa.insert(t.link)
_UPDATE = sa.update(t.link).where(t.link.c.id == sa.bindparam("of"))
_BY_ID = sa.select(t.link).where(t.link.c.id == sa.bindparam("of"))
_IS_FOLLOWED = t.link.c.phase.in_(FOLLOWED)
_OF_OURS = sa.select(t.link).where(t.link.c.our_id == sa.bindparam("our_id"), _IS_FOLLOWED)
_PAGES = sa.select(t.link.c.our_id, t.link.c.notion_page_id).where(
    t.link.c.our_id.in_(sa.bindparam("our_ids", expanding=True)), _IS_FOLLOWED
)

_SOURCES = ("communities", "sessions", "memory")


def save_place(tx: Tx, place: NotionPlace) -> None:
    """Store where a partnership's memory lives; parts that are not made yet are None."""
    own = t.notion_place.c.partnership_id == place.partnership_id
    tx.execute(sa.delete(t.notion_place).where(own))
    made = {name: source for name in _SOURCES if (source := place.source(name)) is not None}
    tx.execute(
        sa.insert(t.notion_place).values(
            partnership_id=place.partnership_id,
            parent_page_id=place.parent_page_id,
            memory_page_id=place.memory_page_id,
            sources={name: _stored_source(source) for name, source in made.items()},
            is_small=place.is_small,
        )
    )


def place(tx: Tx, partnership_id: str) -> NotionPlace | None:
    """Return where a partnership's memory lives in Notion, or None."""
    row = tx.execute(
        sa.select(t.notion_place).where(t.notion_place.c.partnership_id == partnership_id)
    ).one_or_none()
    if row is None:
        return None
    made = {name: _source(stored) for name, stored in row.sources.items()}
    return NotionPlace(
        row.partnership_id,
        row.parent_page_id,
        row.memory_page_id,
        made.get("communities"),
        made.get("sessions"),
        made.get("memory"),
        row.is_small,
    )


def _stored_source(source: DataSource) -> dict[str, Any]:
    return {
        "database_id": source.database_id,
        "data_source_id": source.data_source_id,
        "columns": dict(source.columns),
        "options": {column: list(offered) for column, offered in source.options.items()},
        "back_relations": dict(source.back_relations),
        "views": dict(source.views),
    }


def _source(stored: Mapping[str, Any]) -> DataSource:
    options = {column: tuple(offered) for column, offered in stored["options"].items()}
    return DataSource(**{**stored, "options": options})


def add_link(tx: Tx, link: Link) -> None:
    """Store a link that is not there yet."""
    tx.execute(_INSERT, {"id": link.id, **_values(link)})


def save_link(tx: Tx, link: Link) -> None:
    """Store a new or changed link."""
    if not tx.execute(_UPDATE, {"of": link.id, **_values(link)}).rowcount:
        add_link(tx, link)


def _values(link: Link) -> dict[str, Any]:
    return {
        "partnership_id": link.partnership_id,
        "kind": link.kind,
        "our_id": link.our_id,
        "key": link.key,
        "notion_page_id": link.notion_page_id,
        "agreed": dict(link.agreed),
        "blocks": list(link.blocks),
        "phase": link.state.phase.value,
        "row_state": _state_as_stored(link.state),
    }


def links(tx: Tx, partnership_id: str) -> tuple[Link, ...]:
    """Return every link of a partnership."""
    rows = tx.execute(sa.select(t.link).where(t.link.c.partnership_id == partnership_id))
    return tuple(_links(tx, rows))


def link_of(tx: Tx, our_id: str) -> Link | None:
    """Return the link of one of our things, or None; rows that were taken down are none."""
    row = tx.execute(_OF_OURS, {"our_id": our_id}).first()
    return None if row is None else next(_links(tx, [row]))


def pages_of(tx: Tx, our_ids: Collection[str]) -> dict[str, str]:
    """Return the pages of things of ours that have one in Notion, by our id."""
    rows = tx.execute(_PAGES, {"our_ids": list(our_ids)})
    return {row.our_id: row.notion_page_id for row in rows}


def is_linked(tx: Tx, page_id: str) -> bool:
    """Say whether a page of Notion is one of ours, of any partnership, or was once."""
    wanted = sa.select(t.link.c.id).where(t.link.c.notion_page_id == page_id).limit(1)
    return tx.execute(wanted).first() is not None


def every_link_of(tx: Tx, our_id: str) -> tuple[Link, ...]:
    """Return all links of one of our things, those of rows that were taken down too."""
    rows = tx.execute(sa.select(t.link).where(t.link.c.our_id == our_id).order_by(t.link.c.key))
    return tuple(_links(tx, rows))


def link(tx: Tx, link_id: str) -> Link | None:
    """Return a link by its own id, or None."""
    row = tx.execute(_BY_ID, {"of": link_id}).one_or_none()
    return None if row is None else next(_links(tx, [row]))


def forget_told(tx: Tx, partnership_id: str, is_gone: Callable[[str], bool]) -> None:
    """Forget texts that stand on pages in Notion beside wordings, or in our box, and went."""
    for each in links(tx, partnership_id):
        left = each.forgetting(is_gone, token_hex(4))
        if left != each:
            save_link(tx, left)


def memory_pages(tx: Tx) -> frozenset[str]:
    """Return the ids of every partnership's memory page; for telling one from another's."""
    return frozenset(tx.execute(sa.select(t.notion_place.c.memory_page_id)).scalars())


def save_conflict(tx: Tx, conflict: Conflict) -> None:
    """Store a conflict, or the newer texts of one that is still open."""
    own = t.conflict.c
    same = (own.link_id == conflict.link_id, own.field == conflict.field)
    tx.execute(sa.delete(t.conflict).where(*same, own.resolved_at.is_(None)))
    tx.execute(
        sa.insert(t.conflict).values(
            id=conflict.id,
            link_id=conflict.link_id,
            piece_id=conflict.piece_id,
            field=conflict.field,
            agreed=conflict.agreed,
            ours=conflict.ours,
            theirs=conflict.theirs,
            theirs_by=conflict.theirs_by,
            theirs_at=conflict.theirs_at,
            seen_at=conflict.seen_at,
            tells_gone=conflict.tells_gone,
        )
    )


def conflict(tx: Tx, conflict_id: str) -> Conflict | None:
    """Return a conflict, or None."""
    row = tx.execute(sa.select(t.conflict).where(t.conflict.c.id == conflict_id)).one_or_none()
    return None if row is None else _conflict(row)


def open_conflicts(tx: Tx, partnership_id: str) -> tuple[Conflict, ...]:
    """Return the conflicts of a partnership that nobody has resolved."""
    rows = tx.execute(
        sa.select(t.conflict)
        .join(t.link, t.link.c.id == t.conflict.c.link_id)
        .where(t.link.c.partnership_id == partnership_id, t.conflict.c.resolved_at.is_(None))
        .order_by(t.conflict.c.seen_at)
    ).all()
    return tuple(_conflict(row) for row in rows)


def mark_gone(tx: Tx, partnership_id: str, tells: Callable[[str], bool]) -> None:
    """Mark the open conflicts of which the other side tells words that go."""
    found = [each.id for each in open_conflicts(tx, partnership_id) if tells(each.theirs)]
    kept = t.conflict.c.id.in_(found)
    tx.execute(sa.update(t.conflict).where(kept).values(tells_gone=True))


def resolve_conflict(
    tx: Tx,
    conflict_id: str,
    now: datetime,
    settled_by: str | None = None,
    settled_with: Take | None = None,
) -> None:
    """Close a conflict, and erase its three texts and whose they are: others hold the words.

    Who chose, and which side, stays; nothing of it where both sides said the same again.
    """
    tx.execute(
        sa.update(t.conflict)
        .where(t.conflict.c.id == conflict_id)
        .values(
            resolved_at=now,
            agreed="",
            ours="",
            theirs="",
            theirs_by="",
            theirs_at=None,
            settled_by=settled_by,
            settled_with=settled_with.value if settled_with else None,
        )
    )


def _links(tx: Tx, rows: Iterable[Any]) -> Iterator[Link]:
    known: dict[str, str] = {}

    def once(text: str) -> str:
        return known.setdefault(text, text)

    def all_once(texts: Mapping[str, str]) -> dict[str, str]:
        return {once(name): once(text) for name, text in texts.items()}

    for row in rows:
        yield Link(
            id=row.id,
            partnership_id=once(row.partnership_id),
            kind=once(row.kind),
            our_id=once(row.our_id),
            key=once(row.key),
            notion_page_id=row.notion_page_id,
            agreed=all_once(row.agreed),
            blocks=tuple(row.blocks),
            state=_state_of(row.phase, row.row_state),
            marked_with=key_of(tx),
        )


def _conflict(row: Any) -> Conflict:
    return Conflict(
        id=row.id,
        link_id=row.link_id,
        piece_id=row.piece_id,
        field=row.field,
        agreed=row.agreed,
        ours=row.ours,
        theirs=row.theirs,
        seen_at=row.seen_at,
        resolved_at=row.resolved_at,
        theirs_by=row.theirs_by,
        theirs_at=row.theirs_at,
        settled_by=row.settled_by,
        settled_with=Take(row.settled_with) if row.settled_with else None,
        tells_gone=row.tells_gone,
    )


def _state_as_stored(state: RowState) -> dict[str, Any]:
    """Return a state without its phase, as it is stored; what is not known is left out."""
    found = {
        "origin": None if state.origin is Origin.OURS else state.origin.value,
        "revision": state.revision,
        "sent": {"blocks": state.sent.blocks} if state.sent else None,
        "writing": state.writing,
        "callout": state.callout,
        "is_reordered": state.is_reordered,
        "read": _reading_as_stored(state.read) if state.read else None,
        "where": state.where.value if state.where else None,
        "added": [list(each) for each in state.added],
        "boxed": list(state.boxed),
        "said": [_said_as_stored(each) for each in state.said],
        "copies": list(state.copies),
    }
    return {name: value for name, value in found.items() if value not in (None, 0, "", [], False)}


def _state_of(phase: str, stored: Mapping[str, Any]) -> RowState:
    """Return the state that is stored; raise ValueError for what no row can be."""
    return RowState(
        phase=Phase(phase), **{name: _READ[name](value) for name, value in stored.items()}
    )


def _reading_as_stored(reading: Reading) -> dict[str, Any]:
    return {
        "minute": reading.minute.isoformat(),
        "at": reading.at.isoformat(),
        "callout": reading.callout,
    }


def _reading(stored: Mapping[str, Any]) -> Reading:
    minute, at = (datetime.fromisoformat(stored[name]) for name in ("minute", "at"))
    return Reading(minute, at, stored["callout"])


def _said_as_stored(said: Said) -> dict[str, Any]:
    at = said.at.isoformat() if said.at else None
    return {"who": said.who, "at": at, "text": said.text, "block_id": said.block_id}


def _said(stored: Mapping[str, Any]) -> Said:
    at = datetime.fromisoformat(stored["at"]) if stored["at"] else None
    return Said(stored["who"], at, stored["text"], stored["block_id"])


_READ: dict[str, Callable[[Any], Any]] = {
    "origin": Origin,
    "revision": int,
    "sent": lambda stored: Sent(stored["blocks"]),
    "writing": int,
    "callout": str,
    "is_reordered": bool,
    "read": _reading,
    "where": Absence,
    "added": lambda stored: tuple((kind, text) for kind, text in stored),
    "boxed": tuple,
    "said": lambda stored: tuple(_said(each) for each in stored),
    "copies": tuple,
}
