"""Answering by one's own link whether a piece is right: once a question, until it closes.

An answer is known by a hash of link and question alone. Whoever does not want it shared takes their
notes out of the piece at once, for good, with what they said before; all else can be changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from plugin.converse.own_page import holder
from plugin.domain.audiences import partners_in_words
from plugin.domain.blankness import is_blank
from plugin.domain.checks import carrying, open_question
from plugin.domain.piece_readings import PieceReading
from plugin.domain.pieces import PieceWhole, Wording, is_withheld
from plugin.domain.questions import LONGEST_ANSWER, Answer, AnswerKind, PieceQuestion, with_answer
from plugin.domain.taking_part import as_written, no_room
from plugin.errors import BadInput, NotHere
from plugin.languages import lazy_gettext
from plugin.store import communities as stored_communities
from plugin.store import gone_words as stored_gone_words
from plugin.store import people as stored_people
from plugin.store import pieces as stored_pieces
from plugin.store import questions as stored_questions
from plugin.store import quotes as stored_quotes
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.store.taking_out import agree_again, leave_out, leave_words_out

_NOT_THEIRS = lazy_gettext(
    "This link belongs to somebody else’s notes. Nothing was shown or changed."
)
_OVER = lazy_gettext(
    "This question is closed, or the words were changed meanwhile. Nothing was changed. You can "
    "still take your own notes back."
)
_AGAIN = lazy_gettext(
    "The learning partner looks at these words again, so nothing is asked now. Nothing was "
    "changed. Come back to this page later."
)
_LEFT_OUT = lazy_gettext(
    "Your notes are not in this piece any more, so your answer stays. Nothing was changed."
)
_ANSWER_FIRST = lazy_gettext(
    "First say whether the text is right, then whether your words may be used. Nothing was stored."
)
_GONE = lazy_gettext(
    "Words that were taken back, or erased on their day, stand in what you wrote. Nothing was "
    "stored. Say it without the words of that note."
)


@dataclass(frozen=True, slots=True)
class OwnQuote:
    """Words of somebody's own that a piece quotes, and whether they may be used; None: not said."""

    number: int
    words: str = field(repr=False)
    may_be_used: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCheck:
    """A piece that somebody is asked about, as their own page shows it."""

    question_id: str
    wording: Wording | None  # None: it is looked at again
    until: date
    written_on: date
    readers: str
    answer: Answer | None
    quotes: tuple[OwnQuote, ...] = ()  # of their own words, in the order of the story
    readings: tuple[PieceReading, ...] = ()  # how each of us reads it: a part of what is asked

    @property
    def open_quotes(self) -> tuple[OwnQuote, ...]:
        """Return the quotes of which they are asked now: once they said whether it is right."""
        return tuple(e for e in self.quotes if self.answer and e.may_be_used is None)


def to_check(services: Services, session_id: str, token: str) -> tuple[ToCheck, ...]:
    """Return what the holder of a link is asked about now, the first to close first."""
    with services.db.read() as tx:
        holder(tx, session_id, token)
        asked = stored_questions.open_in_session(tx, session_id, services.now)
        found = []
        for question_id, _ in asked:
            try:
                found.append(_shown(services, tx, session_id, token, question_id))
            except (NotHere, BadInput):
                continue
        return tuple(found)


def one_to_check(services: Services, session_id: str, token: str, question_id: str) -> ToCheck:
    """Return one piece to check; raise NotHere for somebody else's, BadInput when it is over."""
    with services.db.read() as tx:
        return _shown(services, tx, session_id, token, question_id)


def give_answer(
    services: Services,
    session_id: str,
    token: str,
    question_id: str,
    kind: AnswerKind,
    words: str | None = None,
) -> None:
    """Answer a question, or change one's answer; the same again changes nothing.

    No `words` keep what was written before, where the answer takes words. Raise NotHere, BadInput.
    """
    with services.db.begin() as tx:
        whole, question, _ = _asked(services, tx, session_id, token, question_id)
        given = stored_questions.answers(tx, question.id)
        own = stored_questions.link_hash(token, question.id)
        before = next((each for each in given if each.link_hash == own), None)
        said = _words(tx, whole, kind, words, before)
        if before is not None and (before.kind, before.words) == (kind, said):
            return
        if before is not None and before.kind is AnswerKind.NOT_SHARED:
            raise BadInput(_LEFT_OUT)
        agrees = kind in (AnswerKind.YES, AnswerKind.NEARLY)
        if agrees and is_withheld(whole, whole.wording(question.wording_id)):
            raise BadInput(_AGAIN)
        answer = Answer(link_hash=own, question_id=question.id, kind=kind, words=said)
        if before is not None and kind is AnswerKind.NOT_SHARED:
            leave_words_out(tx, whole.piece.id, before, services.now)
            given = stored_questions.answers(tx, question.id)  # others may have said the same
        every = with_answer(given, answer, services.today)
        stored_questions.save_answers(tx, question.id, every)
        mine = _written_for(tx, session_id, token, whole)
        if kind is AnswerKind.NOT_SHARED:
            for note_id in sorted(mine):
                leave_out(tx, whole.piece.id, note_id, services.now)
        else:
            agree_again(tx, whole.piece.id, mine, is_yes=kind is AnswerKind.YES)


