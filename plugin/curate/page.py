"""A piece's own page: its words and wordings, what it rests on, and who may read it.

Sources show words only to those who may read notes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from plugin.curate.audiences import Audience, audiences
from plugin.curate.desk import may_be_a_source
from plugin.curate.found_names import FoundWords, found_in
from plugin.curate.piece_in_notion import PieceInNotion, in_notion
from plugin.curate.recorders import Recorders, recorders
from plugin.curate.related import Named, RelatedPieces, company_of
from plugin.curate.writers import writers
from plugin.domain.agreements import Agreement
from plugin.domain.answered_wordings import waits_for_answers
from plugin.domain.asked_wordings import (
    AskedWording,
    asked_wordings,
    shown_beside,
    wording_going_out,
)
from plugin.domain.blockers import OBJECTED, Blocker, blockers_of, why_not_checked
from plugin.domain.communities import Community, Partnership
from plugin.domain.hidden_texts import Review
from plugin.domain.notes import Note
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import (
    Check,
    OwnYes,
    Piece,
    PieceWhole,
    ReadBack,
    Release,
    Rung,
    Source,
    Standing,
    Wording,
    can_have_read,
    check_of,
    counts,
    is_for_the_group,
    is_looked_at_again,
    last_checked,
    needs_review,
    objections_to,
    open_reviews,
    over_at,
    own_yes_of,
    read_backs_of,
    readable_outside,
    rung_at,
    standing,
    standing_objection,
    waiting_release,
)
from plugin.domain.quote_standing import QuoteStanding, quote_standings
from plugin.domain.quotes import Quote
from plugin.domain.sessions import Session, SessionState
from plugin.errors import NotHere
from plugin.govern import held_notes, held_words
from plugin.govern.held_words import HeldWords
from plugin.store import chosen_sessions, identifier_decisions
from plugin.store import communities as stored_communities
from plugin.store import notes as stored_notes
from plugin.store import objections as stored_objections
from plugin.store import people as stored_people
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """A piece's page; `notes` holds the words of its sources for those who may read notes."""

    whole: PieceWhole
    community: Community
    partnership: Partnership
    rung: Rung
    standing: Standing
    check: Check | None  # of the newest wording
    last_check: Check | None
    checks: Mapping[str, Check]  # wording id → how it was checked
    why_not_checked: str | None
    waiting: Release | None
    agreed: Agreement | None  # what the group agreed, such as how far a piece may go
    audiences: tuple[Audience, ...]
    outside: Check | None  # what people outside its group read, or would
    waits_for_answers: bool  # the newest wording is checked, and nobody outside reads it yet
    notes: Mapping[str, Note]
    source_sessions: Mapping[str, Session]
    met: tuple[Session, ...]  # took place: where it can have been read back
    returned_to: tuple[Session, ...]  # boards on which it stands as a card
    asked: tuple[AskedWording, ...]  # what the group may object to now
    going_out: Wording | None  # once the pause is over
    in_notion: PieceInNotion
    may_write: bool
    may_record: bool
    may_release: bool
    recorders: Recorders = field(default_factory=Recorders)
    met_since: tuple[Session, ...] = ()  # closed, and later than the words and their notes
    is_own_yes_mine: bool = False  # the reader recorded its writer's yes: somebody else confirms it
    company: RelatedPieces = field(default_factory=lambda: RelatedPieces((), ()))
    writers: Mapping[str, str] = field(default_factory=dict)  # wording id → a name
    blockers: tuple[Blocker, ...] = ()  # what stops its newest words, as the reader is told
    is_looked_at_again: bool = False  # that is what outside readers see
    held: HeldWords | None = None  # words of held notes in the newest wording, for who curates
    reasons: tuple[str, ...] = ()  # why people objected, for who curates
    found_words: tuple[FoundWords, ...] = ()  # that may point to a person, for who curates
    quotes: Mapping[int, QuoteStanding] = field(default_factory=dict)  # of the newest wording

    @property
    def open_read_backs(self) -> tuple[ReadBack, ...]:
        """Return the read-backs of the newest wording that count unless somebody objects."""
        if self.check or standing_objection(self.whole):
            return ()
        own = read_backs_of(self.whole, self.whole.newest)
        return tuple(read for read in own if counts(self.whole, read))

    @property
    def asked_beside(self) -> tuple[AskedWording, ...]:
        """Return the wordings to show under *Is something wrong?*, since others came after them."""
        return shown_beside(self.whole, self.asked)

    @property
    def objected(self) -> Wording | None:
        """Return the wording against which an objection stands, where others came after it."""
        read = standing_objection(self.whole)
        found = self.whole.wording(read.wording_id) if read else None
        return found if found and found.shown != self.whole.newest.shown else None

    @property
    def own_yes(self) -> OwnYes | None:
        """Return its writer's yes to the newest wording, confirmed or not."""
        return own_yes_of(self.whole, self.whole.newest)

    def quoted(self, note_id: str) -> tuple[Quote, ...]:
        """Return what stands of a note in the newest story, as quotes of which words are shown."""
        own = self.whole.quotes_in(self.whole.newest)
        return tuple(each for each in own if each.note_id == note_id and each.words)

    @property
    def splittable(self) -> tuple[Note, ...]:
        """Return the notes that a piece of their own can be made from."""
        those = (self.notes.get(e.note_id) for e in self.whole.sources if not e.is_against)
        return tuple(each for each in those if each and each.text and may_be_a_source(each))

    @property
    def joinable(self) -> tuple[Named, ...]:
        """Return the pieces of its group that can be joined into it."""
        return tuple(each for each in self.company.every if each.is_of_group)

    @property
    def reviews(self) -> tuple[Review, ...]:
        """Return what is to be looked at again before the newest wording stands."""
        return open_reviews(self.whole) if needs_review(self.whole) else ()


