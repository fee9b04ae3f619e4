"""Today: what waits at the desk, one sentence each; what is not so is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from plugin.curate.desk import PIECES_SHOWN, curated, standing_of
from plugin.curate.found_names import open_findings
from plugin.curate.reading import unread_in
from plugin.curate.sorting import is_sorted
from plugin.curate.sorting_alone import sorted_alone
from plugin.curate.sources import wants_notes
from plugin.domain.answered_wordings import waits_for_answers
from plugin.domain.checks import last_question, open_question
from plugin.domain.clusters import notes_in_words
from plugin.domain.communities import Community, Partnership
from plugin.domain.days import coming_day, last_day, long_day
from plugin.domain.held import may_read_held
from plugin.domain.people import Actor
from plugin.domain.pieces import (
    PieceWhole,
    Standing,
    changed_since_checked,
    needs_review,
    objections_until,
    rung_at,
    standing,
    standing_objection,
)
from plugin.domain.questions import AnswerKind, said_so_far
from plugin.domain.sessions import Session, SessionState
from plugin.govern import held_notes, held_words
from plugin.store import clusters as stored_clusters
from plugin.store import desk_marks
from plugin.store import piece_choices as choices
from plugin.store import pieces as stored_pieces
from plugin.store import questions as stored_questions
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

CLUSTER_WAITS = timedelta(days=7)
_A_YEAR = timedelta(days=365)


class DeskPlace(Enum):
    """Where a sentence of *Today* leads."""

    PIECE = "piece"
    READ = "read"
    UNSORTED = "unsorted"
    CLUSTER = "cluster"
    NAMES = "names"
    RETURNS = "returns"


@dataclass(frozen=True, slots=True)
class DeskTask:
    """One sentence with its button; `target_id` is the id of what `place` names."""

    sentence: str
    button: str
    place: DeskPlace
    target_id: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """What waits at a community's desk, and the sessions that are still open."""

    community: Community
    partnership: Partnership
    tasks: tuple[DeskTask, ...]
    still_open: tuple[Session, ...]
    has_notes: bool
    pieces: tuple[tuple[PieceWhole, Standing], ...]  # the newest
    has_more_pieces: bool
    old_doubt: PieceWhole | None  # what the group doubted a year ago


def today_view(services: Services, actor: Actor, community_id: str) -> TodayView:
    """Return what waits for a learning partner at the desk of a community, in its order."""
    with services.db.read() as tx:
        community, partnership = curated(tx, actor, community_id)
        sessions = [
            each for each in stored_sessions.sessions(tx, community_id) if each.template_code
        ]
        closed = [each for each in sessions if is_sorted(each)]
        found = _pieces(tx, services, partnership.id, community_id)
        pieces = tuple(held_words.as_read_by(tx, actor, each) for each in found)
        number = stored_pieces.number_of_pieces(tx, community_id)
        in_time = sorted(pieces, key=lambda whole: whole.piece.made_at)
        newest = {whole.piece.id for whole in in_time[-PIECES_SHOWN:]}
        stands = standing_of(tx, services, community, in_time)
        shown = tuple(it for it in stands if it[0].piece.id in newest or wants_notes(it[0]))
        tasks = (
            *_pieces_first(tx, services, pieces),
            *_names(tx, actor, partnership),
            *_to_read(tx, services, actor, community, closed),
            *_clusters(tx, services, community_id),
            *_pieces_on_their_way(services, pieces),
            *_to_bring_back(services, sessions, stands),
            *_held(tx, services, actor, closed),
            *_to_look_at_again(services, pieces),
        )
    return TodayView(
        community=community,
        partnership=partnership,
        tasks=tasks,
        still_open=tuple(each for each in sessions if each.state is SessionState.OPEN),
        has_notes=bool(closed),
        pieces=shown,
        has_more_pieces=number > len(shown),
        old_doubt=_old_doubt(services, pieces),
    )


