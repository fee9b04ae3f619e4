"""Places what a board lacks: performs a plan, one recorded write and one transaction per call.

What an earlier run sent without hearing the answer is looked for among the items that are linked
to nothing and came after it; only then is anything made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from selectolax.lexbor import LexborHTMLParser

from connectors.miro.client import MiroClient
from connectors.miro.places import Place
from plugin import intents
from plugin.domain.jobs import JobPhase
from plugin.domain.remote_writes import Intent
from plugin.domain.templates import plain_title
from plugin.intents import ArrivalWait
from plugin.scaffold.board import WantedBoard, WantedFrame, WantedItem
from plugin.scaffold.board_content import BoardContent
from plugin.scaffold.geometry import Point, Rect
from plugin.scaffold.layout import origin_beside
from plugin.scaffold.new_items import new_frame, new_item
from plugin.scaffold.passes import Doubts
from plugin.scaffold.plan import (
    FRAME,
    Action,
    Adopt,
    BoardAsSeen,
    CreateFrame,
    CreateItems,
    SeenItem,
    plan,
)
from plugin.store import boards as stored_boards
from plugin.store.database import Tx
from plugin.store.services import Services
from schemas.miro import Item

CREATE_FRAME, CREATE_ITEMS = "create_frame", "create_items"


@dataclass(frozen=True, slots=True)
class Placed:
    """What a board holds of ours after a run, and how much of it this run made."""

    wanted: WantedBoard
    made: int


@dataclass(frozen=True, slots=True)
class BuildTarget:
    """Where is built: the session, its board, and the moment from which items may be ours.

    `after` is Miro's own clock (the newest item that stood there before), so that ours need not
    agree with it; None where the board is ours alone.
    """

    session_id: str
    miro_board_id: str
    after: str | None
    origin: Point | None

    @property
    def payload(self) -> dict[str, object]:
        """Return what is needed to recognise a write of this site."""
        origin = None if self.origin is None else [self.origin.x, self.origin.y]
        return {"after": self.after, "origin": origin}


@dataclass(frozen=True, slots=True)
class Survey:
    """A board looked at: what is wanted there, what was left unfinished, and what to do."""

    site: BuildTarget
    wanted: WantedBoard
    left: tuple[Intent, ...]
    actions: tuple[Action, ...]


def survey(
    services: Services,
    miro: MiroClient,
    session_id: str,
    miro_board_id: str,
    meeting: BoardContent,
    *,
    is_fresh: bool,
) -> Survey:
    """Look at the board and plan what it lacks; nothing is written."""
    left = tuple(
        intent
        for intent in intents.unfinished(services, session_id)
        if intent.kind in (CREATE_FRAME, CREATE_ITEMS)
    )
    items = () if is_fresh else miro.items(miro_board_id)
    with services.db.read() as tx:
        links = stored_boards.item_links(tx, session_id)
    site = _site(session_id, miro_board_id, left, items, links, meeting)
    wanted = meeting.board_at(site.origin)
    in_doubt = frozenset(key for intent in left for key in _keys(intent))
    seen = BoardAsSeen(tuple(_possibly_ours(items, links, left)), in_doubt)
    return Survey(site, wanted, left, plan(wanted, links, seen))


def place(
    services: Services,
    miro: MiroClient,
    session_id: str,
    miro_board_id: str,
    meeting: BoardContent,
    waiting: ArrivalWait,
    *,
    is_fresh: bool,
) -> Placed:
    """Bring the board to what the meeting wants; on a fresh one in the fewest calls there are."""

    def look() -> Survey:
        return survey(services, miro, session_id, miro_board_id, meeting, is_fresh=is_fresh)

    found = look()
    for intent in found.left:
        rests = waiting.rests(intent, services.now)
        while not _has_arrived(intent, found) and next(rests, None) is not None:
            found = look()
    adopted = [action for action in found.actions if isinstance(action, Adopt)]
    _settle_left(services, found.site, found.wanted, found.left, adopted)
    return Placed(found.wanted, _make(services, miro, found, waiting.waits.progress))


def _make(
    services: Services, miro: MiroClient, found: Survey, progress: Callable[[JobPhase], None]
) -> int:
    """Make what is missing; raise LookFirst at the end if Miro answered an error to some of it.

    What belongs in a box that may not be there waits for the next pass.
    """
    made, doubts, without_box = 0, Doubts(), set[str]()
    boxes, texts = _standing(found)
    for action in found.actions:
        progress(boxes)
        progress(texts)
        if isinstance(action, CreateFrame):
            came = doubts.attempt(partial(_make_frame, services, miro, found.site, action.frame))
            without_box |= set() if came else {action.key}
            boxes = replace(boxes, step=boxes.step + came)
            made += came
        elif isinstance(action, CreateItems):
            items = tuple(item for item in action.items if item.zone not in without_box)
            if items:
                came = doubts.attempt(partial(_make_items, services, miro, found.site, items))
                texts = replace(texts, step=texts.step + came)
                made += came
    progress(boxes)
    progress(texts)
    doubts.settle()
    return made


def _standing(found: Survey) -> tuple[JobPhase, JobPhase]:
    """Say how many boxes and texts stand on the board already, of how many."""
    boxes, texts = len(found.wanted.frames), len(found.wanted.items)
    no_boxes = sum(isinstance(each, CreateFrame) for each in found.actions)
    no_texts = sum(len(each.items) for each in found.actions if isinstance(each, CreateItems))
    return JobPhase("Boxes", boxes - no_boxes, boxes), JobPhase("Texts", texts - no_texts, texts)


def _site(
    session_id: str,
    miro_board_id: str,
    left: Sequence[Intent],
    items: Sequence[Item],
    links: Mapping[str, str],
    meeting: BoardContent,
) -> BuildTarget:
    """Say where the boxes begin: where they began, or beside whatever stands on the board."""
    begun = next((intent.payload for intent in left if "after" in intent.payload), None)
    origin = _origin_of_linked(items, links, meeting)
    if begun is not None:
        given = begun.get("origin")
        if origin is None and isinstance(given, list):
            origin = Point(float(given[0]), float(given[1]))
        after = begun["after"]
        return BuildTarget(
            session_id, miro_board_id, after if isinstance(after, str) else None, origin
        )
    if origin is None and items:
        origin = origin_beside([_rect(item) for item in items if item.parent_id is None])
    known = set(links.values())
    times = [item.created_at for item in items if item.created_at and item.id not in known]
    return BuildTarget(session_id, miro_board_id, max(times).isoformat() if times else None, origin)


def _origin_of_linked(
    items: Sequence[Item], links: Mapping[str, str], meeting: BoardContent
) -> Point | None:
    """Return the origin at which the first of our frames that still stands would be in place."""
    by_id = {item.id: item for item in items}
    for frame in meeting.board_at().frames:
        found = by_id.get(links.get(frame.key, ""))
        if found is not None and found.x is not None and found.y is not None:
            centre = frame.rect.centre
            return Point(found.x - centre.x, found.y - centre.y)
    return None


def _possibly_ours(
    items: Iterable[Item], links: Mapping[str, str], left: Sequence[Intent]
) -> Iterable[SeenItem]:
    """Leave out what cannot be ours: without a lost answer, everything that is not linked."""
    known = set(links.values())
    after = [intent.payload.get("after") for intent in left]
    since = None if None in after or not after else min(str(moment) for moment in after)
    for item in items:
        if item.id in known or (left and _is_since(item.created_at, since)):
            yield _seen(item)


def _is_since(created_at: datetime | None, since: str | None) -> bool:
    return since is None or created_at is None or created_at >= datetime.fromisoformat(since)


def _settle_left(
    services: Services,
    site: BuildTarget,
    wanted: WantedBoard,
    left: Sequence[Intent],
    adopted: Sequence[Adopt],
) -> None:
    """Close every write that was left: with what it made, or as one that never arrived."""
    for intent in left:
        keys = _keys(intent)
        found = {each.key: each.miro_item_id for each in adopted if each.key in keys}
        if not found:
            intents.drop(services, intent)
            continue

        def settle(tx: Tx, found: dict[str, str] = found) -> Mapping[str, object]:
            _link(tx, site, wanted, found)
            return {"made": len(found), "found": "on the board"}

        intents.adopt(services, intent, settle)


def _has_arrived(intent: Intent, found: Survey) -> bool:
    adopted = {action.key for action in found.actions if isinstance(action, Adopt)}
    return not adopted.isdisjoint(_keys(intent))


def _keys(intent: Intent) -> tuple[str, ...]:
    keys = intent.payload.get("keys")
    return tuple(str(key) for key in keys) if isinstance(keys, list) else ()


def _make_frame(services: Services, miro: MiroClient, site: BuildTarget, frame: WantedFrame) -> int:
    def settle(tx: Tx, made: Item) -> Mapping[str, object]:
        stored_boards.link_items(tx, site.session_id, {frame.key: (made.id, FRAME, frame.key)})
        return {"made": 1}

    intents.write(
        services,
        kind=CREATE_FRAME,
        subject=site.session_id,
        key=f"frame {frame.key}",
        payload={"keys": [frame.key], **site.payload},
        send=lambda: miro.create_frame(site.miro_board_id, new_frame(frame)),
        settle=settle,
    )
    return 1


def _make_items(
    services: Services, miro: MiroClient, site: BuildTarget, items: tuple[WantedItem, ...]
) -> int:
    with services.db.read() as tx:
        links = stored_boards.item_links(tx, site.session_id)
    asked = [new_item(item, links[item.zone]) for item in items]

    def settle(tx: Tx, made: tuple[Item, ...]) -> Mapping[str, object]:
        ids = {item.key: answer.id for item, answer in zip(items, made, strict=True)}
        _link_items(tx, site, items, ids)
        return {"made": len(ids)}

    intents.write(
        services,
        kind=CREATE_ITEMS,
        subject=site.session_id,
        key=f"items from {items[0].key}",
        payload={"keys": [item.key for item in items], **site.payload},
        send=lambda: miro.create_items(site.miro_board_id, asked),
        settle=settle,
    )
    return len(items)


def _link(tx: Tx, site: BuildTarget, wanted: WantedBoard, found: Mapping[str, str]) -> None:
    frames = {f.key: (found[f.key], FRAME, f.key) for f in wanted.frames if f.key in found}
    stored_boards.link_items(tx, site.session_id, frames)
    _link_items(tx, site, wanted.items, found)


def _link_items(
    tx: Tx, site: BuildTarget, items: Iterable[WantedItem], ids: Mapping[str, str]
) -> None:
    rows = {i.key: (ids[i.key], i.kind.value, i.zone) for i in items if i.key in ids}
    stored_boards.link_items(tx, site.session_id, rows)


def _seen(item: Item) -> SeenItem:
    """Translate what Miro sent: HTML, or plain text with or without entities."""
    wording = plain_title(item.title) if item.type == FRAME else _plain(item.wording)
    place = Place.of(item)
    at = Point(place.x, place.y)
    return SeenItem(item.id, item.type, wording, at, item.parent_id, item.created_at)


def _plain(html: str) -> str:
    return LexborHTMLParser(html.replace("<br", " <br")).text() if html else ""


def _rect(item: Item) -> Rect:
    place = Place.of(item)
    return Rect(place.left, place.top, place.width, place.height)