def answer_quote(
    services: Services,
    session_id: str,
    token: str,
    question_id: str,
    number: int,
    *,
    may_be_used: bool,
) -> None:
    """Say whether a quote of one's own words may be used; a no empties it at once, everywhere.

    It can be changed until the question closes; what the group read as a gap meanwhile, since it
    was asked about the same words, stays one. Raise NotHere for a quote of somebody else's
    words, BadInput before one said whether the piece is right.
    """
    with services.db.begin() as tx:
        whole, question, mine = _asked(services, tx, session_id, token, question_id)
        if not _has_answered(tx, token, question.id):
            raise BadInput(_ANSWER_FIRST)
        found = _own_quotes(tx, whole, question, token, mine)
        said = {each.number: each.may_be_used for each in found}
        if may_be_used:  # a no that the group read as a gap can end, though the gap stays one
            said = {**stored_quotes.said_of(tx, token, question.id, [number]), **said}
        if number not in said:
            raise NotHere(_NOT_THEIRS)
        if said[number] is not may_be_used:
            stored_quotes.say(tx, token, question.id, number, may_be_used=may_be_used)
            stored_quotes.refuse(tx, whole.piece.id, number, is_refused=not may_be_used)


def _own_quotes(
    tx: Tx, whole: PieceWhole, question: PieceQuestion, token: str, note_ids: frozenset[str]
) -> tuple[OwnQuote, ...]:
    found = whole.quotes_in(whole.wording(question.wording_id))
    own = [each for each in found if each.note_id in note_ids and each.stands_for]
    if not own:
        return ()
    said = stored_quotes.said_of(tx, token, question.id, [each.number for each in own])
    # Nobody is asked again of words to which they said no in another piece: the no holds here too.
    return tuple(
        OwnQuote(each.number, each.stands_for, said.get(each.number))
        for each in own
        if each.number in said or not each.is_refused
    )


def _words(
    tx: Tx, whole: PieceWhole, kind: AnswerKind, words: str | None, before: Answer | None
) -> str:
    """Return what is stored of what somebody would say instead; raise BadInput."""
    if not kind.takes_words:
        return ""
    if words is None:
        return before.words if before else ""
    said = as_written(words)
    if len(said) > LONGEST_ANSWER:
        raise BadInput(no_room(LONGEST_ANSWER, len(said)))
    if stored_gone_words.stand_in(tx, whole.piece.community_id, [said]):
        raise BadInput(_GONE)
    return "" if is_blank(said) else said


def _written_for(tx: Tx, session_id: str, token: str, whole: PieceWhole) -> frozenset[str]:
    """Return which notes somebody wrote of those that carry a piece, whoever changed them since."""
    _, notes = holder(tx, session_id, token)
    return frozenset(each.id for each in notes) & carrying(whole)


def _shown(services: Services, tx: Tx, session_id: str, token: str, question_id: str) -> ToCheck:
    whole, question, mine = _asked(services, tx, session_id, token, question_id)
    wording = whole.wording(question.wording_id)
    own = stored_questions.link_hash(token, question.id)
    given = stored_questions.answers(tx, question.id)
    found = stored_communities.with_its_partnership(tx, whole.piece.community_id)
    people = stored_people.people_of(tx, whole.piece.partnership_id)
    readers = partners_in_words(found[1], [each for each, _ in people]) if found else ""
    day = next(each.day for each in whole.sources if each.session_id == session_id)
    return ToCheck(
        question_id=question.id,
        wording=None if is_withheld(whole, wording) else wording,
        until=question.last_day,
        written_on=day,
        readers=readers,
        answer=next((each for each in given if each.link_hash == own), None),
        quotes=_own_quotes(tx, whole, question, token, mine),
        readings=whole.readings_of(wording),
    )


def _asked(
    services: Services, tx: Tx, session_id: str, token: str, question_id: str
) -> tuple[PieceWhole, PieceQuestion, frozenset[str]]:
    """Return what somebody is asked about, and which of the notes that carry it are theirs."""
    _, notes = holder(tx, session_id, token)
    piece_id = stored_questions.piece_of(tx, question_id)
    whole = None if piece_id is None else stored_pieces.piece(tx, piece_id)
    question = next((e for e in whole.questions if e.id == question_id), None) if whole else None
    if whole is None or question is None:
        raise NotHere(_NOT_THEIRS)
    asked_of = [each for each in notes if each.id in question.note_ids]
    theirs = frozenset(each.id for each in asked_of if each.is_its_links_own)
    mine = theirs & carrying(whole)
    # Nobody answers for words that another hand wrote; who answered before may still change it.
    if not mine and not (asked_of and _has_answered(tx, token, question.id)):
        raise NotHere(_NOT_THEIRS)
    now_asked = open_question(whole, services.now)
    if now_asked is None or now_asked.id != question.id:
        raise BadInput(_OVER)
    return whole, question, mine


def _has_answered(tx: Tx, token: str, question_id: str) -> bool:
    own = stored_questions.link_hash(token, question_id)
    return any(each.link_hash == own for each in stored_questions.answers(tx, question_id))
