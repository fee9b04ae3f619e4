"""Keeping what somebody types for a piece until they save it: it makes no wording by itself.

A draft is shown to its writer alone. Others see that somebody is writing, and not what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.curate.desk import curated
from plugin.domain.drafts import WENT, WRITES_NOW, FormShown, PieceDraft, require_bounded
from plugin.domain.memos import MemoAbout, ThingMemo
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import PieceWhole
from plugin.domain.presses import id_of
from plugin.errors import BadInput
from plugin.govern.private_reading import require_own_id, who_reads
from plugin.store import drafts as stored_drafts
from plugin.store import memos as stored_memos
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.services import Services

_MOST_NOTES = 500
_UNSAID = FormShown()
_NO_PIECE = "This piece is not here any more. Nothing was kept. Copy your words from the form."


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """Whether a form keeps what is typed, what it kept, and who else is writing just now.

    With the memos beside the piece, which the same people read.
    """

    is_kept: bool
    own: PieceDraft | None = None
    others: tuple[str, ...] = ()  # names
    version: int = 0  # of what is kept
    shown: FormShown = _UNSAID  # which draft a form shows then
    memos: tuple[ThingMemo, ...] = ()  # beside the piece


def drafting_of(services: Services, actor: Actor, whole: PieceWhole) -> Drafting:
    """Return what is kept of a piece for somebody who curates it; nothing for others."""
    piece = whole.piece
    if not actor.may(Power.CURATE, piece.partnership_id, piece.community_id):
        return Drafting(is_kept=False)
    with services.db.read() as tx:
        reads = who_reads(tx, actor, piece.partnership_id)
        since = services.now - WRITES_NOW
        own, others = stored_drafts.drafts_beside(tx, piece.id, reads.own_id, since)
        here = (piece.community_id, reads.own_id, MemoAbout.PIECE, [piece.id])
        memos = stored_memos.memos_about(tx, *here).get(piece.id, ())
    version, stamp = (own.version, own.stamp) if own else (0, "")
    if own is not None and own.words == whole.newest.kept:
        own = None
    names = tuple(name for person_id, name in others if person_id not in reads.ids)
    return Drafting(
        is_kept=reads.own_id is not None,
        own=own,
        others=names,
        version=version,
        shown=FormShown(seen=stamp),
        memos=memos,
    )


def keep_draft(
    services: Services,
    actor: Actor,
    piece_id: str,
    words: Sequence[str],
    after: int | None,
    version: int = 0,
    shown: FormShown = _UNSAID,
) -> datetime:
    """Keep what is typed for a piece; return when. Raise BadInput for what cannot be kept.

    `after` is the number of the wording that the form showed, `version` that of the draft, `shown`
    its window, and the stamp of the draft that stood in it.
    """
    title, line, narrative = _typed(words)
    with services.db.begin() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            raise BadInput(_NO_PIECE)
        actor.require(Power.CURATE, whole.piece.partnership_id, whole.piece.community_id)
        person_id = require_own_id(tx, actor, whole.piece.partnership_id)
        before = stored_drafts.draft_of_piece(tx, piece_id, person_id)
        stands = whole.newest.kept
        kept = PieceDraft(
            id=before.id if before else services.new_id(),
            community_id=whole.piece.community_id,
            piece_id=piece_id,
            title=title,
            line=line,
            narrative=narrative,
            after=whole.newest.number if after is None else after,
            version=version,
            window=shown.window,
            kept_at=services.now,
        )
        if kept.words == stands and shown.follows(before):
            stored_drafts.forget_of_piece(tx, piece_id, person_id)
        else:
            stored_drafts.keep(tx, kept, person_id, stands, shown)
    return services.now


def keep_new(
    services: Services,
    actor: Actor,
    community_id: str,
    draft_id: str,
    words: Sequence[str],
    kind: str,
    note_ids: Sequence[str],
    cluster_id: str,
    version: int = 0,
    shown: FormShown = _UNSAID,
    against: tuple[Sequence[str], bool] = ((), False),
) -> PieceDraft:
    """Keep what is typed for a piece that is not made yet; raise BadInput for what cannot be kept.

    `draft_id` is a draft of theirs, or what one showing of a new form carries; `shown` as in
    `keep_draft`; `against` the notes that do not fit, and whether nothing does not fit yet.
    """
    title, line, narrative = _typed(words)
    with services.db.begin() as tx:
        _, partnership = curated(tx, actor, community_id)
        person_id = require_own_id(tx, actor, partnership.id)
        kept = PieceDraft(
            id=_id_here(tx, community_id, person_id, draft_id),
            community_id=community_id,
            title=title,
            line=line,
            narrative=narrative,
            kind=kind[:40],
            note_ids=tuple(dict.fromkeys(note_ids))[:_MOST_NOTES],
            cluster_id=cluster_id[:40],
            against=tuple(dict.fromkeys(against[0]))[:_MOST_NOTES],
            fits=against[1],
            version=version,
            window=shown.window,
            kept_at=services.now,
        )
        stored_drafts.keep(tx, kept, person_id, ("", "", ""), shown)
    return kept


def require_none_went(services: Services, actor: Actor, piece_id: str, version: int | None) -> None:
    """Return if no words were taken out of somebody’s draft since their form was shown.

    Who saves an open form would write them back, and nothing here knows them any more. `version` is
    that of the draft which the form showed. Raise BadInput.
    """
    with services.db.read() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        own_id = whole and who_reads(tx, actor, whole.piece.partnership_id).own_id
        _require_same(
            stored_drafts.draft_of_piece(tx, piece_id, own_id) if own_id else None, version
        )


def require_none_went_of_new(
    services: Services, actor: Actor, community_id: str, draft_id: str, version: int | None
) -> None:
    """Do so for the draft of a piece that is not made yet; raise BadInput."""
    with services.db.read() as tx:
        _, partnership = curated(tx, actor, community_id)
        own_id = who_reads(tx, actor, partnership.id).own_id
        if own_id and draft_id:
            known = _id_here(tx, community_id, own_id, draft_id)
            _require_same(stored_drafts.draft(tx, known, own_id), version)


def _require_same(kept: PieceDraft | None, version: int | None) -> None:
    if kept is not None and kept.version != (version or 0):
        raise BadInput(WENT)


def own_drafts(services: Services, actor: Actor, community_id: str) -> tuple[PieceDraft, ...]:
    """Return what somebody typed at a community's desk and has not saved, the newest first."""
    with services.db.read() as tx:
        _, partnership = curated(tx, actor, community_id)
        own_id = who_reads(tx, actor, partnership.id).own_id
        return stored_drafts.drafts_of(tx, community_id, own_id) if own_id else ()