def piece_page(services: Services, actor: Actor, piece_id: str) -> PieceView:
    """Return a piece's page for its community; others read it in the memory."""
    with services.db.read() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            raise NotHere(NOTHING_HERE)
        require_reader(services, actor, whole)
        rung = rung_at(whole.releases, services.now)
        view = _view(tx, services, actor, whole, rung)
        stopped = blockers_of(whole, services.now)
        told = tuple(each for each in stopped if view.may_write or each.is_told_to_all)
        held = held_words.shown_to(tx, actor, whole) if view.may_write else None
        objected = [each.id for each in objections_to(whole, whole.newest)]
        why = stored_objections.reasons(tx, objected) if OBJECTED in told else ()
        found = _found_words(tx, view)
        view = replace(view, blockers=told, held=held, reasons=why, found_words=found)
        return _without_closed(view, held_words.as_read_by(tx, actor, view.whole))


def _without_closed(view: PieceView, read: PieceWhole) -> PieceView:
    """Return a page that was worked out, in the words in which its reader may read the piece."""
    if read is view.whole:
        return view

    def shown(check: Check | None) -> Check | None:
        return replace(check, wording=read.wording(check.wording.id)) if check else None

    out = view.going_out
    return replace(
        view,
        whole=read,
        check=shown(view.check),
        last_check=shown(view.last_check),
        outside=shown(view.outside),
        checks={key: replace(e, wording=read.wording(key)) for key, e in view.checks.items()},
        asked=tuple(replace(e, wording=read.wording(e.wording.id)) for e in view.asked),
        going_out=read.wording(out.id) if out else None,
    )


def require_reader(services: Services, actor: Actor, whole: PieceWhole) -> None:
    """Return if somebody may read a piece's page; raise Refused, or NotHere for a draft."""
    here = (whole.piece.partnership_id, whole.piece.community_id)
    actor.require(Power.READ_COMMUNITY, *here)
    if not is_for_the_group(whole, services.now) and not actor.may(Power.READ_BACK, *here):
        raise NotHere(
            "This piece is still a draft. You can read it once it is read back to the group."
        )


