"""How was it? Answered by one's own link until Close; then one spread for everybody who took part.

What somebody would change next time is read by those who read held notes, and erased on their day.
Its writer can delete it at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.converse.own_page import CLOSED, NOT_BEGUN, holder
from plugin.domain.blankness import is_blank
from plugin.domain.held import may_read_held
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pulse import (
    LONGEST_CHANGE,
    PulseAnswer,
    PulseQuestion,
    Spread,
    Tap,
    fewest_answers,
    pulse_hash,
)
from plugin.domain.sessions import Session, SessionState
from plugin.domain.taking_part import as_written, no_room
from plugin.errors import BadInput, NotHere
from plugin.govern import held_notes
from plugin.languages import lazy_gettext
from plugin.store import chosen_sessions
from plugin.store import gone_words as stored_gone_words
from plugin.store import pulse as stored_pulse
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.let_go import let_go_of_thing
from plugin.store.services import Services

_DAY_PASSED = lazy_gettext(
    "The day has come on which this is deleted, so nobody would read it. Nothing was stored. Leave "
    "it empty, and say it to the group."
)
_GONE = lazy_gettext(
    "Words that were taken back, or erased on their day, stand in what you wrote. Nothing was "
    "stored. Say it without the words of that note."
)


@dataclass(frozen=True, slots=True)
class OwnPulse:
    """What the holder of a link said, and what everybody sees after Close."""

    answer: PulseAnswer | None
    change: str
    spreads: tuple[Spread, ...]
    fewest: int


@dataclass(frozen=True, slots=True)
class PulseShown:
    """What those who read a closed session's notes see of how it was."""

    spreads: tuple[Spread, ...]
    things: tuple[str, ...]  # what people would change, for those who read held notes
    fewest: int


def own_pulse(services: Services, session_id: str, token: str) -> OwnPulse:
    """Return what the holder of a link said; raise NotHere for a link that leads nowhere."""
    with services.db.read() as tx:
        session, _ = holder(tx, session_id, token)
        own = pulse_hash(token, session_id)
        every = stored_pulse.answers(tx, session_id)
        answer = next((each for each in every if each.own_hash == own), None)
        said = stored_pulse.things_to_change(tx, session_id, services.today)
        later = next((each.words for each in said if each.own_hash == own), "")
        return OwnPulse(
            answer=answer,
            change=_said_until_its_day(services, session, answer) if answer else later,
            spreads=stored_pulse.spreads(tx, session_id),
            fewest=fewest_answers(session.policy),
        )


def answer_pulse(
    services: Services,
    session_id: str,
    token: str,
    taps: Mapping[PulseQuestion, Tap],
    change: str,
) -> None:
    """Say how a session was, in place of what one said before; the same again changes nothing.

    Raise NotHere, or BadInput before and after the session and for words that cannot be stored.
    """
    with services.db.begin() as tx:
        session, _ = holder(tx, session_id, token)
        _require_open(session)
        given = PulseAnswer(
            pulse_hash(token, session_id),
            heard=taps.get(PulseQuestion.HEARD),
            free=taps.get(PulseQuestion.FREE),
            worth=taps.get(PulseQuestion.WORTH),
            change=_words(services, tx, session, change),
        )
        every = stored_pulse.answers(tx, session_id)
        if given in every:
            return
        others = [each for each in every if each.own_hash != given.own_hash]
        before = next((each for each in every if each.own_hash == given.own_hash), None)
        if before is not None and before.change not in ("", given.change):
            let_go_of_thing(tx, given.own_hash, services.now)
        says = given != PulseAnswer(given.own_hash)
        stored_pulse.save_answers(tx, session_id, (*others, given) if says else others)


def delete_thing(services: Services, session_id: str, token: str) -> None:
    """Erase what one would change next time, at any time; what one tapped stays."""
    with services.db.begin() as tx:
        holder(tx, session_id, token)
        let_go_of_thing(tx, pulse_hash(token, session_id), services.now)


def pulse_of(services: Services, actor: Actor, session_id: str) -> PulseShown | None:
    """Return how a closed session was, for those who read its notes; None for everybody else."""
    with services.db.read() as tx:
        session = stored_sessions.session(tx, session_id)
        if session is None:
            raise NotHere(NOTHING_HERE)
        here = (session.partnership_id, session.community_id)
        if session.state is not SessionState.CLOSED or not actor.may(Power.READ_NOTES, *here):
            return None
        readers = held_notes.readers_of(tx, session)
        said = stored_pulse.things_to_change(tx, session_id, services.today)
        return PulseShown(
            spreads=stored_pulse.spreads(tx, session_id),
            things=tuple(e.words for e in said) if may_read_held(actor, session, readers) else (),
            fewest=fewest_answers(session.policy),
        )


def things_to_read(services: Services, actor: Actor, community_id: str) -> tuple[str, ...]:
    """Return what people of a group's closed sessions would change, as far as this person reads it.

    A facilitator reads one to the group, and the group decides.
    """
    with services.db.read() as tx:
        found = stored_pulse.with_things(tx, community_id, services.today)
        sessions = chosen_sessions.sessions_by_id(tx, tuple(found))
        readers = held_notes.readers_of_closed(tx, sessions)
        return tuple(
            words
            for each in sessions
            if may_read_held(actor, each, readers[each.id])
            for words in found[each.id]
        )


def _require_open(session: Session) -> None:
    if session.state is SessionState.PLANNED:
        raise BadInput(NOT_BEGUN)
    if session.state is SessionState.CLOSED:
        raise BadInput(CLOSED)


def _said_until_its_day(services: Services, session: Session, answer: PulseAnswer) -> str:
    """Return what somebody would change; in a session that is open longer, until its day alone."""
    return answer.change if services.today < session.held_until else ""


def _words(services: Services, tx: Tx, session: Session, change: str) -> str:
    said = as_written(change)
    if not is_blank(said) and services.today >= session.held_until:
        raise BadInput(_DAY_PASSED)
    if len(said) > LONGEST_CHANGE:
        raise BadInput(no_room(LONGEST_CHANGE, len(said)))
    if stored_gone_words.stand_in(tx, session.community_id, [said]):
        raise BadInput(_GONE)
    return "" if is_blank(said) else said
