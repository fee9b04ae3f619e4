"""Reads a board for a collecting and drops what may not be read.

This is the only place that holds a text of *Stays here* or of the bare board: the sticky's place
decides first, and only a sticky `to be read` gets its words into a value that goes on.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from connectors.errors import NotThereOrNotShared
from connectors.miro.client import MiroClient
from plugin.capture.absences import to_look_up
from plugin.capture.boxes import Boxes, Frame, know_boxes
from plugin.capture.containers import remembered_containers, unknown_containers
from plugin.capture.cost import Cost
from plugin.capture.item_words import STICKY, holds_words, level, may_hold_words, words_of
from plugin.capture.other_items import COLLECTABLE
from plugin.capture.shared_ids import TOLD, written_at_once
from plugin.capture.sightings import Known, Sighting, Verdict, place_of
from plugin.domain.beside import CardPlace
from plugin.domain.notes import Note
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import SessionState
from plugin.errors import NotHere
from schemas.miro import Item

LOG = logging.getLogger("hedgerow.capture")
FRAME = "frame"
_CARDS = frozenset({"card", "app_card"})
_CARD_WIDTH, _CARD_HEIGHT = 320.0, 94.0  # as Miro makes them where nobody says


@dataclass(frozen=True, slots=True)
class BoardSnapshot:
    """A board as it was seen: boxes, notes with the words that may be read, and the cost."""

    boxes: Boxes
    sightings: tuple[Sighting, ...]
    cost: Cost
    messages: tuple[str, ...] = ()
    cards: tuple[CardPlace, ...] = ()  # that Hedgerow placed, where they lie now


@dataclass(frozen=True, slots=True)
class _Context:
    """What is needed to reduce an item to what may be known of it."""

    known: Known
    boxes: Boxes
    key: SessionKey
    tags: Mapping[str, tuple[str, ...]]
    shared_ids: frozenset[str]  # ids under which several people may write


def read_board(
    miro: MiroClient, miro_board_id: str, known: Known, key: SessionKey
) -> BoardSnapshot:
    """Read a board; raise NotHere when it vanished, ConnectorError for whatever else happens."""
    try:
        return _read(miro, miro_board_id, known, key)
    except NotThereOrNotShared as error:
        raise NotHere(
            "Miro does not show this session's board: it was deleted, or is not shared with "
            "Hedgerow's account any more. Nothing was collected, and nothing that is stored was "
            "erased. Restore or share the board, then collect again."
        ) from error


def _read(miro: MiroClient, board_id: str, known: Known, key: SessionKey) -> BoardSnapshot:
    items = miro.items(board_id)
    boxes, looked_up = _boxes(miro, board_id, items, known)
    tags, notes_by_tag = _tags(miro, board_id)
    seen = _notes_and_others(items, known)
    shared_ids, members = _shared_ids(miro, board_id, seen, known)
    context = _Context(known, boxes, key, tags, shared_ids)
    sightings = [_sight(item, context) for item in seen]
    wanted = to_look_up(known, boxes, sightings)
    for note in wanted:
        item = _look_up(miro, board_id, note.miro_item_id or "")
        if item is not None and _is_collected(item, known):
            sightings.append(_sight(item, context))
    cost = Cost(len(items), notes_by_tag, len(wanted) + looked_up, members)
    is_told = shared_ids and known.session.state is not SessionState.CLOSED
    cards = tuple(_place(item) for item in items if item.type in _CARDS and item.id in known.ours)
    return BoardSnapshot(boxes, tuple(sightings), cost, (TOLD,) if is_told else (), cards)


def _place(card: Item) -> CardPlace:
    return CardPlace(
        card.id,
        card.parent_id,
        card.x or 0.0,
        card.y or 0.0,
        card.width or _CARD_WIDTH,
        card.height or _CARD_HEIGHT,
    )


def _shared_ids(
    miro: MiroClient, board_id: str, seen: Sequence[Item], known: Known
) -> tuple[frozenset[str], int | None]:
    """Return the ids that several people may share, and how many members had to be listed."""
    at_once = written_at_once(
        item
        for item in seen
        if _is_collected(item, known) and item.id not in known.ours and not _phone_note(item, known)
    )
    if not at_once:
        return frozenset(), None
    members = miro.list_members(board_id)
    return at_once - {member.id for member in members}, len(members)


def _boxes(
    miro: MiroClient, board_id: str, items: Sequence[Item], known: Known
) -> tuple[Boxes, int]:
    """Return the boxes, and how many containers had to be asked for since no list names them."""
    parents = {item.id: item.parent_id for item in items}
    remembered = remembered_containers(known.by_item, parents)
    unlisted: dict[str, Item | None] = {}
    while wanted := unknown_containers(parents, remembered):
        for container_id in wanted:
            found = unlisted[container_id] = _look_up(miro, board_id, container_id)
            parents[container_id] = found.parent_id if found else None
    every = (*items, *(item for item in unlisted.values() if item))
    boxes = know_boxes(
        [Frame(item.id, item.title) for item in every if item.type == FRAME],
        known.frames,
        known.policy.labels,
        known.template,
        parents,
        frozenset(each for each, item in unlisted.items() if item is None)
        | {item.id for item in every if "parent" in item.unread},
    )
    gone = frozenset(each for each in remembered if each in unlisted and unlisted[each] is None)
    return replace(boxes, gone=gone), len(unlisted)


def _tags(miro: MiroClient, board_id: str) -> tuple[dict[str, tuple[str, ...]], tuple[int, ...]]:
    """Return the tags of each item; they are read per tag, since items never name theirs."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    carriers = []
    for tag in miro.tags(board_id):
        tagged = [item.id for item in miro.items_with_tag(board_id, tag.id)]
        carriers.append(len(tagged))
        for item_id in tagged:
            found[item_id].append(tag.title)
    return {item_id: tuple(sorted(set(own))) for item_id, own in found.items()}, tuple(carriers)


