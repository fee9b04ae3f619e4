"""Gathers from the store what a board of one meeting says, and lays it out.

A board that is built again says what its session froze (labels, dates, cards); what its community
may change meanwhile (question, permission, rules) is printed as it is now. A sentence with a gap
that somebody is still to fill is left out (`plugin.domain.readiness`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from plugin.domain.agreements import Outcome, Policy, policy_for
from plugin.domain.blankness import is_blank
from plugin.domain.communities import Community
from plugin.domain.held import HeldReader
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.labels import Label
from plugin.domain.pieces import may_be_on_card
from plugin.domain.readiness import finished, is_unfinished
from plugin.domain.returns import NOTE, OPEN, PIECE, ReturnCard, can_be_card, note_card
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere
from plugin.govern.held_notes import present_readers, readers_of
from plugin.govern.open_identifiers import words_that_leave
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.languages import SessionLanguage, lazy_gettext
from plugin.scaffold.board import Kind, WantedBoard, WantedItem
from plugin.scaffold.board_texts import BoardWords
from plugin.scaffold.geometry import Point
from plugin.scaffold.layout import lay_out
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import identifier_decisions
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.quotable import Unquotable, unquotable

AS_AGREED: Mapping[str, Label] = MappingProxyType({})  # no box differs from the agreement
_RUN_BY, _QUESTIONS_TO = lazy_gettext("Run by"), lazy_gettext("Questions to")
_LONGEST_TEXT = 5_500  # Miro takes fewer than 6,000 characters, markup and entities among them


@dataclass(frozen=True, slots=True)
class BoardContent:
    """Everything that a board is laid out from; lay it out wherever there is room."""

    template: Template
    policy: Policy
    words: BoardWords
    cards: tuple[ReturnCard, ...]
    has_app: bool = False  # pieces come back as cards that open in our panel

    def board_at(self, origin: Point | None = None) -> WantedBoard:
        """Return the board with its first box's top-left corner at `origin`."""
        board = lay_out(self.template, self.policy, self.words, self.cards, origin)
        return _with_app_cards(board) if self.has_app else board


def _with_app_cards(board: WantedBoard) -> WantedBoard:
    """Let pieces come back as cards of our app; what else comes back opens nothing there."""
    frames = (replace(frame, items=tuple(map(_as_app_card, frame.items))) for frame in board.frames)
    return replace(board, frames=tuple(frames))


def _as_app_card(item: WantedItem) -> WantedItem:
    is_piece = item.kind is Kind.CARD and f"/return/{PIECE}" in item.key
    return replace(item, kind=Kind.APP_CARD) if is_piece else item


def meeting_of(
    tx: Tx,
    session: Session,
    template: Template,
    web_notes_name: str,
    now: datetime,
    more_cards: Iterable[ReturnCard] = (),
) -> BoardContent:
    """Return what the board of a planned or open session says; raise BadInput for no board.

    `more_cards` come back too, where they are not among the recorded ones. A card whose piece is
    being looked at again is left out, and one whose note is off the desk: what was taken back does
    not return to a board. A note's words are read here, since its card keeps none.
    """
    if session.policy is None:
        raise BadInput("This session has no board. Nothing was changed.")
    community = stored_communities.community(tx, session.community_id)
    if community is None:
        raise NotHere("There is no group here. Nothing was changed.")
    recorded = {card[0]: ReturnCard(*card) for card in stored_boards.returned(tx, session.id)}
    every = ({card.key: card for card in more_cards} | recorded).values()
    known = identifier_decisions.known_in(tx, session.partnership_id)
    cards = [card for each in every if (card := _as_it_is(tx, each, now, known)) is not None]
    readers = readers_of(tx, session)
    return _meeting(
        tx,
        community,
        template,
        session.policy,
        session.day,
        cards,
        readers,
        web_notes_name,
        session.language,
    )


def _as_it_is(
    tx: Tx, card: ReturnCard, now: datetime, known: KnownIdentifiers
) -> ReturnCard | None:
    """Return a card with its words of today, or None where they may not be shown any more."""
    if card.key.startswith(NOTE):
        note = stored_notes.note(tx, card.key.removeprefix(NOTE))
        words = (
            words_that_leave(known, note)
            if note is not None and can_be_card(note, now.date())
            else None
        )
        return None if note is None or words is None else note_card(note, words, card.description)
    if not card.key.startswith(PIECE):
        return card
    whole = stored_pieces.piece(tx, card.key.removeprefix(PIECE))
    return card if whole is not None and may_be_on_card(whole, card, now) else None