def _pieces(
    tx: Tx, services: Services, partnership_id: str, community_id: str
) -> tuple[PieceWhole, ...]:
    """Return the pieces that a sentence can be about, the newest ones, and an old doubt."""
    here, now = (partnership_id, community_id), services.now
    return choices.chosen(
        tx,
        *here,
        choices.is_newest(*here, PIECES_SHOWN),
        choices.is_stopped(tx, *here),
        choices.can_be_objected_to(now),
        choices.was_rewritten(),
        choices.was_answered() & choices.may_be_inside(now),
        choices.was_written_in_notion() & ~choices.was_answered(),
        choices.is_oldest_of_kind(*here, "doubt", now - _A_YEAR),
        choices.has_a_day_to_look_again(services.today),
        choices.was_answered() & choices.was_not_returned(community_id),
    )


def _pieces_first(tx: Tx, services: Services, pieces: Sequence[PieceWhole]) -> Iterator[DeskTask]:
    """Find what somebody asked for: objections, and pieces whose notes were taken back."""
    off = [
        each
        for each in pieces
        if standing_objection(each) is not None or _is_off(tx, services, each)
    ]
    if off:
        says = "One answer says" if len(off) == 1 else f"{len(off)} answers say"
        yield DeskTask(f"{says} a piece is off.", "Read it first", DeskPlace.PIECE, _id(off[0]))
    gone = [each for each in pieces if needs_review(each)]
    if gone:
        what = "one piece rested" if len(gone) == 1 else f"{len(gone)} pieces rested"
        says = f"Somebody took a note back; {what} on it."
        yield DeskTask(says, "See what is left", DeskPlace.PIECE, _id(gone[0]), "again")


def _is_off(tx: Tx, services: Services, whole: PieceWhole) -> bool:
    """Say whether an answer by link says so of the newest words, and has come out."""
    asked = last_question(whole)
    if asked is None or not asked.is_refused:
        return False
    given = stored_questions.answers(tx, asked.id)
    return AnswerKind.OFF in said_so_far(given, asked, services.now)[0]


def _names(tx: Tx, actor: Actor, partnership: Partnership) -> Iterator[DeskTask]:
    """Find words that may point to a person, in all groups that this person curates."""
    number = open_findings(tx, actor, partnership.id)
    if number:
        says = "One name or number" if number == 1 else f"{number} names or numbers"
        yield DeskTask(f"{says} may point to a person.", "Look", DeskPlace.NAMES, partnership.id)


def _to_read(
    tx: Tx, services: Services, actor: Actor, community: Community, closed: Sequence[Session]
) -> Iterator[DeskTask]:
    """Find what nobody of this name has read yet; of the newest session also what nobody sorted."""
    numbers = unread_in(tx, services, actor, closed)
    for each in closed:
        if number := numbers[each.id]:
            says = f"{notes_in_words(number)} from {long_day(each.day)} to read."
            yield DeskTask(says, "Read", DeskPlace.READ, each.id)
    newest = next(iter(closed), None)
    if newest is None or numbers[newest.id]:
        return
    alone = sorted_alone(tx, actor, community, [newest.id]).get(newest.id)
    if number := stored_clusters.number_in_none(tx, newest.id, alone.id if alone else None):
        are = "is" if number == 1 else "are"
        many, day = notes_in_words(number), long_day(newest.day)
        says = f"All read. {many} from {day} {are} in no cluster."
        button = "Sort it" if number == 1 else "Sort them"
        yield DeskTask(says, button, DeskPlace.UNSORTED, newest.id)


def _clusters(tx: Tx, services: Services, community_id: str) -> Iterator[DeskTask]:
    numbers = stored_clusters.numbers_in(tx, community_id)
    for each in stored_clusters.clusters(tx, community_id):
        waited = services.now - each.made_at
        is_due = waited >= CLUSTER_WAITS and each.piece_id is None and not each.is_nowhere
        if is_due and each.id in numbers:
            says = f"“{each.name}” has been a cluster for {waited.days} days."
            yield DeskTask(says, "Make a piece", DeskPlace.CLUSTER, each.id)


