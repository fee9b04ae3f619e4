"""What goes back to a group on its next board: a checked piece, or a sentence still open."""

from __future__ import annotations

from dataclasses import dataclass

PIECE = "piece:"  # begins the keys of cards that bring a piece back


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """One card for the Returns box; `key` stays the same when a board is built again."""

    key: str
    title: str
    description: str = ""
    piece_id: str | None = None
    proposal_id: str | None = None
