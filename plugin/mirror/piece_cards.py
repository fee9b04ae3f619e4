"""A checked piece as a card for a board, in the wording that was checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from plugin.domain.days import short_day
from plugin.domain.piece_readings import READ_BY_EACH
from plugin.domain.pieces import Check, PieceWhole, may_go_out
from plugin.domain.returns import PIECE, ReturnCard


def checked_cards(pieces: Iterable[PieceWhole], now: datetime) -> Iterator[ReturnCard]:
    """Yield a card for each piece that was checked and whose words may go onto a board."""
    for whole in pieces:
        check = may_go_out(whole, now)
        if check is not None:
            yield _card(check, has_readings=bool(whole.readings_of(check.wording)))


def _card(check: Check, *, has_readings: bool) -> ReturnCard:
    wording = check.wording
    with_whom = check.with_whom if check.is_by_writer else "us"
    said = f"Checked with {with_whom} on {short_day(check.day)}"
    more = f" {READ_BY_EACH}: on its page." if has_readings else ""
    return ReturnCard(
        f"{PIECE}{wording.piece_id}",
        wording.title,
        f"{wording.line} {said}{check.recorded_how}.{more}",
        piece_id=wording.piece_id,
    )
