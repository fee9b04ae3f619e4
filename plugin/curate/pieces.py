"""Making pieces, changing their words, having them checked, and releasing them rung by rung."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from plugin.curate.desk import may_be_a_source
from plugin.domain.communities import Community
from plugin.domain.notes import Note
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import (
    FAMILIES,
    KINDS,
    LINE_MAX,
    PERSONS,
    RUNG_WORDS,
    TITLE_MAX,
    Check,
    Piece,
    PieceWhole,
    ReadBack,
    Release,
    Rung,
    Source,
    Wording,
    check_of,
    last_checked,
    objections_close,
    reasons_against,
    release_starts,
    rung_at,
    waiting_release,
    why_not_checked,
)
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere, Refused
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.ground import Ground

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PieceView:
    """A piece's page; `notes` holds the words of its sources for those who may read notes."""

    whole: PieceWhole
    community: Community
    rung: Rung
    check: Check | None  # of the newest wording
    last_check: Check | None
    checks: dict[str, Check]  # wording id → how it was checked
    why_not_checked: str | None
    waiting: Release | None
    reasons: dict[Rung, tuple[str, ...]]  # why it may not go there now
    notes: dict[str, Note]
    sessions: tuple[Session, ...]  # closed ones: where it can have been read back
    may_object_until: datetime | None
    notion_page_id: str | None


def make_piece(
    ground: Ground,
    actor: Actor,
    community_id: str,
    note_ids: Sequence[str],
    title: str,
    line: str,
    narrative: str,
    template: Template | None = None,
    kind: str | None = None,
    family: str | None = None,
    person: int | None = None,
) -> PieceWhole:
    """Make a piece out of kept notes; what is left open comes from the box of the first note.

    Raise BadInput for no notes, notes that cannot be a source, or words that do not fit.
    """
    piece_id = ground.new_id()
    with ground.db.begin() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere("There is no community here. Nothing was made.")
        actor.require(Power.CURATE, community.partnership_id, community.id)
        sources = _sources(tx, community.id, piece_id, note_ids)
        zone = template.zone(sources[0].zone_code) if template else None
        piece = Piece(
            piece_id,
            community.partnership_id,
            community.id,
            _known(kind or (zone.becomes if zone else "pattern"), KINDS, "kind"),
            _known(family or (zone.family if zone else "representation"), FAMILIES, "family"),
            _known(person or (zone.person if zone else 2), PERSONS, "person"),
            ground.now,
        )
        stored.add_piece(tx, piece, _wording(ground, piece_id, 1, title, line, narrative), sources)
    return whole_piece(ground, piece_id)


def write_wording(
    ground: Ground, actor: Actor, piece_id: str, title: str, line: str, narrative: str
) -> Wording:
    """Change a piece's words: that makes the next wording, which is not checked."""
    whole = _for(ground, actor, piece_id, Power.CURATE)
    wording = _wording(ground, piece_id, whole.newest.number + 1, title, line, narrative)
    if wording.words == whole.newest.words:
        return whole.newest
    with ground.db.begin() as tx:
        stored.add_wording(tx, wording)
    return wording


def change_kind(
    ground: Ground, actor: Actor, piece_id: str, kind: str, family: str, person: int
) -> None:
    """Change what a piece is, which family it belongs to and who is learning."""
    _for(ground, actor, piece_id, Power.CURATE)
    with ground.db.begin() as tx:
        stored.set_kind(
            tx,
            piece_id,
            _known(kind, KINDS, "kind"),
            _known(family, FAMILIES, "family"),
            _known(person, PERSONS, "person"),
        )


def record_piece_read_back(
    ground: Ground,
    actor: Actor,
    piece_id: str,
    session_id: str,
    changes: str = "",
    words: tuple[str, str, str] | None = None,
) -> ReadBack:
    """Record that a piece was read back in a session and agreed, and what was changed.

    `words` are title, line and narrative as the group agreed them; they become the next wording,
    and that is the one which was read back.
    """
    whole = _for(ground, actor, piece_id, Power.READ_BACK)
    wording = whole.newest
    with ground.db.begin() as tx:
        session = stored_sessions.session(tx, session_id)
        if session is None or session.community_id != whole.piece.community_id:
            raise BadInput("Choose a meeting of the piece's own community. Nothing was stored.")
        if session.state is SessionState.PLANNED or session.day > ground.today:
            raise BadInput("That meeting has not taken place yet. Nothing was stored.")
        if any(read.wording_id == wording.id for read in whole.read_backs) and words is None:
            raise BadInput("This wording was read back already. Nothing was stored.")
        if words is not None and words != wording.words:
            wording = _wording(ground, piece_id, wording.number + 1, *words, made_in="read back")
            stored.add_wording(tx, wording)
        read_back = ReadBack(
            ground.new_id(), piece_id, wording.id, session_id, session.day, changes.strip()
        )
        stored.add_read_back(tx, read_back)
    return read_back


def object_to(ground: Ground, actor: Actor, piece_id: str) -> None:
    """Object to what was read back, within seven days; who objected is not stored."""
    whole = _for(ground, actor, piece_id, Power.READ_COMMUNITY)
    open_now = [read for read in whole.read_backs if ground.now < objections_close(read)]
    if not open_now:
        raise BadInput("The seven days for objections are over. Talk to the learning partner.")
    with ground.db.begin() as tx:
        stored.count_objection(tx, open_now[-1].id)


