"""Pieces, links and rows as values, for tests of the plan: boring unless a test says otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from plugin.domain.links import Link, RowState
from plugin.domain.piece_callout import Shown, callout
from plugin.domain.pieces import (
    Check,
    Piece,
    PieceWhole,
    ReadBack,
    Release,
    Rung,
    Source,
    Wording,
    last_checked,
)
from plugin.sync.pieces.sides import OurPiece, Row
from plugin.sync.pieces.story import TheirBlock
from plugin.sync.pieces.values import Values, piece_facts

NOW = datetime(2026, 12, 20, 9, tzinfo=UTC)
MADE = NOW - timedelta(days=5)  # before the release below, which answers for it
DAY = date(2026, 12, 1)
URL = "https://hedgerow.example/pieces/p"
AGREED = {"title": "a", "line": "a", "narrative": "a", "kind": "Doubt"}


def wording(number: int, **words: str) -> Wording:
    said = {"title": "a", "line": "a", "narrative": "a", "kind": "doubt"} | words
    shown = {"family": "representation", "person": 2}
    return Wording(
        id=f"w{number}", piece_id="p", number=number, **said, **shown, made_at=MADE, made_in="here"
    )


def a_piece(
    *wordings: Wording,
    checked: tuple[int, ...] = (1,),
    rung: Rung = Rung.PARTNERSHIP,
    kind: str = "doubt",
    voices: int = 2,
) -> OurPiece:
    """Return a piece whose wordings with these numbers were checked."""
    whole = PieceWhole(
        piece=Piece("p", "partnership", "c", NOW),
        wordings=wordings or (wording(1, kind=kind),),
        sources=(
            Source(
                piece_id="p",
                note_id="n1",
                session_id="s",
                zone_code="Z3",
                day=date(2026, 11, 18),
            ),
        ),
        read_backs=tuple(
            ReadBack(
                id=f"r{n}",
                piece_id="p",
                wording_id=f"w{n}",
                session_id="later",
                day=DAY,
                met_until=NOW,
            )
            for n in checked
        ),
        releases=(
            Release(
                id="rel",
                piece_id="p",
                rung=rung,
                asked_at=NOW - timedelta(days=4),
                from_when=NOW - timedelta(days=2),
            ),
        ),
        voices=voices,
    )
    return OurPiece(whole, piece_facts(whole, (), NOW, URL), URL)


def check_of(piece: OurPiece) -> Check:
    check = last_checked(piece.whole, NOW)
    assert check is not None
    return check


def a_link(piece: OurPiece, revision: int = 1, **changes: Any) -> Link:
    own = {**piece.facts, "checked": "By the group", "revision": str(revision)}
    agreed = {**own, **AGREED, **changes.pop("agreed", {})}
    state = changes.pop("state", RowState(revision=revision, callout="top"))
    said = {"blocks": ("b0",), **changes}
    return Link(
        id="l",
        partnership_id="partnership",
        kind="piece",
        our_id="p",
        key="p",
        notion_page_id="page",
        agreed=agreed,
        state=state,
        **said,
    )


def a_row(piece: OurPiece, *, checked: str = "By the group", **theirs: str) -> Row:
    """Return the row as a run left it, with what people changed since."""
    narrative = theirs.pop("narrative", "a")
    values: Values = {
        **piece.facts,
        "title": "a",
        "line": "a",
        "kind": "Doubt",
        "checked": checked,
        "revision": "1",
        **theirs,
    }
    return Row(
        page_id="page",
        values=values,
        body=(
            top(piece),
            TheirBlock(
                id="b0", type="paragraph", text=narrative, has_children=False, is_by_us=True
            ),
        ),
    )


def top(piece: OurPiece) -> TheirBlock:
    shown = Shown(True, True, NOW.date())
    return TheirBlock(
        id="top", type="callout", text=callout(piece.whole, check_of(piece), NOW, shown)
    )