def meeting_to_be(
    tx: Tx,
    community: Community,
    template: Template,
    day: date,
    cards: Iterable[ReturnCard],
    web_notes_name: str,
    labels: Mapping[str, Label] = AS_AGREED,
    language: SessionLanguage = SessionLanguage.ENGLISH,
) -> BoardContent:
    """Return what the board of a meeting says that is not planned yet.

    `labels` are of boxes that differ from what the group agreed.
    """
    agreed = policy_for(template, stored_communities.agreement(tx, community.id))
    policy = replace(agreed, labels={**agreed.labels, **labels})
    readers = present_readers(tx, community.partnership_id, community.id)
    return _meeting(tx, community, template, policy, day, cards, readers, web_notes_name, language)


def _meeting(
    tx: Tx,
    community: Community,
    template: Template,
    policy: Policy,
    day: date,
    cards: Iterable[ReturnCard],
    readers: Sequence[HeldReader],
    web_notes_name: str,
    language: SessionLanguage,
) -> BoardContent:
    unwanted = unquotable(tx, community.id)
    still_open, printed = _printable(tx, community.id, tuple(cards), unwanted)
    words = BoardWords(
        question=community.question,
        group=community.name,
        meeting=template.meeting_kind,
        day=day,
        held_until=day + timedelta(days=policy.held_days),
        readers=tuple(reader.name for reader in readers),
        permission=_paragraphs(community.permission_note),
        sponsor=_said(community.sponsor),
        rules=tuple(each for each in _rules(community, policy) if not unwanted.stand_in(each)),
        still_open=still_open,
        host=_sentence(language.say(_RUN_BY), _said(community.host)),
        contact=_sentence(language.say(_QUESTIONS_TO), _said(community.contact)),
        web_notes_name=web_notes_name,
        language=language,
    )
    # Pieces come first, then the sentences that are still open, each in an order that stays.
    in_order = sorted(printed, key=lambda card: (card.key.startswith(OPEN), card.key))
    meeting = BoardContent(template, policy, words, tuple(in_order))
    _require_short_enough(meeting.board_at())
    return meeting


def _printable(
    tx: Tx, community_id: str, cards: Sequence[ReturnCard], unwanted: Unquotable
) -> tuple[tuple[str, ...], list[ReturnCard]]:
    """Return the sentences that are not agreed yet, and the cards, but for what nothing repeats.

    Words can have gone, or be held, since a sentence was read back or its card was chosen.
    """
    found = stored_communities.proposals(tx, community_id)
    waiting = [each.sentence for each in found if each.outcome is Outcome.NOT_YET]
    still_open = tuple(each for each in waiting if not unwanted.stand_in(each))
    return still_open, [
        each for each in cards if not each.key.startswith(OPEN) or not unwanted.stand_in(each.words)
    ]


def _paragraphs(text: str) -> tuple[str, ...]:
    lines = (line for line in text.splitlines() if not is_blank(line) and HIDDEN not in line)
    return tuple(line.strip() for line in lines if not is_unfinished(line))


def _said(text: str) -> str:
    """Return a sentence that a board prints; it leaves out what nobody reads now."""
    return "" if HIDDEN in text else finished(text)


def _rules(community: Community, policy: Policy) -> tuple[str, ...]:
    every = dict.fromkeys((*community.rules, *policy.rules))
    return tuple(rule for rule in every if not is_unfinished(rule))


def _sentence(begin: str, said: str) -> str:
    """Make a sentence of a name; what is one already stays as its community wrote it."""
    text = said.strip()
    if is_blank(text) or text.endswith((".", "!", "?")):
        return text
    return f"{begin} {text}."


def _require_short_enough(board: WantedBoard) -> None:
    for item in board.items:
        longest = max(len("".join(item.content)), len(item.description))
        if longest > _LONGEST_TEXT:
            box = board.frame(item.zone).title
            raise BadInput(
                f"A text in the box {box!r} is longer than a board can show. Nothing was built. "
                f"Shorten it to {_LONGEST_TEXT:,} characters: the rules or a piece's line."
            )
