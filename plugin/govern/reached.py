"""What a withdrawal reached: every place where the words could be, looked at when they are erased.

Each place says what was found there and what follows, or who has to do what. Words are found by
overlap (`domain.overlap`); a note of less than five words is looked for as a whole, in what rested
on it. The words are never repeated here, and a title that holds them is not named. All groups of
the partnership are looked through; of another one the report names no piece, meeting or person,
since its readers may not see that group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from plugin.domain.days import long_day
from plugin.domain.editions import WIDE
from plugin.domain.notes import Note, NoteState
from plugin.domain.pieces import PieceWhole, Rung, is_looked_at_again, rung_at
from plugin.domain.returns import NOTE, PIECE
from plugin.domain.session_keys import is_instead
from plugin.domain.sessions import Session, SessionState
from plugin.domain.text_search import fold
from plugin.govern.exported import exports_with
from plugin.govern.lost_words import Lost, Touched, name_in_report
from plugin.govern.reached_in_notion import in_notion
from plugin.store import about_groups, reviews, search
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import designs as stored_designs
from plugin.store import invitations as stored_invitations
from plugin.store import notes as stored_notes
from plugin.store import permissions as stored_permissions
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.gone_words import neighbours
from plugin.store.let_go import Dropped

_REASONS = "What somebody gave as a reason to object repeated its words, and is erased."
_MAILS = (
    "A mail that waited to be sent repeated its words, and is not sent. If it was an invitation, "
    "send it again. Not reached: what was sent before."
)
_ON_DESKS = "What a learning partner wrote on the desk repeated its words, and is erased."
_BETWEEN = "What was written between sessions repeated its words, and is erased."
COPIES = "Not reached: backups of this server, and what people copied for themselves."


def look(
    tx: Tx, session: Session, lost: Lost, now: datetime, went: Dropped | None = None
) -> dict[str, str]:
    """Look at every copy once the note is erased: place → what was found, and what follows.

    `went` is what was dropped with it. Of reasons of objections no piece is named, nor how many,
    for their sake who gave them.

    Pieces that repeat the words without resting on them are to be looked at again too, and cards
    that repeat them are forgotten here.
    """
    went = went or Dropped()
    touched = _touched(tx, session, lost)
    for each in touched:
        reviews.open_review(tx, each.whole.piece.id, lost.note.id, now)
    again = {each.piece.id: each for each in _pieces(tx, session)}
    found = {
        "Here": " ".join(_here(tx, lost)),
        "Pieces": " ".join(_in_pieces(touched)),
        "Pictures": " ".join(_on_pictures(again.values(), touched, lost.note)),
        "Our partners and sponsors": " ".join(_outside(touched, again, now)),
        "Notion": " ".join(in_notion(tx, session, lost, touched, again.values())),
        "Miro": _on_board(tx, lost.note),
        "Cards on boards": " ".join(_on_cards(tx, session, lost, touched)),
        "Reasons of objections": _REASONS if went.reasons else "",
        "The desk": _ON_DESKS if went.on_desks else "",
        "Between sessions": _BETWEEN if went.between else "",
        "Sentences read back": _in_sentences(tx, session, lost),
        "The group’s own texts": " ".join(_in_own_texts(tx, session, lost)),
        "Permissions": " ".join(_in_permissions(tx, session, lost, went)),
        "Invitations": " ".join(_in_invitations(tx, session, lost)),
        "Exports": _in_exports(tx, session, lost),
        "Mails": _MAILS if went.mails else "",
        "Copies made before": COPIES,
    }
    return {place: said for place, said in found.items() if said}


def _pieces(tx: Tx, session: Session) -> tuple[PieceWhole, ...]:
    """Return the pieces of the whole partnership."""
    return stored_pieces.pieces(tx, session.partnership_id)


def _touched(tx: Tx, session: Session, lost: Lost) -> tuple[Touched, ...]:
    found, folded = [], dict[str, str]()
    for community_id in neighbours(tx, session.community_id):
        folded |= search.folded_wordings(tx, community_id)
    for whole in _pieces(tx, session):
        rested = any(source.note_id == lost.note.id for source in whole.all_sources)
        phrases = lost.near if rested else lost.anywhere
        told = [each for each in whole.wordings if phrases.stand_in(folded.get(each.id, ""))]
        if rested or told:
            numbers = tuple(each.number for each in told)
            is_elsewhere = whole.piece.community_id != session.community_id
            is_quoting = any(each.note_id == lost.note.id for each in whole.quotes)
            found.append(Touched(whole, rested, numbers, phrases, is_elsewhere, is_quoting))
    return tuple(found)


def _meetings(tx: Tx, session: Session) -> Iterator[Session]:
    """Yield the meetings of the whole partnership."""
    for community_id in neighbours(tx, session.community_id):
        yield from stored_sessions.sessions(tx, community_id)


def _here(tx: Tx, lost: Lost) -> Iterator[str]:
    left = stored_notes.note(tx, lost.note.id)
    if left is None or left.text is not None or stored_notes.versions(tx, lost.note.id):
        yield "Not reached: words of it are still here. Take it back again."
        return
    older = ", older words" if lost.versions else ""
    yield f"Erased: its words{older}, its colour, its tags and its place."
    is_found = search.is_found(tx, lost.note.id)
    yield "Not reached: the search still knows it." if is_found else "No search finds it."


def _in_pieces(touched: Sequence[Touched]) -> Iterator[str]:
    if not touched:
        yield "No piece rested on it, and its words stand in no piece of the partnership."
    for each in touched:
        if each.rested:
            yield f"{each.name} rested on it, and keeps a stub: box, session, day and reason."
            if each.is_quoting:
                yield "A quote of it is empty now, in every wording."
        else:
            yield f"{each.name} did not rest on it, and repeats its words."
        if each.whole.newest.number in each.wordings:
            yield (
                "Not reached: its words stand in the newest wording. The learning partner has to "
                "change them."
            )
        elif each.wordings:
            yield (
                "Not reached: its words stand in an older wording, which stays on the piece’s page."
            )
        else:
            yield "Its words stand in none of its wordings."
        yield "The learning partner is asked to look at it again."


def _on_pictures(
    pieces: Iterable[PieceWhole], touched: Sequence[Touched], note: Note
) -> Iterator[str]:
    """Name pieces with a picture that may show the note: nobody but a person can see that."""
    names = {each.whole.piece.id: each.name for each in touched}
    for whole in pieces:
        boxes = {(e.session_id, e.zone_code) for e in whole.evidence if e.is_image_shown}
        is_of_box = (note.session_id, note.zone_code) in boxes
        if boxes and (is_of_box or whole.piece.id in names):
            yield (
                f"{names.get(whole.piece.id) or name_in_report(whole)} has a picture that may show "
                "its words. Not reached: the learning partner has to look."
            )


def _outside(
    touched: Sequence[Touched], again: dict[str, PieceWhole], now: datetime
) -> Iterator[str]:
    for each in touched:
        is_out = rung_at(each.whole.releases, now).value >= Rung.PARTNERSHIP.value
        if is_out and is_looked_at_again(again[each.whole.piece.id], now):
            yield f"{each.name}: they see “being looked at again” in its place, from now on."
        elif is_out:
            yield f"{each.name}: they read a wording that the group checked since."
        else:
            yield f"{each.name} is not open to them."
        if rung_at(each.whole.releases, now) in WIDE:
            yield (
                f"{each.name}: what places like ours, or anyone, could read of it is gone from its "
                "page and from the feed at once. Not reached: copies that others made."
            )


def _in_exports(tx: Tx, session: Session, lost: Lost) -> str:
    """Name every export with its day; who made each is told where the note is followed.

    A name that stood in a report would stay there after its person went.
    """
    found = exports_with(tx, session, lost.note)
    if not found:
        return ""
    listed = "; ".join(f"{each.what}, on {long_day(each.day)}" for each in found)
    return (
        f"Not reached: these words, or a piece that rests on them, may stand in files that were "
        f"exported: {listed}. Whoever has a file has to take them out. Who made each stands under "
        "“Where it went”."
    )


def _on_board(tx: Tx, note: Note) -> str:
    if note.miro_item_id is None:
        return ""
    if note.is_by_phone and not is_instead(note.miro_item_id) and note.state is NoteState.HERE:
        return (
            "Hedgerow wrote its sticky, and deletes it by itself. Miro keeps what was deleted in a "
            "history of its own."
        )
    last = stored_sessions.last_capture(tx, note.session_id)
    when = f", on {long_day(last[0].date())}" if last else ""
    if note.state is not NoteState.HERE:
        return (
            f"Its sticky was not on the board any more when it was last collected{when}. Miro "
            "keeps what was deleted in a history of its own."
        )
    return (
        f"Not reached: its sticky was on the board when it was last collected{when}. Delete it "
        "there; it will not be collected again. Miro keeps what was deleted in a history of its "
        "own."
    )


def _on_cards(tx: Tx, session: Session, lost: Lost, touched: Sequence[Touched]) -> Iterator[str]:
    """Forget cards that repeat the words; say on which boards they stand."""
    near = {f"{PIECE}{each.whole.piece.id}" for each in touched if each.rested}
    for other in _meetings(tx, session):
        is_ours = other.community_id == session.community_id
        of = f"the session of {long_day(other.day)}" if is_ours else "a session of another group"
        has_board = stored_boards.board(tx, other.id) is not None
        for key, title, description in stored_boards.returned(tx, other.id):
            phrases = lost.near if key in near else lost.anywhere
            lays_it_out = key == f"{NOTE}{lost.note.id}"  # such a card keeps no words of its own
            if not lays_it_out and not phrases.stand_in(fold(f"{title}\n{description}")):
                continue
            stored_boards.forget_card(tx, other.id, key)
            yield f"A card for the board of {of} repeated its words, and is forgotten here."
            if has_board:
                yield "Not reached: the card on the board. The facilitator has to delete it there."


def _in_sentences(tx: Tx, session: Session, lost: Lost) -> str:
    for community_id in neighbours(tx, session.community_id):
        for proposal in stored_communities.proposals(tx, community_id):
            if proposal.note_id == lost.note.id or lost.anywhere.stand_in(fold(proposal.sentence)):
                return "Not changed: a sentence that was read back belongs to the group."
    return ""


def _in_own_texts(tx: Tx, session: Session, lost: Lost) -> Iterator[str]:
    for community in stored_communities.communities(tx, session.partnership_id):
        is_ours = community.id == session.community_id
        whose, page = (
            ("the group’s", "the group’s page")
            if is_ours
            else ("another group’s", "that group’s page")
        )
        *older, now = stored_communities.agreement_versions(tx, community.id) or (None,)
        texts = [*community.texts, *stored_designs.texts(tx, community.id)]
        for each in stored_sessions.sessions(tx, community.id):
            texts += [each.name, *each.asked]
        texts += [text for _, text in about_groups.about(tx, community.id).texts]
        if _stands_in(lost, (*texts, *_rules_of(now))):
            yield (
                f"Not reached: its words stand in {whose} name, question, permission, contacts, "
                "rules or texts about itself, in the name or a question of a session or in a "
                "design of its own. "
                f"A facilitator has to change them on {page}."
            )
        if _stands_in(lost, (text for each in older for text in _rules_of(each))):
            yield f"Not reached: its words stand in an earlier version of {whose} agreement."


def _stands_in(lost: Lost, texts: Iterable[str]) -> bool:
    return any(lost.anywhere.stand_in(fold(text)) for text in texts)


def _rules_of(version: stored_communities.StoredAgreement | None) -> tuple[str, ...]:
    """Return what people wrote into a version of an agreement: rules, and why they keep them."""
    if version is None:
        return ()
    reasons = version.agreement.details.reasons.values()
    return (*version.agreement.rules, *(text for each in reasons for text in each.texts))


def _in_permissions(tx: Tx, session: Session, lost: Lost, went: Dropped) -> Iterator[str]:
    """Say what went with the words, and which permissions in force repeat them."""
    if went.asked:
        yield (
            "A permission that waited for its sponsor repeated its words, and is dropped with its "
            "link. Ask the sponsor again."
        )
    if went.replaced:
        yield "A permission that another one followed repeated its words, and is erased."
    for community_id in neighbours(tx, session.community_id):
        for given in stored_permissions.permissions(tx, community_id):
            if not lost.anywhere.stand_in(fold("\n".join(given.words.texts))):
                continue
            whose = "the group" if community_id == session.community_id else "another group"
            yield (
                f"Not reached: its words stand in the permission that {whose} was given. Whoever "
                "looks after that group has to ask the sponsor for another one."
            )


def _in_invitations(tx: Tx, session: Session, lost: Lost) -> Iterator[str]:
    """Say which invitations repeat the words; those to meetings that are over are erased."""
    for meeting in _meetings(tx, session):
        arranged = stored_invitations.arrangements(tx, meeting.id)
        if arranged is None or not lost.anywhere.stand_in(fold("\n".join(arranged.texts))):
            continue
        is_ours = meeting.community_id == session.community_id
        to = f"to the session of {long_day(meeting.day)}" if is_ours else "of another group"
        if meeting.state is SessionState.CLOSED:
            stored_invitations.forget_arrangements(tx, meeting.id)
            yield f"What was arranged in the invitation {to} repeated its words, and is erased."
        else:
            yield (
                f"Not reached: its words stand in the invitation {to}. A facilitator has to change "
                "them there."
            )
