"""What groups ask of their sponsor, in wordings that they agreed, and what the sponsor answers.

An ask is a piece of that kind which went to the partners, or a sentence which the group agreed and
put to the sponsor. The words are those that stand then: an ask that is looked at again is not
shown. Sponsors and the group itself read the answer, nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plugin.domain.blankness import one_line
from plugin.domain.follow_ups import (
    PIECE_KINDS,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    ReplyKind,
    SponsorReply,
    why_not_answered,
)
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.overtaken import require_not_overtaken
from plugin.domain.people import NOTHING_HERE, Actor, Power, Role
from plugin.domain.pieces import PieceWhole, Rung, may_go_out, rung_at
from plugin.domain.returns import PIECE
from plugin.domain.waiting import TaskPage, WaitingTask
from plugin.errors import BadInput, NotHere, Refused
from plugin.store import communities as stored_communities
from plugin.store import follow_ups as stored_follow_ups
from plugin.store.database import Tx
from plugin.store.piece_choices import chosen, is_of_kinds, may_be_out
from plugin.store.services import Services

_ASKS = tuple(name for name, kind in PIECE_KINDS.items() if kind is FollowUpKind.ASK)
_NOT_ASKED = "The group does not ask this any more. Nothing was stored. Look at the list again."
_SPONSORS_ONLY = "Only a sponsor answers what a group asks of them. Nothing was stored."


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorAsk:
    """One ask as the sponsor reads it."""

    key: str
    community_id: str
    words: str
    line: str  # of a piece: what it says more
    asked_on: date | None
    known: FollowUp

    @property
    def reply(self) -> SponsorReply | None:
        """Return the sponsor's answer, or None while they gave none."""
        return self.known.reply

    @property
    def answered(self) -> tuple[object, ...]:
        """Return the answer by which a form knows whether another came meanwhile."""
        return (self.reply.kind, self.reply.words, self.reply.day) if self.reply else ()


def pieces_that_ask(
    tx: Tx, partnership_id: str, community_id: str | None = None
) -> tuple[PieceWhole, ...]:
    """Return the pieces of a partnership, or of one group of it, that may be asks of a sponsor."""
    return chosen(tx, partnership_id, community_id, may_be_out() & is_of_kinds(_ASKS))


def asks_of_sponsors(
    services: Services, tx: Tx, actor: Actor, partnership_id: str, pieces: Sequence[PieceWhole]
) -> tuple[SponsorAsk, ...]:
    """Return the asks of a partnership that a person may read with their answers."""
    sees_all = is_sponsor(actor, partnership_id)
    return tuple(
        each
        for each in asks_of_partnership(services, tx, partnership_id, pieces)
        if sees_all or actor.may(Power.READ_COMMUNITY, partnership_id, each.community_id)
    )


def asks_waiting(services: Services, actor: Actor) -> tuple[WaitingTask, ...]:
    """Return a row for each ask that waits for this person's answer as a sponsor."""
    found = []
    for partnership_id in dict.fromkeys(held.partnership_id for held in actor.memberships):
        if not is_sponsor(actor, partnership_id):
            continue
        with services.db.read() as tx:
            pieces = pieces_that_ask(tx, partnership_id)
            asks = asks_of_partnership(services, tx, partnership_id, pieces)
            groups = stored_communities.communities(tx, partnership_id)
        names = {group.id: group.name for group in groups}
        found += [
            WaitingTask(
                sentence=f"You are asked: “{ask.words}”",
                why="The group reads what you answer.",
                place=TaskPage.SPONSOR,
                target_id=partnership_id,
                button="Answer",
                community=names.get(ask.community_id, ""),
                anchor="asks",
            )
            for ask in asks
            if ask.reply is None
        ]
    return tuple(found)


def is_sponsor(actor: Actor, partnership_id: str) -> bool:
    """Say whether a person answers for a partnership."""
    return Role.SPONSOR in actor.roles(partnership_id)


def answer_ask(
    services: Services,
    actor: Actor,
    partnership_id: str,
    key: str,
    kind: ReplyKind,
    words: str,
    shown: str | None = None,
) -> None:
    """Store a sponsor's answer with its day; a later one takes its place. Raise BadInput.

    `shown` is the mark of the answer that a form showed, where one was used. Raise ChangedMeanwhile
    where another sponsor answered since.
    """
    if not is_sponsor(actor, partnership_id):
        if not actor.is_operator and not actor.roles(partnership_id):
            raise NotHere(NOTHING_HERE)
        raise Refused(_SPONSORS_ONLY)
    if (told := why_not_answered(kind, words)) is not None:
        raise BadInput(told)
    with services.db.begin() as tx:
        pieces = pieces_that_ask(tx, partnership_id)
        found = asks_of_partnership(services, tx, partnership_id, pieces)
        asked = next((each for each in found if each.key == key), None)
        if asked is None:
            raise BadInput(_NOT_ASKED)
        require_not_overtaken(shown, *asked.answered)
        reply = SponsorReply(kind, one_line(words), services.today, actor.let_in_by)
        stored_follow_ups.save(tx, replace(asked.known, reply=reply))


def asks_of_partnership(
    services: Services, tx: Tx, partnership_id: str, pieces: Iterable[PieceWhole]
) -> tuple[SponsorAsk, ...]:
    """Return every ask in the words that a sponsor may read now; callers ask who may."""
    stored = stored_follow_ups.asked_of_sponsors(tx, partnership_id)
    sentences = (
        SponsorAsk(
            key=key,
            community_id=known.community_id,
            words=sentence,
            line="",
            asked_on=known.asked_on,
            known=known,
        )
        for key, (known, sentence) in stored.items()
        if known.asked_on is not None and sentence and HIDDEN not in sentence
    )
    of_pieces = (ask for whole in pieces if (ask := _of_piece(services, whole, stored)) is not None)
    return tuple(each for each in (*sentences, *of_pieces) if _is_asked(each.known))


def _is_asked(known: FollowUp) -> bool:
    """Say whether a group still asks, or did until the sponsor answered."""
    return known.state is FollowUpState.OPEN or known.reply is not None


def _of_piece(
    services: Services, whole: PieceWhole, stored: dict[str, tuple[FollowUp, str]]
) -> SponsorAsk | None:
    """Return a piece as an ask in its checked wording, or None where partners may not read it."""
    check = may_go_out(whole, services.now)
    is_out = rung_at(whole.releases, services.now).value >= Rung.PARTNERSHIP.value
    if check is None or not is_out or PIECE_KINDS.get(check.wording.kind) is not FollowUpKind.ASK:
        return None
    key, community_id = f"{PIECE}{whole.piece.id}", whole.piece.community_id
    known, _ = stored.get(key, (FollowUp(key=key, community_id=community_id), ""))
    out_on = [each.from_when.date() for each in whole.releases if each.stopped_at is None]
    return SponsorAsk(
        key=key,
        community_id=community_id,
        words=check.wording.title,
        line=check.wording.line,
        asked_on=out_on[-1] if out_on else None,
        known=known,
    )
