"""Answers and Returns: what came back from checking, and which checked pieces nobody has seen.

Answers are shown as the piece's page shows them: which kinds came out so far, never how many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.curate.desk import curated, standing_of
from plugin.domain.checks import last_question, open_question
from plugin.domain.communities import Community, Partnership
from plugin.domain.days import last_day
from plugin.domain.hidden_texts import hide
from plugin.domain.people import Actor
from plugin.domain.pieces import PieceWhole, Standing, objections_until, standing_objection
from plugin.domain.questions import AnswerKind, said_so_far
from plugin.domain.sessions import Session, SessionState
from plugin.govern import held_words
from plugin.store import piece_choices as choices
from plugin.store import questions as stored_questions
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.services import Services

_MOST = 12  # each is read with its answers


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceAnswers:
    """One piece that was asked about, and what came out so far."""

    whole: PieceWhole
    asked_until: date | None  # by links; None: the newest wording was not asked about so
    is_open: bool
    kinds: tuple[AnswerKind, ...]
    words: tuple[tuple[AnswerKind, str], ...]
    objections_until: date | None
    is_objected_to: bool

    @property
    def is_off(self) -> bool:
        """Say whether somebody says that it is off, or objected: such pieces come first."""
        return self.is_objected_to or AnswerKind.OFF in self.kinds


@dataclass(frozen=True, slots=True)
class AnswersView:
    """The pieces of a group that were asked about, those that are off first."""

    community: Community
    partnership: Partnership
    pieces: tuple[PieceAnswers, ...]


@dataclass(frozen=True, slots=True)
class ReturnsView:
    """The checked pieces that no session of their group has seen since, and the next session."""

    community: Community
    partnership: Partnership
    pieces: tuple[tuple[PieceWhole, Standing], ...]
    next_session: Session | None


def answers_view(services: Services, actor: Actor, community_id: str) -> AnswersView:
    """Return what came back from checking, for whoever curates a group."""
    with services.db.read() as tx:
        community, partnership = curated(tx, actor, community_id)
        here = (partnership.id, community_id)
        asked = choices.chosen(tx, *here, choices.was_answered(), most=_MOST)
        read = [held_words.as_read_by(tx, actor, each) for each in reversed(asked)]
        found = [_answers(tx, services, each) for each in read]
    shown = [each for each in found if each.asked_until or each.objections_until or each.is_off]
    shown.sort(key=lambda each: not each.is_off)
    return AnswersView(community, partnership, tuple(shown))


def returns_view(services: Services, actor: Actor, community_id: str) -> ReturnsView:
    """Return the checked pieces that were not returned to the people whom they are from."""
    with services.db.read() as tx:
        community, partnership = curated(tx, actor, community_id)
        here = (partnership.id, community_id)
        new = choices.chosen(tx, *here, choices.was_not_returned(community_id))
        read = [held_words.as_read_by(tx, actor, each) for each in new]
        found = standing_of(tx, services, community, read)
        coming = [
            each
            for each in stored_sessions.sessions(tx, community_id)
            if each.state is not SessionState.CLOSED and each.day >= services.today
        ]
    waiting = (Standing.CHECKED, Standing.RELEASED)
    return ReturnsView(
        community,
        partnership,
        tuple(each for each in found if each[1] in waiting),
        min(coming, key=lambda each: each.day, default=None),
    )


def _answers(tx: Tx, services: Services, whole: PieceWhole) -> PieceAnswers:
    asked, until = last_question(whole), objections_until(whole, services.now)
    given = stored_questions.answers(tx, asked.id) if asked else ()
    kinds, words = said_so_far(given, asked, services.now) if asked else ((), ())
    held = held_beside(tx, whole.piece.community_id) if words else None
    return PieceAnswers(
        whole=whole,
        asked_until=asked.last_day if asked else None,
        is_open=open_question(whole, services.now) is not None,
        kinds=kinds,
        words=tuple((kind, hide(each, held)) for kind, each in words),
        objections_until=last_day(until) if until else None,
        is_objected_to=standing_objection(whole) is not None,
    )