def _view(tx: Tx, services: Services, actor: Actor, whole: PieceWhole, rung: Rung) -> PieceView:
    now, piece = services.now, whole.piece
    here = (piece.partnership_id, piece.community_id)
    community, partnership = _group_of(tx, piece)
    sessions = stored_sessions.sessions(tx, piece.community_id)
    met = tuple(each for each in sessions if _took_place(each, services))
    returned_to = _returned_to(tx, piece, sessions)
    checks = {each.id: check_of(whole, each, now) for each in whole.wordings}
    notes, yes = _words(tx, whole, services.today), own_yes_of(whole, whole.newest)
    last = last_checked(whole, now)
    whole = replace(whole, sources=_as_on_the_board(whole.sources, notes))
    agreed, people = stored_communities.agreement(tx, community.id), _everybody(tx, partnership.id)
    return PieceView(
        whole=whole,
        community=community,
        partnership=partnership,
        rung=rung,
        standing=standing(whole, now, was_returned=any(each in met for each in returned_to)),
        check=checks[whole.newest.id],
        last_check=last,
        checks={wording_id: check for wording_id, check in checks.items() if check},
        why_not_checked=why_not_checked(whole, now),
        waiting=waiting_release(whole.releases, now),
        agreed=agreed,
        outside=readable_outside(whole, now),
        waits_for_answers=waits_for_answers(whole, rung, now),
        audiences=audiences(whole, community, partnership, people, now, agreed),
        notes=_readable(tx, actor, notes, sessions) if actor.may(Power.READ_NOTES, *here) else {},
        source_sessions={each.id: each for each in sessions},
        met=met,
        returned_to=returned_to,
        asked=asked_wordings(whole, now),
        going_out=wording_going_out(whole, now),
        may_write=actor.may(Power.CURATE, *here),
        may_record=actor.may(Power.READ_BACK, *here),
        may_release=actor.may(Power.RELEASE, *here),
        recorders=recorders(tx, actor, whole),
        met_since=tuple(each for each in met if _can_have_read(whole, each)),
        is_own_yes_mine=yes is not None and yes.is_recorded_by(actor),
        company=company_of(tx, actor, whole, now),
        writers=writers(tx, actor, whole, people),
        is_looked_at_again=is_looked_at_again(whole, now),
        quotes=quote_standings(whole, whole.newest, now),
        in_notion=in_notion(tx, whole, last, may_carry=actor.may(Power.SYNC, *here)),
    )


def _returned_to(tx: Tx, piece: Piece, sessions: Sequence[Session]) -> tuple[Session, ...]:
    on = chosen_sessions.with_card(tx, f"piece:{piece.id}")
    return tuple(each for each in sessions if each.id in on)


def _group_of(tx: Tx, piece: Piece) -> tuple[Community, Partnership]:
    found = stored_communities.with_its_partnership(tx, piece.community_id)
    if found is None:
        raise NotHere(NOTHING_HERE)
    return found


def _everybody(tx: Tx, partnership_id: str) -> tuple[Actor, ...]:
    return tuple(person for person, _ in stored_people.people_of(tx, partnership_id))


def _took_place(session: Session, services: Services) -> bool:
    return session.state is not SessionState.PLANNED and session.day <= services.today


def _can_have_read(whole: PieceWhole, session: Session) -> bool:
    if session.state is not SessionState.CLOSED:
        return False
    met_until = over_at(session.day, session.closed_at)
    return can_have_read(whole, whole.newest, session.id, met_until)


def _found_words(tx: Tx, view: PieceView) -> tuple[FoundWords, ...]:
    """Return what in the newest wording may point to a person, for somebody who curates."""
    newest = view.whole.newest
    if not view.may_write or newest.id not in view.whole.pointing:
        return ()
    return found_in(identifier_decisions.known_in(tx, view.partnership.id), newest.kept)


def _words(tx: Tx, whole: PieceWhole, today: date) -> dict[str, Note]:
    """Return its notes; of one whose day has come without words, though a hold keeps it."""
    found = stored_notes.notes_by_id(tx, [source.note_id for source in whole.sources])
    return {
        note_id: replace(note.past_its_day(), text="") if note.is_past_its_day(today) else note
        for note_id, note in found.items()
    }


def _readable(
    tx: Tx, actor: Actor, notes: Mapping[str, Note], sessions: Sequence[Session]
) -> dict[str, Note]:
    """Return the notes without those that were moved to a held box and are not for `actor`."""
    own = [
        (session, [note for note in notes.values() if note.session_id == session.id])
        for session in sessions
    ]
    shown = (held_notes.readable(tx, actor, session, each) for session, each in own if each)
    return {note.id: note for each in shown for note in each}


def _as_on_the_board(sources: Sequence[Source], notes: Mapping[str, Note]) -> tuple[Source, ...]:
    def place(source: Source) -> tuple[date, str, float, float]:
        note = notes.get(source.note_id)
        return (source.day, source.zone_code, note.y if note else 0, note.x if note else 0)

    return tuple(sorted(sources, key=place))