def release(ground: Ground, actor: Actor, piece_id: str, rung: Rung) -> Release:
    """Decide who may read a piece; raise Refused with every reason against it.

    Leaving the group pauses 48 hours. Taking a piece down to a closer rung holds at once.
    """
    whole = _for(ground, actor, piece_id, Power.RELEASE)
    reasons = reasons_against(whole, rung, ground.now)
    if reasons:
        said = " ".join(reasons)
        raise Refused(
            f"This piece cannot go to {RUNG_WORDS[rung]} yet. {said} Nothing was changed."
        )
    present = rung_at(whole.releases, ground.now)
    starts = ground.now if rung.value <= present.value else release_starts(rung, ground.now)
    decided = Release(ground.new_id(), piece_id, rung, ground.now, starts)
    with ground.db.begin() as tx:
        pausing = waiting_release(whole.releases, ground.now)
        if pausing is not None:
            stored.stop_release(tx, pausing.id, ground.now)
        stored.add_release(tx, decided)
    return decided


def stop_release(ground: Ground, actor: Actor, piece_id: str) -> None:
    """Stop a release in its pause; every member of the community can."""
    whole = _for(ground, actor, piece_id, Power.READ_COMMUNITY)
    pausing = waiting_release(whole.releases, ground.now)
    if pausing is None:
        raise BadInput("Nothing is waiting to be released. Nothing was changed.")
    with ground.db.begin() as tx:
        stored.stop_release(tx, pausing.id, ground.now)


def piece_page(ground: Ground, actor: Actor, piece_id: str) -> PieceView:
    """Return a piece's page for its community; others read it in the memory."""
    whole = _for(ground, actor, piece_id, Power.READ_COMMUNITY)
    piece = whole.piece
    here = (piece.partnership_id, piece.community_id)
    rung = rung_at(whole.releases, ground.now)
    if rung is Rung.ME and not actor.may(Power.READ_BACK, *here):
        raise NotHere("This piece is still a draft. It will be shown to you when it is not.")
    with ground.db.read() as tx:
        community = stored_communities.community(tx, piece.community_id)
        link = stored_links.link_of(tx, piece_id)
        sessions = stored_sessions.sessions(tx, piece.community_id)
        notes = [stored_notes.note(tx, source.note_id) for source in whole.sources]
    if community is None:
        raise NotHere("There is no community here.")
    checks = {each.id: check_of(whole, each, ground.now) for each in whole.wordings}
    open_until = [objections_close(read) for read in whole.read_backs]
    return PieceView(
        whole,
        community,
        rung,
        checks[whole.newest.id],
        last_checked(whole, ground.now),
        {wording_id: check for wording_id, check in checks.items() if check},
        why_not_checked(whole, ground.now),
        waiting_release(whole.releases, ground.now),
        {each: reasons_against(whole, each, ground.now) for each in Rung},
        {note.id: note for note in notes if note and actor.may(Power.READ_NOTES, *here)},
        tuple(
            session
            for session in sessions
            if session.state is not SessionState.PLANNED and session.day <= ground.today
        ),
        max((until for until in open_until if ground.now < until), default=None),
        link.notion_page_id if link else None,
    )


def whole_piece(ground: Ground, piece_id: str) -> PieceWhole:
    """Return a piece by id; raise NotHere. Callers ask who may see it."""
    with ground.db.read() as tx:
        whole = stored.piece(tx, piece_id)
    if whole is None:
        raise NotHere("There is no such piece. Nothing was changed.")
    return whole


def _for(ground: Ground, actor: Actor, piece_id: str, power: Power) -> PieceWhole:
    whole = whole_piece(ground, piece_id)
    actor.require(power, whole.piece.partnership_id, whole.piece.community_id)
    return whole


def _sources(
    tx: Tx, community_id: str, piece_id: str, note_ids: Sequence[str]
) -> tuple[Source, ...]:
    if not note_ids:
        raise BadInput("Choose at least one kept note for the piece to rest on. Nothing was made.")
    return tuple(
        _source(tx, community_id, piece_id, note_id) for note_id in dict.fromkeys(note_ids)
    )


def _source(tx: Tx, community_id: str, piece_id: str, note_id: str) -> Source:
    note = stored_notes.note(tx, note_id)
    session = stored_sessions.session(tx, note.session_id) if note else None
    if note is None or session is None or session.community_id != community_id:
        raise NotHere("One of these notes is not here any more. Nothing was made.")
    if session.state is not SessionState.CLOSED:
        raise BadInput("That session is still open: its notes can change. Nothing was made.")
    if not may_be_a_source(note):
        raise BadInput(
            "Held notes, and notes that left the board, cannot go into a piece. Nothing was made."
        )
    return Source(piece_id, note.id, session.id, note.zone_code, session.day)


def _wording(
    ground: Ground,
    piece_id: str,
    number: int,
    title: str,
    line: str,
    narrative: str,
    made_in: str = "here",
) -> Wording:
    title, line = " ".join(title.split()), " ".join(line.split())
    narrative = narrative.replace("\r\n", "\n").strip()
    if not title or not line:
        raise BadInput("A piece needs a title and one line. Nothing was stored.")
    if len(title) > TITLE_MAX or len(line) > LINE_MAX:
        raise BadInput(
            f"The title may have {TITLE_MAX} characters and the line {LINE_MAX}; yours have "
            f"{len(title)} and {len(line)}. Nothing was stored."
        )
    return Wording(ground.new_id(), piece_id, number, title, line, narrative, ground.now, made_in)


def _known(value: T, known: Sequence[T] | Mapping[T, str], what: str) -> T:
    if value not in known:
        raise BadInput(f"There is no such {what} of piece. Nothing was stored.")
    return value