def _look_up(miro: MiroClient, board_id: str, item_id: str) -> Item | None:
    try:
        return miro.item(board_id, item_id)
    except NotThereOrNotShared:
        return None


def _notes_and_others(items: Sequence[Item], known: Known) -> list[Item]:
    """Return the sticky notes, and others that may hold people's words.

    What has the very words of something that Hedgerow placed is a copy of it, and nobody's.
    """
    placed = (item for item in items if item.id in known.ours)
    our_words = {level(words_of(item)) for item in placed} - {""}
    return [
        item
        for item in items
        if item.type == STICKY
        or item.id in known.by_item
        or (
            may_hold_words(item)
            and item.id not in known.ours
            and level(words_of(item)) not in our_words
        )
    ]


def _phone_note(item: Item, known: Known) -> Note | None:
    """Return the note by phone that an item stands for: Miro's author of it is Hedgerow."""
    note = known.by_item.get(item.id)
    return note if note is not None and note.is_by_phone else None


def _is_collected(item: Item, known: Known) -> bool:
    """Say whether an item counts as a note: what was collected once always does."""
    is_chosen = known.session.collects_other_items and item.type in COLLECTABLE
    return item.type == STICKY or is_chosen or item.id in known.by_item


def _sight(item: Item, context: _Context) -> Sighting:
    """Reduce an item to what may be known of it; the words come last, and only if they may."""
    known, key = context.known, context.key
    phone = _phone_note(item, known)
    writer = None if phone or item.created_by in context.shared_ids else item.created_by
    seen = Sighting(
        miro_item_id=item.id,
        item_hash=key.of_item(item.id),
        container_id=item.parent_id,
        author_hash=phone.author_hash if phone else key.of_author(writer) if writer else None,
        is_by_writer=writer is not None and writer == item.modified_by,
        colour=item.fill_colour or "",
        x=item.x or 0.0,
        y=item.y or 0.0,
        kind=item.type,
        is_collected=_is_collected(item, known),
        unread=item.unread,
    )
    if item.unread:
        LOG.warning("An item on a board cannot be read: %s", ", ".join(item.unread))
    if place_of(seen, known, context.boxes) is not Verdict.TO_READ:
        return seen
    if not seen.is_collected:
        return replace(seen, holds_words=holds_words(item))
    text = words_of(item)
    if phone and phone.text is not None and level(phone.text) == level(text):
        text = phone.text  # Miro shows blanks and line ends in its own way
    read = replace(seen, text=text, tags=context.tags.get(item.id, ()))
    if not known.withdrawn and not known.copies and not known.on_their_way:
        return read
    return replace(
        read,
        words_hash=key.of_words(text),
        was_withdrawn=any(own.of_words(text) in hashes for own, hashes in known.withdrawn),
    )
