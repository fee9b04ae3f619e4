"""What an export holds of pieces, as plain values in tables; pure.

Words of a wording that may not leave are left out, and why is said in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from plugin.domain.pieces import RUNG_WORDS, PieceWhole, Wording, is_stopped

Row = Mapping[str, Any]
WORDS_COVERED = (
    "Words that are held, were taken back, or were erased on their day stand in this wording, so "
    "it is not exported."
)
WORDS_POINT = (
    "Words that may point to a person stand in it, and nobody has decided about them yet, so it is "
    "not exported."
)


def in_iso(day: date | None) -> str:
    """Return a day as exports write it, empty for none."""
    return day.isoformat() if day else ""


def why_wording_stays(whole: PieceWhole, wording: Wording) -> str:
    """Return why a wording is not copied, empty where it is."""
    if not is_covered(whole, wording):
        return ""
    return WORDS_COVERED if is_stopped(whole, wording) else WORDS_POINT


def is_covered(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether words stand in a wording that may be copied nowhere, or it is looked at again."""
    return is_stopped(whole, wording) or wording.id in whole.pointing


def piece_row(whole: PieceWhole) -> Row:
    """Return the row of a piece; its title stays away where its newest words do."""
    newest = whole.newest
    return {
        "piece": whole.piece.id,
        "group": whole.piece.community_id,
        "title": "" if is_covered(whole, newest) else newest.title,
        "kind": newest.kind,
        "family": newest.family,
        "person": newest.person,
        "made on": in_iso(whole.piece.made_at.date()),
        "belongs with": list(whole.belongs_with),
        "where it stands": whole.judged.says("stands"),
        "how sure": whole.judged.says("sure"),
        "boundary": whole.judged.says("boundary"),
        "look again on": whole.judged.says("look_again"),
        "is looked at again": any(each.settled_at is None for each in whole.reviews),
    }


def wording_rows(whole: PieceWhole) -> Iterable[Row]:
    """Return a row for each wording."""
    return (_wording(whole, each) for each in whole.wordings)


def _wording(whole: PieceWhole, wording: Wording) -> Row:
    covered = is_covered(whole, wording)
    return {
        "piece": whole.piece.id,
        "wording": wording.number,
        "day": in_iso(wording.made_at.date()),
        "written in": wording.made_in,
        "title": "" if covered else wording.title,
        "line": "" if covered else wording.line,
        "story": "" if covered else wording.narrative,
        "readings": "" if covered else "\n".join(whole.told_beside(wording)),
        "why without words": why_wording_stays(whole, wording),
    }


def source_rows(whole: PieceWhole) -> Iterable[Row]:
    """Return a row for each note under a piece."""
    for each in whole.sources:
        yield {
            "piece": each.piece_id,
            "note": each.note_id,
            "session": each.session_id,
            "box": each.zone_code,
            "day": in_iso(each.day),
            "gone because": each.gone_because or "",
        }


def read_back_rows(whole: PieceWhole) -> Iterable[Row]:
    """Return a row for each time that it was read back."""
    numbers = {each.id: each.number for each in whole.wordings}
    for each in whole.read_backs:
        yield {
            "piece": whole.piece.id,
            "wording": numbers.get(each.wording_id, ""),
            "session": each.session_id,
            "day": in_iso(each.day),
            "somebody objected": each.objections is not None,  # how many, pages do not tell
        }


def release_rows(whole: PieceWhole) -> Iterable[Row]:
    """Return a row for each release."""
    for each in whole.releases:
        yield {
            "piece": whole.piece.id,
            "to": RUNG_WORDS[each.rung],
            "from": in_iso(each.from_when.date()),
            "stopped": each.stopped_at is not None,
        }