def _pieces_on_their_way(services: Services, pieces: Sequence[PieceWhole]) -> Iterator[DeskTask]:
    now = services.now
    out = sorted(
        ((until, each) for each in pieces if (until := _out_until(each, now)) is not None),
        key=lambda pair: pair[0],
    )
    if out:
        until, first = out[0]
        many = "One piece is" if len(out) == 1 else f"{len(out)} pieces are"
        closes = "it closes" if len(out) == 1 else "the first closes"
        says = f"{many} out for checking, {closes} on {coming_day(until)}."
        yield DeskTask(says, "See", DeskPlace.PIECE, _id(first))
    ready = [each for each in pieces if standing(each, now, was_returned=False) is Standing.CHECKED]
    if ready:
        many = "One piece is" if len(ready) == 1 else f"{len(ready)} pieces are"
        says = f"{many} checked and can be released."
        yield DeskTask(says, "Release", DeskPlace.PIECE, _id(ready[0]))
    waiting = [each for each in pieces if waits_for_answers(each, rung_at(each.releases, now), now)]
    if waiting:
        many = "One piece has" if len(waiting) == 1 else f"{len(waiting)} pieces have"
        says = f"{many} newer checked words that nobody outside reads yet."
        yield DeskTask(says, "Answer for them", DeskPlace.PIECE, _id(waiting[0]), "audience")
    changed = [each for each in pieces if changed_since_checked(each, now)]
    if changed:
        says = f"Changed since it was checked: {len(changed)}."
        yield DeskTask(says, "Compare", DeskPlace.PIECE, _id(changed[0]))


def _out_until(whole: PieceWhole, now: datetime) -> date | None:
    """Return the day until which a piece is out for checking: by links, read back, or both."""
    asked, objections = open_question(whole, now), objections_until(whole, now)
    days = (asked.last_day if asked else None, last_day(objections) if objections else None)
    return max((each for each in days if each), default=None)


def _to_bring_back(
    services: Services,
    sessions: Sequence[Session],
    pieces: Sequence[tuple[PieceWhole, Standing]],
) -> Iterator[DeskTask]:
    """Find checked pieces that the group has not seen again."""
    number = sum(stands in (Standing.CHECKED, Standing.RELEASED) for _, stands in pieces)
    if not number:
        return
    days = [
        each.day
        for each in sessions
        if each.state is not SessionState.CLOSED and each.day >= services.today
    ]
    when = f" on {long_day(min(days))}" if days else ""
    many = "one piece" if number == 1 else f"{number} pieces"
    says = f"To bring back to the group{when}: {many}."
    yield DeskTask(says, "Prepare", DeskPlace.RETURNS, "")


def _to_look_at_again(services: Services, pieces: Sequence[PieceWhole]) -> Iterator[DeskTask]:
    """Find pieces of which the day has come on which their group wanted to look again."""
    due = [each for each in pieces if each.judged.is_due(services.today)]
    due.sort(key=lambda each: each.judged.look_again or services.today)
    if due:
        day = long_day(due[0].judged.look_again or services.today)
        more = f" So were {len(due) - 1} more." if len(due) > 2 else ""
        more = " So was one more." if len(due) == 2 else more
        says = f"“{due[0].newest.title}” was to be looked at again on {day}.{more}"
        yield DeskTask(says, "Look", DeskPlace.PIECE, _id(due[0]))


def _held(
    tx: Tx, services: Services, actor: Actor, closed: Sequence[Session]
) -> Iterator[DeskTask]:
    readers = held_notes.readers_of_closed(tx, closed)
    read = [each for each in closed if may_read_held(actor, each, readers[each.id])]
    numbers = desk_marks.held_numbers(tx, [each.id for each in read])
    for each in read:
        if number := numbers.get(each.id, 0):
            held = notes_in_words(number).replace(" note", " held note")
            goes = "goes" if number == 1 else "go"
            says = f"{held} {goes} on {long_day(each.held_until)}."
            button = (
                "Read it while it is there" if number == 1 else "Read them while they are there"
            )
            yield DeskTask(says, button, DeskPlace.READ, each.id, "held")


def _old_doubt(services: Services, pieces: Sequence[PieceWhole]) -> PieceWhole | None:
    a_year_ago = services.now - _A_YEAR
    doubts = (
        each for each in pieces if each.newest.kind == "doubt" and each.piece.made_at <= a_year_ago
    )
    return next(doubts, None)


def _id(whole: PieceWhole) -> str:
    return whole.piece.id
