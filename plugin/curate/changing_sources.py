"""Changing what a piece rests on: notes put under it or taken off, split, joined, set down.

A wording keeps what it rested on, so that one that was checked stays what was checked. Every
change makes the next wording, a draft, and leaves a step with who, when and why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from plugin.curate.pieces import piece_for
from plugin.curate.sources import may_be_quoted, sources_of, wants_notes
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.people import Actor, Power
from plugin.domain.piece_steps import LONGEST_WHY, Did, PieceStep
from plugin.domain.pieces import TITLE_MAX, Piece, PieceWhole, Rung, Source, rung_at
from plugin.domain.quotes import filled, renumbered, without
from plugin.errors import BadInput
from plugin.govern import gone_words
from plugin.store import notes as stored_notes
from plugin.store import piece_steps, quotable
from plugin.store import pieces as stored_pieces
from plugin.store import quotes as stored_quotes
from plugin.store.database import Tx
from plugin.store.piece_steps import pieces_with_its_words
from plugin.store.services import Services
from plugin.store.taking_out import leave_out_what_was_left_out, left_out_of

_WHY = "Say in a few words why, for those who read it later. Nothing was changed."
_LAST = "It rests on this note alone. Nothing was changed. Set the piece down, or add a note first."
_NOT_THERE = "That note is not under this piece any more. Nothing was changed. Look again."
_WAITS = (
    "A note that stays under this piece waits for the yes of whoever wrote it, and the other half "
    "could tell its words without them. Nothing was changed. Make a new piece of the other notes."
)
_SOME = "Choose some of the notes, and leave at least one. Nothing was changed."
_OTHER = "Choose another piece of this group that is still here. Nothing was changed."
_OUT = "The other piece is read outside the group. Nothing was changed. Take it down first."


def add_notes(
    services: Services,
    actor: Actor,
    piece_id: str,
    note_ids: Sequence[str],
    why: str = "",
    *,
    is_against: bool = False,
) -> PieceWhole:
    """Let a piece rest on more kept notes, or keep them beside it since they do not fit.

    What speaks against a piece is no voice for it. Raise BadInput for what cannot be a source.
    """
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        because = reason(tx, whole, why, may_be_empty=True)
        found = sources_of(tx, services, whole.piece.community_id, piece_id, note_ids)
        found = tuple(replace(each, is_against=is_against) for each in found)
        if _add(tx, services, actor, whole, found):
            did = Did.AGAINST if is_against else Did.ADDED
            add_step(tx, services, actor, whole, did, because)
    return whole


def take_off(services: Services, actor: Actor, piece_id: str, note_id: str, why: str) -> None:
    """Let a piece rest on a note no more; what quotes it goes from the story."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        because = reason(tx, whole, why)
        if note_id not in {each.note_id for each in whole.sources}:
            raise BadInput(_NOT_THERE)
        if [each.note_id for each in whole.sources if not each.is_against] == [note_id]:
            raise BadInput(_LAST)
        _take(tx, services, actor, whole, {note_id})
        add_step(tx, services, actor, whole, Did.TAKEN_OFF, because)


def split(
    services: Services,
    actor: Actor,
    piece_id: str,
    note_ids: Collection[str],
    title: str,
    why: str,
) -> str:
    """Make another piece, a draft, from some of a piece's notes; return its id."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        because = reason(tx, whole, why)
        those = {e.note_id for e in whole.sources if not (e.gone_because or e.is_against)}
        going = those & set(note_ids)
        if not going or going == those or going != set(note_ids):
            raise BadInput(_SOME)
        # The half keeps a line that may tell what was not to be shared, without resting on it.
        if any(not agreed and note_id in those - going for note_id, _, agreed in whole.unwanted):
            raise BadInput(_WAITS)
        made = _half(tx, services, actor, whole, going, one_line(title))
        _take(tx, services, actor, whole, going)
        stored_pieces.join(tx, piece_id, made)
        add_step(tx, services, actor, whole, Did.SPLIT, because, made)
        half = stored_pieces.piece(tx, made)
        if half is not None:
            add_step(tx, services, actor, half, Did.SPLIT_FROM, because, piece_id)
    return made


def join_into(services: Services, actor: Actor, piece_id: str, other_id: str, why: str) -> None:
    """Let a piece take the notes and the story of another, which is replaced by it."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        other = stored_pieces.piece(tx, other_id)
        if (
            other is None
            or other_id == piece_id
            or other.piece.community_id != whole.piece.community_id
        ):
            raise BadInput(_OTHER)
        if rung_at(other.releases, services.now).value > Rung.US.value:
            raise BadInput(_OUT)
        because = reason(tx, whole, why)
        _take_over(tx, services, actor, whole, other)
        stored_pieces.join(tx, piece_id, other_id)
        replaced = other.judged.followed({"stands": "Replaced"}, services.now, "here")
        stored_pieces.add_judgement(tx, replaced)
        add_step(tx, services, actor, whole, Did.JOINED, because, other_id)
        add_step(tx, services, actor, other, Did.JOINED_INTO, because, piece_id)
        leave_out_what_was_left_out(tx, piece_id, services.now)


