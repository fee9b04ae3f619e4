"""Between sessions: where a group's commitments and asks stand, and what comes back of them.

A line shows what its reader may read anyway: kept notes to those who read notes, sentences and
pieces to the group. Only the group's own board brings the words of a note back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from plugin.domain.agreements import Proposal
from plugin.domain.communities import Community
from plugin.domain.follow_ups import (
    PIECE_KINDS,
    FollowUp,
    FollowUpKind,
    FollowUpLine,
    FollowUpState,
    NoteOfSession,
    may_be_followed,
    note_lines,
    piece_lines,
    reply_in_words,
    sentence_lines,
    why_not_said,
)
from plugin.domain.overtaken import require_not_overtaken
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import PieceWhole, is_for_the_group
from plugin.domain.returns import NOTE, OPEN, ReturnCard, can_be_card, note_card
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere
from plugin.govern.open_identifiers import words_that_leave
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.mirror.piece_cards import checked_cards
from plugin.store import communities as stored_communities
from plugin.store import follow_ups as stored_follow_ups
from plugin.store import identifier_decisions
from plugin.store.database import Tx
from plugin.store.piece_choices import chosen, is_of_kinds
from plugin.store.quotable import quotable_of
from plugin.store.services import Services

FindTemplate = Callable[[str], Template]
MOST_CARDS = 12  # more commitments than a group can look at in ten minutes
_ASKED = {
    FollowUpKind.COMMITMENT: "What happened since?",
    FollowUpKind.ASK: "What was the answer?",
}
_GONE = "That line is not in the list any more. Nothing was stored. Look at the list again."


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenSessions:
    """What one person of a group reads between sessions."""

    community: Community
    lines: tuple[FollowUpLine, ...]
    notes: tuple[NoteOfSession, ...] = ()  # among which somebody may choose more
    sentences: tuple[Proposal, ...] = ()
    may_follow: bool = False

    @property
    def open(self) -> tuple[FollowUpLine, ...]:
        """Return the lines that wait, the oldest first."""
        return tuple(each for each in self.lines if each.is_open)

    @property
    def settled(self) -> tuple[FollowUpLine, ...]:
        """Return the lines of which somebody said what became, the newest first."""
        return tuple(reversed([each for each in self.lines if not each.is_open]))


def between_sessions(
    services: Services, actor: Actor, community_id: str, template_of: FindTemplate
) -> BetweenSessions:
    """Return the page of a group between its sessions, for one of its people."""
    with services.db.read() as tx:
        community = _group(tx, actor, community_id, Power.READ_COMMUNITY)
        here = (community.partnership_id, community.id)
        proposals = stored_communities.proposals(tx, community_id)
        pieces = chosen(tx, *here, is_of_kinds(PIECE_KINDS))
        return _read(services, tx, actor, community, template_of, proposals, pieces)


def number_open(
    services: Services,
    actor: Actor,
    community: Community,
    template_of: FindTemplate,
    proposals: Iterable[Proposal],
    pieces: Iterable[PieceWhole],
) -> int:
    """Return how many lines wait, of sentences and pieces that a page has read already."""
    with services.db.read() as tx:
        found = _read(services, tx, actor, community, template_of, proposals, pieces)
    return len(found.open)


def say_what_became(
    services: Services,
    actor: Actor,
    community_id: str,
    key: str,
    state: FollowUpState,
    words: str,
    template_of: FindTemplate,
    shown: str | None = None,
) -> None:
    """Store what became of a commitment or an ask, in a sentence; raise BadInput.

    `shown` is the mark of what a form showed of it, where one was used. Raise ChangedMeanwhile
    where somebody else said something since.
    """
    if (told := why_not_said(state, words)) is not None:
        raise BadInput(told)
    with services.db.begin() as tx:
        line = _line(services, tx, actor, community_id, key, template_of)
        if state not in line.states:
            raise BadInput("Choose one of the answers of the list. Nothing was stored.")
        if (state, words.strip()) != (line.known.state, line.known.became):
            require_not_overtaken(shown, line.known.state, line.known.became)
        is_open = state is FollowUpState.OPEN
        said = replace(
            line.known,
            state=state,
            became=words.strip(),
            became_on=None if is_open else services.today,
        )
        stored_follow_ups.save(tx, said)


def choose_kind(
    services: Services,
    actor: Actor,
    community_id: str,
    key: str,
    kind: FollowUpKind,
    template_of: FindTemplate,
) -> None:
    """Follow up a kept note, or a sentence that the group agreed, as a commitment or an ask."""
    with services.db.begin() as tx:
        found = _for_team(services, tx, actor, community_id, template_of)
        offered = {f"{NOTE}{each.note.id}" for each in found.notes}
        offered |= {f"{OPEN}{each.id}" for each in found.sentences}
        if key not in offered:
            raise BadInput(_GONE)
        chosen = FollowUp(key=key, community_id=community_id, kind=kind)
        stored_follow_ups.save(tx, chosen)


def put_to_sponsor(
    services: Services, actor: Actor, community_id: str, key: str, template_of: FindTemplate
) -> None:
    """Let the sponsor read an ask that the group agreed as a sentence, and answer it."""
    with services.db.begin() as tx:
        line = _line(services, tx, actor, community_id, key, template_of)
        if not line.is_sentence or line.kind is not FollowUpKind.ASK:
            raise BadInput(
                "Only an ask that the group agreed word for word goes to the sponsor. Nothing was "
                "changed. Read the sentence to the group first, or make a piece of it."
            )
        if line.known.asked_on is None:
            stored_follow_ups.save(tx, replace(line.known, asked_on=services.today))


def follow_up_cards(
    services: Services,
    tx: Tx,
    actor: Actor,
    community: Community,
    template_of: FindTemplate,
    proposals: Iterable[Proposal],
    pieces: Iterable[PieceWhole],
    before: Collection[tuple[str, str]],
) -> tuple[ReturnCard, ...]:
    """Return the cards that bring open lines and new answers back to a group's next board.

    A line comes back until somebody says what became of it; a sponsor's answer comes back once, but
    for those on the cards `before`: keys and descriptions.
    """
    found = _read(services, tx, actor, community, template_of, proposals, pieces)
    lines = [each for each in found.lines if each.is_open or each.known.reply is not None]
    if not lines:
        return ()
    known = identifier_decisions.known_in(tx, community.partnership_id)
    of_pieces = {card.key: card for card in checked_cards(pieces, services.now)}
    cards = [
        card
        for line in lines
        if (card := _card(line, of_pieces, known)) is not None
        if line.is_open or (card.key, card.description) not in before
    ]
    quotable = quotable_of(tx, community.id, [card.words for card in cards])
    return tuple(card for card in cards if card.words in quotable)[:MOST_CARDS]


def _card(
    line: FollowUpLine, of_pieces: Mapping[str, ReturnCard], known: KnownIdentifiers
) -> ReturnCard | None:
    """Return the card of a line, or None where its words may not be on a board."""
    reply = line.known.reply
    what = reply_in_words(reply) if reply else _ASKED[line.kind]
    if line.note is not None:
        words = words_that_leave(known, line.note)
        return None if words is None else note_card(line.note, words, f"{line.where}. {what}")
    if not line.is_sentence:
        card = of_pieces.get(line.key)
        return card and replace(card, description=f"{card.description} {what}")
    return ReturnCard(
        line.key,
        line.words,
        f"{line.where}. {what}",
        proposal_id=line.key.removeprefix(OPEN),
    )


def _group(tx: Tx, actor: Actor, community_id: str, power: Power) -> Community:
    community = stored_communities.community(tx, community_id)
    if community is None:
        raise NotHere("There is no group here. Nothing was changed.")
    actor.require(power, community.partnership_id, community.id)
    return community


def _for_team(
    services: Services, tx: Tx, actor: Actor, community_id: str, template_of: FindTemplate
) -> BetweenSessions:
    """Return the page of a group for those who read its notes."""
    community = _group(tx, actor, community_id, Power.READ_NOTES)
    proposals = stored_communities.proposals(tx, community_id)
    pieces = chosen(tx, community.partnership_id, community_id, is_of_kinds(PIECE_KINDS))
    return _read(services, tx, actor, community, template_of, proposals, pieces)


def _line(
    services: Services,
    tx: Tx,
    actor: Actor,
    community_id: str,
    key: str,
    template_of: FindTemplate,
) -> FollowUpLine:
    found = _for_team(services, tx, actor, community_id, template_of)
    line = next((each for each in found.lines if each.key == key), None)
    if line is None:
        raise BadInput(_GONE)
    return line


def _read(
    services: Services,
    tx: Tx,
    actor: Actor,
    community: Community,
    template_of: FindTemplate,
    proposals: Iterable[Proposal],
    pieces: Iterable[PieceWhole],
) -> BetweenSessions:
    here = (community.partnership_id, community.id)
    is_team, curates = actor.may(Power.READ_NOTES, *here), actor.may(Power.CURATE, *here)
    known = stored_follow_ups.follow_ups(tx, community.id)
    said = stored_follow_ups.notes_to_follow(tx, community.id, known)
    said = tuple(each for each in said if _is_to_follow(each, known, template_of))
    readable = (each for each in pieces if curates or is_for_the_group(each, services.now))
    lines = (
        *note_lines(said if is_team else (), known, community.id, services.today),
        *sentence_lines(proposals, said, known, community.id),
        *piece_lines(readable, known, community.id, services.now),
    )
    keys = {each.key for each in lines}
    return BetweenSessions(
        community=community,
        lines=tuple(sorted(lines, key=lambda each: (each.day, each.key))),
        notes=tuple(each for each in said if _is_offered(each, keys, services.today))
        if is_team
        else (),
        sentences=tuple(
            each for each in proposals if may_be_followed(each) and f"{OPEN}{each.id}" not in keys
        )
        if is_team
        else (),
        may_follow=is_team,
    )


def _is_to_follow(
    said: NoteOfSession, known: Mapping[str, FollowUp], template_of: FindTemplate
) -> bool:
    """Say whether a note is more than a report of what became of an earlier commitment.

    People write such reports in the box in which these come back.
    """
    if f"{NOTE}{said.note.id}" in known or not said.template_code:
        return True
    zone = template_of(said.template_code).zone(said.note.zone_code)
    return zone is None or not zone.takes_returns


def _is_offered(said: NoteOfSession, keys: Collection[str], today: date) -> bool:
    return can_be_card(said.note, today) and f"{NOTE}{said.note.id}" not in keys
