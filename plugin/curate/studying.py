"""The study table: what is judged of many pieces of a group, set at once.

Where a piece stands is not set here, since a doubt is retired, and a piece set down, with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plugin.curate.desk import curated, standing_of
from plugin.curate.judgements import judge_piece
from plugin.domain.clusters import DeskStep
from plugin.domain.communities import Community, Partnership
from plugin.domain.judgements import Judgement
from plugin.domain.people import Actor
from plugin.domain.pieces import PieceWhole, Standing
from plugin.errors import BadInput, HedgerowError
from plugin.govern import held_words
from plugin.store import desk_steps
from plugin.store import piece_choices as choices
from plugin.store import pieces as stored_pieces
from plugin.store.services import Services

PIECES_A_TABLE = 50
_NONE = "Tick at least one piece, and choose something to set. Nothing was changed."


@dataclass(frozen=True, slots=True)
class StudyView:
    """The newest pieces of a community with what is judged of each."""

    community: Community
    partnership: Partnership
    pieces: tuple[tuple[PieceWhole, Standing], ...]
    next_start: int | None
    can_undo: bool  # what this person did last at the desk


@dataclass(frozen=True, slots=True)
class Studied:
    """What was saved: for how many pieces, and why not for others, by their ids."""

    saved: int
    refused: Mapping[str, str]

    @property
    def says(self) -> str:
        """Return it in a sentence."""
        said = {0: "Nothing was changed.", 1: "Saved for one piece."}
        return said.get(self.saved, f"Saved for {self.saved} pieces.")


def study_view(services: Services, actor: Actor, community_id: str, start: int = 0) -> StudyView:
    """Return one page of the study table for who curates a community."""
    with services.db.read() as tx:
        community, partnership = curated(tx, actor, community_id)
        own = choices.is_of_groups([community_id])
        here = (tx, partnership.id, community_id, own)
        found = choices.chosen(*here, most=PIECES_A_TABLE, start=start)
        number = stored_pieces.number_of_pieces(tx, community_id)
        read = [held_words.as_read_by(tx, actor, each) for each in found]
        pieces = standing_of(tx, services, community, read)
        can_undo = desk_steps.last_step(tx, actor.person_id, community_id) is not None
    end = start + PIECES_A_TABLE
    return StudyView(community, partnership, pieces, end if end < number else None, can_undo)


def save_rows(
    services: Services,
    actor: Actor,
    community_id: str,
    rows: Mapping[str, Mapping[str, str]],
    seen: Mapping[str, int | None],
) -> Studied:
    """Store what each row says, by piece; `seen` is the number of the judgement that it showed.

    Each piece is saved by itself: one that somebody changed meanwhile keeps no other from it. A row
    that says what it showed is left alone, whatever stands there now.
    """
    with services.db.read() as tx:
        _, partnership = curated(tx, actor, community_id)
        own = choices.is_one_of(list(rows))
        found = choices.chosen(tx, partnership.id, community_id, own)
    done, refused = list[tuple[str, int]](), dict[str, str]()
    for whole in found:
        said, number = rows[whole.piece.id], seen.get(whole.piece.id)
        if any(_says(judged, said) for judged in (whole.judged, _shown(whole, number))):
            continue
        try:
            judgement = judge_piece(services, actor, whole.piece.id, said, number)
        except HedgerowError as error:
            refused[whole.piece.id] = str(error)
            continue
        done.append((whole.piece.id, judgement.number))
    if done and actor.stored_id is not None:
        step = DeskStep(judged=tuple(done))
        with services.db.begin() as tx:
            desk_steps.remember(tx, services.new_id(), actor.stored_id, community_id, step)
    return Studied(len(done), refused)


def _shown(whole: PieceWhole, number: int | None) -> Judgement:
    """Return the judgement that a row showed; the newest where it does not say which."""
    if number is None:
        return whole.judged
    before = tuple(each for each in whole.judgements if each.number <= number)
    return replace(whole, judgements=before).judged


def unsaved(whole: PieceWhole, said: Mapping[str, str], number: int | None) -> dict[str, str]:
    """Return the fields of a row that somebody set, with what they say; `number` as in `save_rows`.

    A field that says what the row showed was not set, whatever stands there now.
    """
    shown = _shown(whole, number)
    return {name: text for name, text in said.items() if text != shown.says(name)}


def _says(judged: Judgement, said: Mapping[str, str]) -> bool:
    return all(judged.says(name) == text for name, text in said.items())


def with_the_same(
    rows: Mapping[str, Mapping[str, str]], piece_ids: Sequence[str], said: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Return rows in which several pieces say the same; raise BadInput where none does."""
    if not said or not set(piece_ids) & rows.keys():
        raise BadInput(_NONE)
    return {each: {**row, **(said if each in piece_ids else {})} for each, row in rows.items()}