def set_down(services: Services, actor: Actor, piece_id: str, why: str) -> None:
    """Say that a piece is set down, and why; its words, and who may read them, stay."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        because = reason(tx, whole, why)
        down = whole.judged.followed({"stands": "Set down (with reason)"}, services.now, "here")
        stored_pieces.add_judgement(tx, down)
        add_step(tx, services, actor, whole, Did.SET_DOWN, because)


def reason(tx: Tx, whole: PieceWhole, why: str, *, may_be_empty: bool = False) -> str:
    """Return why somebody changes something, as it is stored; raise BadInput."""
    because = one_line(why.replace("\0", ""))
    if is_blank(because):
        if may_be_empty:
            return ""
        raise BadInput(_WHY)
    if len(because) > LONGEST_WHY:
        raise BadInput(
            f"There is room for {LONGEST_WHY} characters of why; yours are {len(because)}. Nothing "
            "was changed."
        )
    quotable.require_each_quotable(tx, whole.piece.community_id, [(because, "")])
    gone_words.require_none_left_out(tx, whole, [because])
    return because


def _add(
    tx: Tx, services: Services, actor: Actor, whole: PieceWhole, found: Sequence[Source]
) -> bool:
    """Put notes under a piece that are not there, from its next wording on; say if any were."""
    known = {each.note_id: each for each in whole.all_sources}
    rests = {each.note_id for each in whole.sources}
    elsewhere = left_out_of(tx, pieces_with_its_words(tx, whole.piece.id))
    gone = {note_id for note_id, each in known.items() if each.gone_because} | elsewhere
    if gone & {each.note_id for each in found}:
        raise BadInput(
            "One of these notes was taken out of this piece by its writer. Nothing was changed."
        )
    is_new = not wants_notes(whole) or any(each.is_against for each in found)
    basis = whole.newest.basis + is_new
    new = [replace(each, since=basis) for each in found if each.note_id not in rests]
    if new:
        # Words from Notion that nobody read back rest on these notes as they stand.
        stored_pieces.put_back_sources(tx, (each for each in new if each.note_id in known))
        stored_pieces.add_sources(tx, (each for each in new if each.note_id not in known))
        if is_new:
            next_on_new_basis(tx, services, actor, whole, whole.newest.stored_story)
    return bool(new)


def _take(
    tx: Tx, services: Services, actor: Actor, whole: PieceWhole, note_ids: Collection[str]
) -> None:
    quoted = {each.number for each in whole.quotes if each.note_id in note_ids}
    story = without(whole.newest.stored_story, quoted)
    as_read = whole.with_quotes(replace(whole.newest, narrative=story, typed=None))
    gone_words.require_untold(tx, whole, note_ids, as_read.narrative)
    stored_pieces.take_sources_off(tx, whole.piece.id, note_ids, whole.newest.basis + 1)
    next_on_new_basis(tx, services, actor, whole, story)


def next_on_new_basis(
    tx: Tx, services: Services, actor: Actor, whole: PieceWhole, story: str
) -> None:
    """Make the next wording, with these words, on what the piece rests on now."""
    wording = replace(
        whole.newest,
        id=services.new_id(),
        number=whole.newest.number + 1,
        narrative=story,
        typed=None,
        basis=whole.newest.basis + 1,
        made_at=services.now,
        made_in="here",
        made_by=actor.stored_id,
        let_in_by=actor.let_in_by,
    )
    gone_words.require_none_new(tx, whole, whole.with_quotes(wording))
    stored_pieces.add_wording(tx, wording)


def _half(
    tx: Tx,
    services: Services,
    actor: Actor,
    whole: PieceWhole,
    note_ids: Collection[str],
    title: str,
) -> str:
    """Store a draft on some of the notes, with their quotes as its story; return its id."""
    if is_blank(title) or len(title) > TITLE_MAX:
        raise BadInput(
            f"The new piece needs a title, of {TITLE_MAX} characters at most. Nothing was changed."
        )
    piece_id, community_id = services.new_id(), whole.piece.community_id
    quotable.require_each_quotable(tx, community_id, [(title, "")])
    going = [each for each in whole.quotes_in(whole.newest) if each.note_id in note_ids]
    first = replace(
        whole.newest,
        id=services.new_id(),
        piece_id=piece_id,
        number=1,
        title=title,
        narrative="\n\n".join(each.token for each in going),
        typed=None,
        basis=0,
        made_at=services.now,
        made_in="here",
        made_by=actor.stored_id,
        let_in_by=actor.let_in_by,
    )
    as_read = first.with_story(filled(first.narrative, {each.number: each for each in going}))
    gone_words.require_none(tx, community_id, as_read, note_ids)
    piece = Piece(piece_id, whole.piece.partnership_id, community_id, services.now)
    sources = sources_of(tx, services, community_id, piece_id, sorted(note_ids))
    stored_pieces.add_piece(tx, piece, first, sources)
    stored_quotes.copy(tx, whole.piece.id, piece_id, {each.number: each.number for each in going})
    return piece_id


def _take_over(
    tx: Tx, services: Services, actor: Actor, whole: PieceWhole, other: PieceWhole
) -> None:
    """Put the notes of another piece under one, and its story behind, with its quotes."""
    basis, piece_id = whole.newest.basis + 1, whole.piece.id
    known = {each.note_id: each for each in whole.all_sources}
    rests = {each.note_id for each in whole.sources}
    moved = [
        replace(each, piece_id=piece_id, since=basis, until=None, added_at=services.now)
        for each in other.sources
        if each.gone_because is None and each.note_id not in rests
    ]
    notes = stored_notes.notes_by_id(tx, [each.note_id for each in moved])
    moved = [
        each
        for each in moved
        if each.note_id in notes and may_be_quoted(other, notes[each.note_id], services.today)
    ]
    moved = [e for e in moved if e.note_id not in known or known[e.note_id].gone_because is None]
    stored_pieces.put_back_sources(tx, (each for each in moved if each.note_id in known))
    stored_pieces.add_sources(tx, (each for each in moved if each.note_id not in known))
    first = max((each.number for each in whole.quotes), default=0)
    first = max(first, len(whole.all_sources) + len(moved))
    numbers = {each.number: first + place for place, each in enumerate(other.quotes, 1)}
    stored_quotes.copy(tx, other.piece.id, piece_id, numbers)
    behind = renumbered(other.newest.stored_story, numbers)
    story = f"{whole.newest.stored_story}\n\n{behind}".strip()
    # With the quotes that came along: what they say is compared, not their tokens.
    read = stored_pieces.piece(tx, piece_id) or whole
    with_both = replace(read, every_source=(*whole.all_sources, *moved))
    next_on_new_basis(tx, services, actor, with_both, story)


def add_step(
    tx: Tx,
    services: Services,
    actor: Actor,
    whole: PieceWhole,
    did: Did,
    because: str,
    other_id: str | None = None,
) -> None:
    """Store who did what, and why."""
    piece_steps.add_step(
        tx,
        PieceStep(
            id=services.new_id(),
            piece_id=whole.piece.id,
            at=services.now,
            did=did,
            by=actor.stored_id,
            because=because,
            other_id=other_id,
        ),
    )
