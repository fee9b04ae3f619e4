"""Making pieces, changing their words, having them checked, and releasing them rung by rung.

Each function decides and writes in one transaction, so that two people can never both be right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from plugin.curate.sources import sources_of
from plugin.domain.blankness import is_blank
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import (
    FAMILIES,
    KINDS,
    LINE_MAX,
    PERSONS,
    RUNG_WORDS,
    TITLE_MAX,
    Piece,
    PieceWhole,
    ReadBack,
    Release,
    Rung,
    Wording,
    objections_close,
    read_backs_of,
    reasons_against,
    release_starts,
    rung_at,
    starts_as,
    waiting_release,
)
from plugin.domain.presses import id_of
from plugin.domain.sessions import Session, SessionState
from plugin.domain.spacing import one_line
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere, Refused
from plugin.store import communities as stored_communities
from plugin.store import pieces as stored
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.ground import Ground

T = TypeVar("T")


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
    press: str | None = None,
) -> PieceWhole:
    """Make a piece out of kept notes; what is left open comes from the box of the first note.

    Raise BadInput for no notes, notes that cannot be a source, or words that do not fit. The same
    `press` again makes nothing new.
    """
    piece_id = id_of(community_id, press) if press else ground.new_id()
    with ground.db.begin() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere(NOTHING_HERE)
        actor.require(Power.CURATE, community.partnership_id, community.id)
        before = stored.piece(tx, piece_id)
        if before is not None:
            return before
        sources = sources_of(tx, ground, community.id, piece_id, note_ids)
        usual = starts_as(template.zone(sources[0].zone_code) if template else None)
        piece = Piece(
            piece_id,
            community.partnership_id,
            community.id,
            _known(kind or usual[0], KINDS, "kind"),
            _known(family or usual[1], FAMILIES, "family"),
            _known(person or usual[2], PERSONS, "person"),
            ground.now,
        )
        first = _wording(ground, actor, piece_id, 1, title, line, narrative)
        stored.add_piece(tx, piece, first, sources)
        return _whole(tx, piece_id)


def write_wording(
    ground: Ground,
    actor: Actor,
    piece_id: str,
    title: str,
    line: str,
    narrative: str,
    after: int | None = None,
) -> Wording:
    """Change a piece's words: that makes the next wording, which is not checked.

    `after` is the number of the wording that the writer had before them; raise BadInput if
    somebody else's came since, so that nothing is overwritten unseen.
    """
    with ground.db.begin() as tx:
        newest = _for(tx, actor, piece_id, Power.CURATE).newest
        wording = _wording(
            ground, actor, piece_id, newest.number + 1, title, line, narrative, before=newest
        )
        if wording.words == newest.words:
            return newest
        if after is not None and after != newest.number:
            raise BadInput(
                "These words were changed while you wrote. Nothing was stored, and nothing is "
                "lost: both texts are here. Take over what you want to keep, then save again."
            )
        stored.add_wording(tx, wording)
    return wording


def change_kind(
    ground: Ground, actor: Actor, piece_id: str, kind: str, family: str, person: int
) -> None:
    """Change what a piece is, which family it belongs to and who is learning."""
    with ground.db.begin() as tx:
        _for(tx, actor, piece_id, Power.CURATE)
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
    press: str | None = None,
) -> ReadBack:
    """Record that a piece was read back in a session and agreed, and what was changed.

    `words` are title, line and narrative as the group agreed them; they become the next wording,
    and that is the one which was read back. A wording that is younger than the meeting can only
    have been agreed there with changes, which must then be said. The same `press` again records
    nothing new.
    """
    read_back_id = id_of(piece_id, press) if press else ground.new_id()
    with ground.db.begin() as tx:
        whole = _for(tx, actor, piece_id, Power.READ_BACK)
        before = [read for read in whole.read_backs if read.id == read_back_id]
        if before:
            return before[0]
        wording = _as_agreed(ground, actor, whole, words)
        session = _meeting(tx, ground, whole, session_id)
        _require_readable(whole, wording, session, changes)
        if wording is not whole.newest:
            stored.add_wording(tx, wording)
        read_back = ReadBack(
            read_back_id,
            piece_id,
            wording.id,
            session_id,
            session.day,
            changes.strip(),
            recorded_on=ground.today,
        )
        stored.add_read_back(tx, read_back)
    return read_back


def object_to(ground: Ground, actor: Actor, piece_id: str) -> None:
    """Object to what was read back, within its days; who objected is not stored.

    It stands against every read-back whose days are not over, since a person objects to the piece
    and not to one of its wordings.
    """
    with ground.db.begin() as tx:
        whole = _for(tx, actor, piece_id, Power.READ_COMMUNITY)
        open_now = [read for read in whole.read_backs if ground.now < objections_close(read)]
        if not open_now:
            raise BadInput("The days for objections are over. Talk to the learning partner.")
        for read in open_now:
            stored.count_objection(tx, read.id)


def release(ground: Ground, actor: Actor, piece_id: str, rung: Rung) -> Release:
    """Decide who may read a piece; raise Refused with every reason against it.

    Leaving the group pauses 48 hours. Taking a piece down to a closer rung holds at once, and so
    does leaving it where it is, which also ends a pause.
    """
    with ground.db.begin() as tx:
        whole = _for(tx, actor, piece_id, Power.RELEASE)
        present = rung_at(whole.releases, ground.now)
        reasons = () if rung is present else reasons_against(whole, rung, ground.now)
        if reasons:
            said = " ".join(reasons)
            raise Refused(
                f"This piece cannot go to {RUNG_WORDS[rung]} yet. {said} Nothing was changed."
            )
        starts = ground.now if rung.value <= present.value else release_starts(rung, ground.now)
        pausing = waiting_release(whole.releases, ground.now)
        if pausing is not None:
            stored.stop_release(tx, pausing.id, ground.now)
        decided = Release(ground.new_id(), piece_id, rung, ground.now, starts)
        stored.add_release(tx, decided)
    return decided


def stop_release(ground: Ground, actor: Actor, piece_id: str) -> None:
    """Stop a release in its pause; every member of the community can."""
    with ground.db.begin() as tx:
        whole = _for(tx, actor, piece_id, Power.READ_COMMUNITY)
        pausing = waiting_release(whole.releases, ground.now)
        if pausing is None:
            raise BadInput("Nothing is waiting to be released. Nothing was changed.")
        stored.stop_release(tx, pausing.id, ground.now)


def whole_piece(ground: Ground, piece_id: str) -> PieceWhole:
    """Return a piece by id; raise NotHere. Callers ask who may see it."""
    with ground.db.read() as tx:
        return _whole(tx, piece_id)


def _as_agreed(
    ground: Ground, actor: Actor, whole: PieceWhole, words: tuple[str, str, str] | None
) -> Wording:
    """Return the wording that the group agreed: the newest, or the next one if words differ."""
    newest = whole.newest
    if words is None:
        return newest
    number = newest.number + 1
    agreed = _wording(
        ground, actor, whole.piece.id, number, *words, made_in="read back", before=newest
    )
    return agreed if agreed.words != newest.words else newest


def _require_readable(whole: PieceWhole, wording: Wording, session: Session, changes: str) -> None:
    """Return if this wording can have been read back in that meeting; raise BadInput if not."""
    if not whole.sources:
        raise BadInput(
            "It rests on no notes yet, so there is nobody to read it back to. Nothing was stored. "
            "Tick what it rests on at the desk first."
        )
    if wording.made_at.date() > session.day and is_blank(changes):
        raise BadInput(
            "These words were written after that meeting. Nothing was stored. Say what was "
            "changed there, or choose a later meeting."
        )
    if any(not read.objections for read in read_backs_of(whole, wording)):
        raise BadInput("This wording was read back already. Nothing was stored.")


def _whole(tx: Tx, piece_id: str) -> PieceWhole:
    whole = stored.piece(tx, piece_id)
    if whole is None:
        raise NotHere(NOTHING_HERE)
    return whole


def _for(tx: Tx, actor: Actor, piece_id: str, power: Power) -> PieceWhole:
    whole = _whole(tx, piece_id)
    actor.require(power, whole.piece.partnership_id, whole.piece.community_id)
    return whole


def _meeting(tx: Tx, ground: Ground, whole: PieceWhole, session_id: str) -> Session:
    session = stored_sessions.session(tx, session_id)
    if session is None or session.community_id != whole.piece.community_id:
        raise BadInput("Choose a meeting of the piece's own community. Nothing was stored.")
    if session.state is SessionState.PLANNED or session.day > ground.today:
        raise BadInput("That meeting has not taken place yet. Nothing was stored.")
    return session


def _wording(
    ground: Ground,
    actor: Actor,
    piece_id: str,
    number: int,
    title: str,
    line: str,
    narrative: str,
    made_in: str = "here",
    before: Wording | None = None,
) -> Wording:
    """Return the next wording; only words that are not those of `before` have to fit."""
    title, line, narrative = (words.replace("\0", "") for words in (title, line, narrative))
    title, line = one_line(title), one_line(line)
    narrative = narrative.replace("\r\n", "\n").replace("\r", "\n").strip()
    if is_blank(title) or is_blank(line):
        raise BadInput("A piece needs a title and one line. Nothing was stored.")
    _require_fitting(title, line, before)
    words, by = (title, line, narrative), actor.stored_id
    return Wording(ground.new_id(), piece_id, number, *words, ground.now, made_in, by)


def _require_fitting(title: str, line: str, before: Wording | None) -> None:
    """Return if what was changed fits; longer words that came from Notion may stay as they are."""
    title_fits = len(title) <= TITLE_MAX or (before is not None and title == one_line(before.title))
    line_fits = len(line) <= LINE_MAX or (before is not None and line == one_line(before.line))
    if not (title_fits and line_fits):
        raise BadInput(
            f"The title may have {TITLE_MAX} characters and the line {LINE_MAX}; yours have "
            f"{len(title)} and {len(line)}. Nothing was stored."
        )


def _known(value: T, known: Sequence[T] | Mapping[T, str], what: str) -> T:
    if value not in known:
        raise BadInput(f"There is no such {what} of piece. Nothing was stored.")
    return value
