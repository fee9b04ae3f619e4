"""Writing a piece for places like ours, or for anyone, and what the group and a reader said to it.

The words are looked at when they are stored: nothing that points to a person, no name of a place or
an organisation of the partnership, no words of a note. What ends an edition later is decided where
it is read (`domain.editions`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plugin.curate.pieces import piece_for
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.checking import last_checked, over_at
from plugin.domain.communities import Community, Partnership
from plugin.domain.edition_reasons import edition_reasons, newest_for
from plugin.domain.editions import (
    LONGEST_STORY,
    LONGEST_SUMMARY,
    WIDE,
    Edition,
    GroupYes,
)
from plugin.domain.overlap import phrases_of
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.piece_records import TITLE_MAX, Rung
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.pieces import is_for_the_group, rung_at
from plugin.domain.place_names import known_places, perhaps_places, places_in, without_places
from plugin.domain.quotes import token
from plugin.domain.sessions import Session, SessionState
from plugin.domain.text_search import fold
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern import gone_words
from plugin.store import address_writers, identifier_decisions, quotable
from plugin.store import communities as stored_communities
from plugin.store import editions as stored_editions
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

_NOT_CHECKED = (
    "The newest wording of this piece is not checked, and an edition is written from checked words "
    "only. Nothing was stored. Have it checked first."
)
_EMPTY = "An edition needs a title and a plain summary. Nothing was stored."
_POINTS = (
    "Words in it may point to a person. Nothing was stored, and your words are still here. Write "
    "it without a name, an address or a number."
)
_PLACES = (
    "Names of places or organisations of this partnership stand in it: {names}. Nothing was "
    "stored, and your words are still here. Write it without them."
)
_QUOTES = (
    "Words of a note stand in it, and an edition quotes nobody. Nothing was stored, and your words "
    "are still here. Say it in other words."
)
_NO_DAY = (
    "Choose a day in the future on which somebody looks at it again. From that day on nobody reads "
    "it here. Nothing was stored."
)
_OTHER = "Another version was written meanwhile. Nothing was stored. Read that one first."
_NO_SESSION = (
    "Choose a session of this group that was closed after these words were written. Nothing was "
    "stored."
)
_YOURS = (
    "You wrote these words, or count as one with the person who did. So somebody else reads them. "
    "Nothing was stored. Ask another facilitator or learning partner."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """The page of a piece's words for a wide rung."""

    whole: PieceWhole
    community: Community
    partnership: Partnership
    rung: Rung
    edition: Edition | None  # the newest version
    reasons: tuple[str, ...]  # why nobody reads it there now
    is_out: bool  # the piece is released that far
    typed: tuple[str, str, str]  # what the form begins with
    sessions: tuple[Session, ...]  # that can have said yes to it
    perhaps: tuple[str, ...]  # words in it that may name something
    may_write: bool
    may_record: bool
    may_read: bool  # as the second person


def edition_page(services: Services, actor: Actor, piece_id: str, rung: Rung) -> EditionView:
    """Return the page of a piece's words for a wide rung, for everybody of its group."""
    _require_wide(rung)
    with services.db.read() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_COMMUNITY)
        here = (whole.piece.partnership_id, whole.piece.community_id)
        may_record = actor.may(Power.READ_BACK, *here)
        if not is_for_the_group(whole, services.now) and not may_record:
            raise NotHere(NOTHING_HERE)
        found = stored_communities.with_its_partnership(tx, whole.piece.community_id)
        if found is None:
            raise NotHere(NOTHING_HERE)
        edition = newest_for(whole, rung)
        known = _known_places(tx, whole)
        begin = edition.texts if edition else _without_quotes(whole)
        return EditionView(
            whole=whole,
            community=found[0],
            partnership=found[1],
            rung=rung,
            edition=edition,
            reasons=edition_reasons(whole, rung, services.now),
            is_out=rung_at(whole.releases, services.now).value >= rung.value,
            typed=_three(without_places(text, known) for text in begin),
            sessions=_can_have_agreed(tx, whole, edition) if edition else (),
            perhaps=perhaps_places("\n".join(edition.texts)) if edition else (),
            may_write=actor.may(Power.CURATE, *here),
            may_record=may_record,
            may_read=may_record and edition is not None and _is_second(tx, actor, whole, edition),
        )


def write_edition(
    services: Services,
    actor: Actor,
    piece_id: str,
    rung: Rung,
    texts: tuple[str, str, str],
    look_again: date | None = None,
    after: int | None = None,
) -> Edition:
    """Store the next version of a piece's title, summary and story for a wide rung.

    It replaces the one before at once: nobody reads that any more. `after` is the number of the
    version that the writer saw, 0 for none; raise BadInput where another came since, and for words
    that do not fit there.
    """
    _require_wide(rung)
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        before, check = newest_for(whole, rung), last_checked(whole, services.now)
        number = before.number if before else 0
        if after is not None and after != number:
            raise BadInput(_OTHER)
        if check is None or check.wording.id != whole.newest.id:
            raise BadInput(_NOT_CHECKED)
        fitting = _fitting(texts)
        if rung is Rung.PUBLIC and (look_again is None or look_again <= services.today):
            raise BadInput(_NO_DAY)
        _require_storable(tx, whole, fitting)
        edition = Edition(
            id=services.new_id(),
            piece_id=piece_id,
            rung=rung,
            number=number + 1,
            wording_id=whole.newest.id,
            title=fitting[0],
            summary=fitting[1],
            story=fitting[2],
            made_at=services.now,
            made_by=actor.stored_id,
            let_in_by=actor.let_in_by,
            look_again=look_again if rung is Rung.PUBLIC else None,
        )
        stored_editions.add_edition(tx, edition)
    return edition


