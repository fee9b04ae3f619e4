"""Pieces in the wording that a person may read, with how it was checked, as in the memory."""

from __future__ import annotations

from typing import Any

from flask import url_for

from plugin.domain.api_tokens import Scope
from plugin.domain.piece_readings import PieceReading
from plugin.domain.pieces import KINDS, RUNG_WORDS, is_stopped
from plugin.memory.export_pieces import why_wording_stays
from plugin.memory.search import ReadablePiece, pieces_for, readable_piece
from plugin.web.api.answers import PageQuery, PieceAnswer, PiecesAnswer
from plugin.web.api.operations import Asked, Operation, part_of
from plugin.web.pieces import rests_on

_NOT_CHECKED = "not checked yet"
_CHANGED = "changed since it was checked"


def _pieces(asked: Asked) -> dict[str, Any]:
    readable = pieces_for(asked.services, asked.actor, asked.ids["partnership_id"])
    found = [_piece(each) for each in readable]
    return part_of(found, asked, "pieces")


def _one(asked: Asked) -> dict[str, Any]:
    return _piece(readable_piece(asked.services, asked.actor, asked.ids["piece_id"]))


def _piece(readable: ReadablePiece) -> dict[str, Any]:
    piece, shown = readable.whole.piece, readable.shown
    why = why_wording_stays(readable.whole, shown)
    return {
        "id": piece.id,
        "group_id": piece.community_id,
        "title": "" if why else shown.title,
        "line": "" if why else shown.line,
        "story": "" if why else shown.narrative,
        "readings": [] if why else [_reading(each) for each in readable.readings],
        "why_without_words": why or None,
        "kind": KINDS[shown.kind],
        "read_by": RUNG_WORDS[readable.rung],
        "written_on": shown.made_at.date(),
        "rests_on": rests_on(readable.whole),
        "checking": _checking(readable),
        "is_looked_at_again": readable.is_looked_at_again or is_stopped(readable.whole, shown),
        "page": url_for("pieces.show", piece_id=piece.id, _external=True),
    }


def _reading(reading: PieceReading) -> dict[str, str]:
    return {"where": reading.origin, "words": reading.words, "whose": reading.whose_now}


def _checking(readable: ReadablePiece) -> dict[str, Any]:
    check = readable.check
    otherwise = _CHANGED if readable.is_changed_since else _NOT_CHECKED
    return {
        "is_checked": check is not None,
        "in_words": check.in_words if check else otherwise,
        "day": check.day if check else None,
        "is_changed_since": readable.is_changed_since,
    }


OPERATIONS = (
    Operation(
        name="pieces",
        path="/partnerships/<partnership_id>/pieces",
        summary="List the pieces of a partnership that you can read.",
        answer=PiecesAnswer,
        answers=_pieces,
        scope=Scope.READ_PIECES,
        sent=PageQuery,
    ),
    Operation(
        name="piece",
        path="/pieces/<piece_id>",
        summary="Show a piece in the wording that you can read, and how it was checked.",
        answer=PieceAnswer,
        answers=_one,
        scope=Scope.READ_PIECES,
    ),
)
