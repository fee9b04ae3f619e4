"""What a design lays out on its board as cards: kept notes of earlier sessions, or checked pieces.

The choice is stored when a session is planned: keys, and where a note comes from. A note's words
are never copied: a board reads them from the note, while it is on the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from plugin.domain.days import long_day
from plugin.domain.people import Actor, Power
from plugin.domain.returns import NOTE, PIECE, ReturnCard, can_be_card, note_card
from plugin.domain.sessions import Session
from plugin.domain.templates import LAYS_OUT_NOTES, LAYS_OUT_PIECES, Template, Zone
from plugin.errors import NotHere
from plugin.govern.open_identifiers import words_that_leave
from plugin.govern.running_sessions import session_to_run
from plugin.mirror.shelf import Shelf
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import notes as stored_notes
from plugin.store.services import Services

MOST_CARDS = 40  # a box that is longer cannot be read any more, nor an address with its choice


@dataclass(frozen=True, slots=True)
class Layable:
    """A note or a piece that can be laid out, and whether it is where nobody chooses."""

    card: ReturnCard
    is_usual: bool


def layable(
    services: Services,
    actor: Actor,
    community_id: str,
    template: Template,
    template_of: Callable[[str], Template],
) -> tuple[Layable, ...]:
    """Return what can lie as cards in a box of the design, the newest first; none for most designs.

    Usual are notes that no piece rests on yet, the newest `MOST_CARDS` of them, and all pieces.
    """
    return layable_in(services, actor, community_id, (template,), template_of)[template.code]


def layable_in(
    services: Services,
    actor: Actor,
    community_id: str,
    templates: Iterable[Template],
    template_of: Callable[[str], Template],
) -> dict[str, tuple[Layable, ...]]:
    """Return what `layable` does for each of some designs, by its code."""
    with services.db.read() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere("There is no group here. Nothing was changed.")
        here = (community.partnership_id, community.id)
        actor.require(Power.RUN_SESSION, *here)
        group = Shelf(tx, here, template_of, services.now)
        reads_notes = actor.may(Power.READ_NOTES, *here)
        return {each.code: _in_boxes(group, each, reads_notes=reads_notes) for each in templates}


def _in_boxes(group: Shelf, template: Template, *, reads_notes: bool) -> tuple[Layable, ...]:
    found: list[Layable] = []
    for zone in template.zones:
        if zone.lays_out == LAYS_OUT_NOTES and reads_notes:
            found += islice(_notes(group, zone), MOST_CARDS)
        if zone.lays_out == LAYS_OUT_PIECES:
            found += (Layable(card, is_usual=True) for card in group.cards(MOST_CARDS))
    return tuple(found[:MOST_CARDS])


def lay_out(
    services: Services,
    actor: Actor,
    session_id: str,
    keys: Collection[str] | None,
    offered: Iterable[Layable],
) -> None:
    """Remember what was chosen of `offered` for a planned session; None takes what is usual."""
    chosen = [each.card for each in offered if is_chosen(each, keys)]
    with services.db.begin() as tx:
        session_to_run(tx, actor, session_id)
        known = {key for key, _, _ in stored_boards.returned(tx, session_id)}
        for card in chosen:
            if card.key in known:
                continue
            if card.key.startswith(NOTE):
                stored_boards.add_returned(tx, session_id, card.key, "", card.description)
            else:
                words = (card.title, card.description)
                stored_boards.add_returned(tx, session_id, card.key, *words, piece_id=card.piece_id)


def is_chosen(each: Layable, keys: Collection[str] | None) -> bool:
    """Say whether a card is among the chosen `keys`; None takes what is usual."""
    return each.is_usual if keys is None else each.card.key in keys


def besides(cards: Iterable[ReturnCard], template: Template) -> tuple[ReturnCard, ...]:
    """Return what comes back by itself: without pieces where the design has them chosen."""
    if all(zone.lays_out != LAYS_OUT_PIECES for zone in template.zones):
        return tuple(cards)
    return tuple(card for card in cards if not card.key.startswith(PIECE))


def cards_to_delete(services: Services, session_id: str) -> int:
    """Count the cards of a session's board whose note is not to be shown any more.

    Nobody but a person can take them off the board, so its page asks for that.
    """
    with services.db.read() as tx:
        if stored_boards.board(tx, session_id) is None:
            return 0
        links = stored_boards.item_links(tx, session_id)
        ids = [key.partition(f"/return/{NOTE}")[2] for key in links if f"/return/{NOTE}" in key]
        notes = stored_notes.notes_by_id(tx, ids) if ids else {}
        here = (notes.get(note_id) for note_id in ids)
        return sum(note is None or not can_be_card(note, services.today) for note in here)


def _notes(group: Shelf, zone: Zone) -> Iterator[Layable]:
    boxes: dict[str, set[str]] = {}
    sessions = {}
    for session, box in _sources(group, zone):
        boxes.setdefault(session.id, set()).add(box)
        sessions[session.id] = session
    for session, note in group.notes(tuple(sessions.values())):
        chosen = boxes[session.id] - {""}
        if not can_be_card(note, group.now.date()) or (chosen and note.zone_code not in chosen):
            continue
        words = words_that_leave(group.identifiers, note)
        if words is None:
            continue
        own = group.template_of(session.template_code or "").zone(note.zone_code)
        where = f"{session.meeting_kind}, {long_day(session.day)}"
        yield Layable(
            note_card(note, words, f"{where}: {own.title}" if own else where),
            is_usual=bool(chosen) or note.id not in group.in_pieces,
        )


def _sources(group: Shelf, zone: Zone) -> list[tuple[Session, str]]:
    """Return the closed sessions whose notes a box lays out, and which box of theirs, "" for all.

    A box that reopens another (*T6b Z2*) takes the last session of that design alone, or of what
    the group made of it.
    """
    if not zone.reopens:
        return [(each, "") for each in group.closed if each.template_code]
    code, _, box = zone.reopens.partition(" ")
    for each in group.closed:
        design = group.template_of(each.template_code) if each.template_code else None
        if design is not None and code in (design.code, design.base):
            zones = each.with_rooms(design).zones
            return [(each, own.code) for own in zones if own.agreed_as == box]
    return []