def record_group_yes(
    services: Services, actor: Actor, piece_id: str, edition_id: str, session_id: str
) -> None:
    """Record that the group said yes to an edition in a session that was over after it was made."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_BACK)
        edition = _newest(whole, edition_id)
        found = [each for each in _can_have_agreed(tx, whole, edition) if each.id == session_id]
        if not found:
            raise BadInput(_NO_SESSION)
        agreed = GroupYes(session_id, found[0].day, actor.stored_id)
        stored_editions.say_agreed(tx, edition_id, agreed)


def record_second_reader(services: Services, actor: Actor, piece_id: str, edition_id: str) -> None:
    """Record that a second person has read an edition; raise Refused for whoever wrote it."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_BACK)
        edition = _newest(whole, edition_id)
        if not _is_second(tx, actor, whole, edition):
            raise Refused(_YOURS)
        stored_editions.say_read(tx, edition_id, services.now, actor.stored_id)


def _require_wide(rung: Rung) -> None:
    if rung not in WIDE:
        raise NotHere(NOTHING_HERE)


def _newest(whole: PieceWhole, edition_id: str) -> Edition:
    """Return an edition of a piece if no other version came since; raise BadInput."""
    found = next((each for each in whole.editions if each.id == edition_id), None)
    if found is None or newest_for(whole, found.rung) != found:
        raise BadInput(_OTHER)
    return found


def _is_second(tx: Tx, actor: Actor, whole: PieceWhole, edition: Edition) -> bool:
    """Say whether somebody could not be the person who wrote an edition."""
    if actor.stored_id is None:
        return False
    written = address_writers.of(tx, whole.piece.partnership_id)
    authors = written.behind({edition.made_by, *edition.let_in_by})
    return not written.behind(actor.counts_as) & authors


def _can_have_agreed(tx: Tx, whole: PieceWhole, edition: Edition) -> tuple[Session, ...]:
    """Return the sessions of the group that were over after an edition was written."""
    found = []
    for each in stored_sessions.sessions(tx, whole.piece.community_id):
        over = over_at(each.day, each.closed_at)
        is_closed = each.state is SessionState.CLOSED and over is not None
        if is_closed and over is not None and over >= edition.made_at:
            found.append(each)
    return tuple(found)


def _fitting(texts: tuple[str, str, str]) -> tuple[str, str, str]:
    title, summary, story = (text.replace("\0", "").replace("\r\n", "\n") for text in texts)
    fitting = (one_line(title), one_line(summary), story.strip())
    if is_blank(fitting[0]) or is_blank(fitting[1]):
        raise BadInput(_EMPTY)
    longest = (TITLE_MAX, LONGEST_SUMMARY, LONGEST_STORY)
    if any(len(text) > most for text, most in zip(fitting, longest, strict=True)):
        raise BadInput(
            f"The title may have {TITLE_MAX} characters, the summary {LONGEST_SUMMARY}, and the "
            f"story {LONGEST_STORY:,}. Nothing was stored, and your words are still here."
        )
    return fitting


def _require_storable(tx: Tx, whole: PieceWhole, texts: tuple[str, str, str]) -> None:
    """Return if words of a piece may go beyond the partnership; raise BadInput with the reason."""
    together = "\n".join(texts)
    quotable.require_each_quotable(tx, whole.piece.community_id, [(text, "") for text in texts])
    gone_words.require_none_left_out(tx, whole.piece.id, texts)
    known = identifier_decisions.known_in(tx, whole.piece.partnership_id)
    if any(known.open_in_wording(text) for text in texts):
        raise BadInput(_POINTS)
    named = places_in(together, _known_places(tx, whole))
    if named:
        raise BadInput(_PLACES.format(names=", ".join(f"“{each}”" for each in named)))
    if phrases_of(_note_texts(tx, whole)).stand_in(fold(together)):
        raise BadInput(_QUOTES)


def _note_texts(tx: Tx, whole: PieceWhole) -> list[str]:
    """Return the words, and the older words, of the notes that a piece rests on or rested on."""
    ids = [each.note_id for each in whole.all_sources]
    texts = [note.text for note in stored_notes.notes_by_id(tx, ids).values() if note.text]
    older = [each.text for note_id in ids for each in stored_notes.versions(tx, note_id)]
    return [*texts, *older]


def _known_places(tx: Tx, whole: PieceWhole) -> tuple[str, ...]:
    """Return the names by which readers could tell which partnership a piece is from."""
    partnership = stored_communities.partnership(tx, whole.piece.partnership_id)
    groups = stored_communities.communities(tx, whole.piece.partnership_id)
    names = [each.name for each in groups]
    told = [text for each in groups for text in (each.host, each.sponsor, each.contact)]
    return known_places([partnership.name, *names] if partnership else names, told)


def _without_quotes(whole: PieceWhole) -> tuple[str, str, str]:
    """Return the newest words of a piece without what they quote."""
    title, line, story = whole.newest.kept
    for each in whole.quotes_in(whole.newest):
        story = story.replace(token(each.number), "")
    return (title, line, story.strip())


def _three(texts: Iterable[str]) -> tuple[str, str, str]:
    title, summary, story = texts
    return (title, summary, story)
