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

from plugin.domain import receipts
from plugin.domain.blankness import fold
from plugin.domain.days import long_day
from plugin.domain.editions import WIDE
from plugin.domain.notes import Note, NoteState
from plugin.domain.pieces import PieceWhole, Rung, is_looked_at_again, rung_at
from plugin.domain.receipts import say
from plugin.domain.returns import NOTE, PIECE
from plugin.domain.session_keys import is_instead
from plugin.domain.sessions import Session, SessionState
from plugin.govern.exported import exports_with
from plugin.govern.lost_words import Lost, Touched, name_in_report
from plugin.govern.reached_in_notion import in_notion
from plugin.store import about_groups, own_texts, reviews, search
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
    own_texts.note_repeating(tx, neighbours(tx, session.community_id), lost.anywhere)
    found = {
        "Here": " ".join(_here(tx, lost)),
        "Pieces": " ".join(_in_pieces(touched)),
        "Pictures": " ".join(_on_pictures(again.values(), touched, lost.note)),
        "Our partners and sponsors": " ".join(_outside(touched, again, now)),
        "Notion": " ".join(in_notion(tx, session, lost, touched, again.values())),
        "Miro": _on_board(tx, lost.note),
        "Cards on boards": " ".join(_on_cards(tx, session, lost, touched)),
        "Reasons of objections": say(receipts.REASONS) if went.reasons else "",
        "The desk": say(receipts.ON_DESKS) if went.on_desks else "",
        "Between sessions": say(receipts.BETWEEN) if went.between else "",
        "Sentences read back": _in_sentences(tx, session, lost),
        "The group’s own texts": " ".join(_in_own_texts(tx, session, lost, went)),
        "Permissions": " ".join(_in_permissions(tx, session, lost, went)),
        "Invitations": " ".join(_in_invitations(tx, session, lost)),
        "Exports": _in_exports(tx, session, lost),
        "Mails": say(receipts.MAILS) if went.mails else "",
        "Copies made before": say(receipts.COPIES),
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
        yield say(receipts.STILL_HERE)
        return
    yield say(receipts.ERASED_WITH_OLDER if lost.versions else receipts.ERASED)
    is_found = search.is_found(tx, lost.note.id)
    yield say(receipts.SEARCH_KNOWS_IT if is_found else receipts.NO_SEARCH)


def _in_pieces(touched: Sequence[Touched]) -> Iterator[str]:
    if not touched:
        yield say(receipts.NO_PIECE)
    for each in touched:
        if each.rested:
            yield say(receipts.RESTED, piece=each.name)
            if each.is_quoting:
                yield say(receipts.QUOTE_IS_EMPTY)
        else:
            yield say(receipts.REPEATS, piece=each.name)
        if each.whole.newest.number in each.wordings:
            yield say(receipts.IN_NEWEST)
        else:
            yield say(receipts.IN_OLDER if each.wordings else receipts.IN_NONE)
        yield say(receipts.IS_LOOKED_AT)


def _on_pictures(
    pieces: Iterable[PieceWhole], touched: Sequence[Touched], note: Note
) -> Iterator[str]:
    """Name pieces with a picture that may show the note: nobody but a person can see that."""
    names = {each.whole.piece.id: each.name for each in touched}
    for whole in pieces:
        boxes = {(e.session_id, e.zone_code) for e in whole.evidence if e.is_image_shown}
        is_of_box = (note.session_id, note.zone_code) in boxes
        if boxes and (is_of_box or whole.piece.id in names):
            name = names.get(whole.piece.id) or name_in_report(whole)
            yield say(receipts.PICTURE, piece=name)


def _outside(
    touched: Sequence[Touched], again: dict[str, PieceWhole], now: datetime
) -> Iterator[str]:
    for each in touched:
        is_out = rung_at(each.whole.releases, now).value >= Rung.PARTNERSHIP.value
        if is_out and is_looked_at_again(again[each.whole.piece.id], now):
            yield say(receipts.SEEN_AS_LOOKED_AT, piece=each.name)
        else:
            yield say(receipts.CHECKED_SINCE if is_out else receipts.NOT_OPEN, piece=each.name)
        if rung_at(each.whole.releases, now) in WIDE:
            yield say(receipts.GONE_FROM_PAGE, piece=each.name)


def _in_exports(tx: Tx, session: Session, lost: Lost) -> str:
    """Name every export with its day; who made each is told where the note is followed.

    A name that stood in a report would stay there after its person went.
    """
    found = exports_with(tx, session, lost.note)
    if not found:
        return ""
    listed = "; ".join(f"{each.what}, on {long_day(each.day)}" for each in found)
    return say(receipts.EXPORTED, exports=listed)


def _on_board(tx: Tx, note: Note) -> str:
    if note.miro_item_id is None:
        return ""
    if note.is_by_phone and not is_instead(note.miro_item_id) and note.state is NoteState.HERE:
        return say(receipts.STICKY_BY_ITSELF)
    is_gone = note.state is not NoteState.HERE
    last = stored_sessions.last_capture(tx, note.session_id)
    if last is None:
        return say(receipts.STICKY_GONE_ONCE if is_gone else receipts.STICKY_THERE_ONCE)
    day = long_day(last[0].date())
    return say(receipts.STICKY_GONE if is_gone else receipts.STICKY_THERE, day=day)


def _on_cards(tx: Tx, session: Session, lost: Lost, touched: Sequence[Touched]) -> Iterator[str]:
    """Forget cards that repeat the words; say on which boards they stand."""
    near = {f"{PIECE}{each.whole.piece.id}" for each in touched if each.rested}
    for other in _meetings(tx, session):
        is_ours = other.community_id == session.community_id
        has_board = stored_boards.board(tx, other.id) is not None
        for key, title, description in stored_boards.returned(tx, other.id):
            phrases = lost.near if key in near else lost.anywhere
            lays_it_out = key == f"{NOTE}{lost.note.id}"  # such a card keeps no words of its own
            if not lays_it_out and not phrases.stand_in(fold(f"{title}\n{description}")):
                continue
            stored_boards.forget_card(tx, other.id, key)
            told = receipts.CARD_FORGOTTEN if is_ours else receipts.CARD_ELSEWHERE_FORGOTTEN
            yield say(told, day=long_day(other.day))
            if has_board:
                yield say(receipts.CARD_ON_BOARD)


def _in_sentences(tx: Tx, session: Session, lost: Lost) -> str:
    for community_id in neighbours(tx, session.community_id):
        for proposal in stored_communities.proposals(tx, community_id):
            if proposal.note_id == lost.note.id or lost.anywhere.stand_in(fold(proposal.sentence)):
                return say(receipts.READ_BACK)
    return ""


def _in_own_texts(tx: Tx, session: Session, lost: Lost, went: Dropped) -> Iterator[str]:
    if went.struck:
        yield say(receipts.STRUCK)
    for community in stored_communities.communities(tx, session.partnership_id):
        is_ours = community.id == session.community_id
        *older, now = stored_communities.agreement_versions(tx, community.id) or (None,)
        texts = [*community.texts, *stored_designs.texts(tx, community.id)]
        for each in stored_sessions.sessions(tx, community.id):
            texts += [each.name, *each.asked]
        texts += [text for _, text in about_groups.about(tx, community.id).texts]
        if _stands_in(lost, (*texts, *_rules_of(now))):
            yield say(receipts.OWN_TEXTS if is_ours else receipts.OTHERS_TEXTS)
        if _stands_in(lost, (text for each in older for text in _rules_of(each))):
            yield say(receipts.OWN_AGREEMENT if is_ours else receipts.OTHERS_AGREEMENT)


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
        yield say(receipts.PERMISSION_ASKED)
    if went.replaced:
        yield say(receipts.PERMISSION_REPLACED)
    for community_id in neighbours(tx, session.community_id):
        for given in stored_permissions.permissions(tx, community_id):
            if not lost.anywhere.stand_in(fold("\n".join(given.words.texts))):
                continue
            is_ours = community_id == session.community_id
            yield say(receipts.OWN_PERMISSION if is_ours else receipts.OTHERS_PERMISSION)


def _in_invitations(tx: Tx, session: Session, lost: Lost) -> Iterator[str]:
    """Say which invitations repeat the words; those to meetings that are over are erased."""
    for meeting in _meetings(tx, session):
        arranged = stored_invitations.arrangements(tx, meeting.id)
        if arranged is None or not lost.anywhere.stand_in(fold("\n".join(arranged.texts))):
            continue
        is_ours = meeting.community_id == session.community_id
        own, others = (receipts.INVITATION, receipts.OTHERS_INVITATION)
        if meeting.state is SessionState.CLOSED:
            stored_invitations.forget_arrangements(tx, meeting.id)
            own, others = (receipts.INVITATION_ERASED, receipts.OTHERS_INVITATION_ERASED)
        yield say(own if is_ours else others, day=long_day(meeting.day))
