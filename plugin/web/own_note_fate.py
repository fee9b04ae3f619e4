"""What became of a note, as its writer reads it behind their own link."""

from __future__ import annotations

from typing import Any

from plugin.converse.own_notes import (
    OwnNote,
)
from plugin.domain.days import lazy_long_day
from plugin.domain.notes import Note
from plugin.domain.pieces import PieceWhole, is_for_the_group
from plugin.domain.receipts import sentences_in
from plugin.domain.since_when import since_when
from plugin.domain.taking_part import StickyState
from plugin.languages import LazyText, lazy_gettext
from plugin.use_cases import Runtime
from plugin.web.readership import read_by

_BEING_DELETED = lazy_gettext("Hedgerow is deleting its sticky on the board.")
_IS_DELETED = lazy_gettext(
    "Its sticky is deleted on the board. Miro keeps what was deleted in its own history."
)


def words_of_writer(note: Note) -> str:
    """Return what a note says, but for what another hand wrote."""
    return "" if note.is_changed_by_another else note.text or ""


def went_to(runtime: Runtime, found: OwnNote) -> list[dict[str, Any]]:
    """Say where a note went; of a piece that the group does not read yet no words are shown."""
    went = [
        _piece(runtime, whole, found.titles[whole.piece.id])
        | {
            "since": since_when(
                whole,
                found.note.id,
                runtime.services.now,
                is_in_notion=whole.piece.id in found.in_notion,
            )
        }
        for whole in found.pieces
    ]
    went += [
        {
            "name": each.name,
            "says": lazy_gettext(
                "A card on its board, in the session of %(day)s", day=lazy_long_day(each.day)
            ),
        }
        for each in found.boards
    ]
    says = lazy_gettext(
        "Exported. It, or a piece made from it, may stand in that file. Whoever has it has a copy."
    )
    went += [{"name": each.in_words, "says": says} for each in found.exports]
    return went


def _piece(runtime: Runtime, whole: PieceWhole, title: str) -> dict[str, Any]:
    now = runtime.services.now
    if not is_for_the_group(whole, now):
        return {
            "name": lazy_gettext("A piece in the making"),
            "says": lazy_gettext("Only the learning partner reads it."),
        }
    return {"name": title, "says": read_by(whole, now)}


def reached_by(found: OwnNote) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Return the receipt of a note that was taken back; of its sticky, how far it is by now.

    Each place comes with its sentences, and whether each can be said in the reader's language.
    """
    if found.taken_back is None:
        return []
    reached = {place: list(sentences_in(said)) for place, said in found.taken_back[1].items()}
    if found.sticky is StickyState.TO_DELETE:
        reached["Miro"] = [_BEING_DELETED]
    elif found.sticky is StickyState.DELETED:
        reached["Miro"] = [_IS_DELETED]
    return [
        (place, [(each, isinstance(each, LazyText)) for each in said])
        for place, said in reached.items()
    ]
