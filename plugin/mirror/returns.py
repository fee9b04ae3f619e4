"""What returns to the next board: pieces checked since, open sentences, commitments and asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugin.domain.agreements import Outcome, Proposal
from plugin.domain.days import short_day
from plugin.domain.follow_ups import PIECE_KINDS
from plugin.domain.people import Actor, Power
from plugin.domain.returns import NOTE, OPEN, PIECE, ReturnCard
from plugin.errors import NotHere
from plugin.govern.running_sessions import session_to_run
from plugin.mirror.follow_ups import FindTemplate, follow_up_cards
from plugin.mirror.piece_cards import checked_cards
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import piece_choices as choices
from plugin.store.quotable import quotable_of
from plugin.store.services import Services


def cards_for(
    services: Services, actor: Actor, community_id: str, template_of: FindTemplate
) -> tuple[ReturnCard, ...]:
    """Return the cards for a community's next board, in the wording that was checked.

    A piece is returned once; a sentence comes back until the group has agreed it, a commitment or
    an ask until somebody says what became of it. No board prints words that went or are held.
    """
    with services.db.read() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere("There is no group here. Nothing was changed.")
        actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
        before = stored_boards.returned_to(tx, community_id)
        new, followed = choices.was_not_returned(community_id), choices.is_of_kinds(PIECE_KINDS)
        pieces = choices.chosen(tx, community.partnership_id, community_id, new, followed)
        proposals = stored_communities.proposals(tx, community_id)
        to_follow = follow_up_cards(
            services, tx, actor, community, template_of, proposals, pieces, before
        )
    done = {key for key, _ in before}
    unknown = (each for each in pieces if f"{PIECE}{each.piece.id}" not in done)
    found = (*checked_cards(unknown, services.now), *_still_open(proposals), *to_follow)
    return tuple({card.key: card for card in found}.values())


def _still_open(proposals: Iterable[Proposal]) -> Iterator[ReturnCard]:
    for proposal in proposals:
        if proposal.outcome is Outcome.NOT_YET:
            yield ReturnCard(
                f"{OPEN}{proposal.id}",
                proposal.sentence,
                f"Read back on {short_day(proposal.day)}, and still open. Do we agree it today?",
                proposal_id=proposal.id,
            )


def record_returned(
    services: Services, actor: Actor, session_id: str, cards: tuple[ReturnCard, ...]
) -> None:
    """Remember which cards a session's board brings back.

    Known ones are left as they are once a board stands. Until then they are made anew: words may
    have been taken back since. What was chosen to be laid out stays chosen. A note's card keeps no
    words: they stay with the note.
    """
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        said = [card.words for card in cards if card.key.startswith(OPEN)]
        quotable = quotable_of(tx, session.community_id, said)
        cards = tuple(c for c in cards if not c.key.startswith(OPEN) or c.words in quotable)
        known = {key for key, _, _ in stored_boards.returned(tx, session_id)}
        again: list[ReturnCard] = []
        if stored_boards.board(tx, session_id) is None:
            stored_boards.forget_returned(tx, session_id, but=NOTE)
            ids = [key.removeprefix(PIECE) for key in known if key.startswith(PIECE)]
            here = (session.partnership_id, session.community_id)
            pieces = choices.chosen(tx, *here, choices.is_one_of(ids))
            again = list(checked_cards(pieces, services.now))
            known = {key for key in known if key.startswith(NOTE)}
        for card in {each.key: each for each in (*again, *cards)}.values():
            if card.key not in known:
                stored_boards.add_returned(
                    tx,
                    session_id,
                    card.key,
                    "" if card.key.startswith(NOTE) else card.title,
                    card.description,
                    piece_id=card.piece_id,
                    proposal_id=card.proposal_id,
                )