def forget_new(
    services: Services,
    actor: Actor,
    community_id: str,
    draft_id: str,
    shown: FormShown = _UNSAID,
) -> None:
    """Erase somebody's own draft of a new piece: it is made, or is not wanted.

    One that another window of theirs kept since (`shown` as in `keep_draft`) stays.
    """
    with services.db.begin() as tx:
        _, partnership = curated(tx, actor, community_id)
        own_id = who_reads(tx, actor, partnership.id).own_id
        if not own_id or not draft_id:
            return
        known = _id_here(tx, community_id, own_id, draft_id)
        if shown.follows(stored_drafts.draft(tx, known, own_id)):
            stored_drafts.forget(tx, known, own_id)


def forget_draft(
    services: Services,
    actor: Actor,
    piece_id: str,
    shown: FormShown = _UNSAID,
) -> None:
    """Erase somebody's own draft of a piece: it was saved, or is not wanted.

    One that another window of theirs kept since (`shown` as in `keep_draft`) stays.
    """
    with services.db.begin() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            return
        actor.require(Power.CURATE, whole.piece.partnership_id, whole.piece.community_id)
        own_id = who_reads(tx, actor, whole.piece.partnership_id).own_id
        if own_id and shown.follows(stored_drafts.draft_of_piece(tx, piece_id, own_id)):
            stored_drafts.forget_of_piece(tx, piece_id, own_id)


def _id_here(tx: Tx, community_id: str, person_id: str, draft_id: str) -> str:
    """Return the id of a person's draft; what a new form carries names one that is not there."""
    if stored_drafts.draft(tx, draft_id, person_id) is not None:
        return draft_id
    return id_of(f"{community_id} {person_id}", draft_id)


def _typed(words: Sequence[str]) -> tuple[str, str, str]:
    """Return title, line and story as they are kept; raise BadInput for too much."""
    title, line, narrative = (
        each.replace("\r\n", "\n").replace("\r", "\n").strip() for each in words
    )
    require_bounded((title, line, narrative))
    return title, line, narrative
