"""What waits for a person in a session, a line each: how many, in which box, and never their words.

Some is answered in the panel, the rest on a page of ours that opens beside the board.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import url_for

from plugin.convene.agreed_changes import words_waiting
from plugin.convene.live import LiveView
from plugin.convene.panel import Hands, hands_of
from plugin.converse.moderating import notes_by_phone
from plugin.domain.people import Actor
from plugin.domain.sessions import Session, SessionState
from plugin.use_cases import Runtime
from plugin.web.boxes import BoxView, boxes_of
from plugin.web.session import asks_of

_Hand = dict[str, Any]


def hands_shown(runtime: Runtime, actor: Actor, view: LiveView) -> list[_Hand]:
    """Return the lines: who asks, what can be answered here, and the page for the others."""
    session = view.session
    hands = hands_of(runtime.services, actor, session)
    zone = runtime.settings.time_zone
    collected = f"{view.collected_at.astimezone(zone):%H:%M}" if view.collected_at else ""
    boxes = boxes_of(view.template, session.policy, session.day) if session.policy else ()
    is_open = session.state is SessionState.OPEN
    return [
        *_brakes(hands, boxes, collected if is_open else "", is_open=is_open),
        *_copies(hands, boxes),
        *(_held_back(runtime, actor, session) if is_open and hands.are_held_back else ()),
        *_to_talk(hands.talks, session),
        *_by_another_hand(view),
        *_agreed_otherwise(runtime, actor, view),
    ]


def _hand(does: str, says: str, hand_id: str, page: str = "", *, can_build: bool = False) -> _Hand:
    return {"id": hand_id, "does": does, "says": says, "can_build": can_build, "page": page}


def _brakes(
    hands: Hands, boxes: tuple[BoxView, ...], collected: str, *, is_open: bool
) -> Iterator[_Hand]:
    for each in hands.brakes:
        says = f"{asks_of(each, boxes)} Tidying, or taken back?"
        if each.frame_is_gone and collected:
            kept = f"What was collected at {collected} is kept until you answer."
            says = f"{asks_of(each, boxes)} {kept} Tidying, or taken back?"
        yield _hand("brake", says, each.id, can_build=each.frame_is_gone and is_open)


def _copies(hands: Hands, boxes: tuple[BoxView, ...]) -> Iterator[_Hand]:
    titles: Mapping[str, str] = {each.code: each.title for each in boxes}
    for each in hands.copies:
        box = titles.get(each.zone_code, "a box")
        says = f"A note in {box} says the same as one that was taken back. Keep it?"
        yield _hand("copy", says, each.item_hash)


def _held_back(runtime: Runtime, actor: Actor, session: Session) -> Iterator[_Hand]:
    many = len(notes_by_phone(runtime.services, actor, session.id).held_back)
    if many:
        waits = "One note by phone waits" if many == 1 else f"{many} notes by phone wait"
        page = url_for("moderate.show", session_id=session.id, _external=True)
        says = f"{waits}: held back from the board. Show it, or return it to its writer."
        if many > 1:
            says = f"{waits}: held back from the board. Show them, or return them to their writers."
        yield _hand("page", says, "held back", page)


def _to_talk(many: int, session: Session) -> Iterator[_Hand]:
    if many:
        says = "Somebody asks to talk first before taking a note back."
        if many > 1:
            says = f"{many} notes: somebody asks to talk first before taking them back."
        page = url_for("talk_first.show", session_id=session.id, _external=True)
        yield _hand("page", says, "talk first", page)


def _by_another_hand(view: LiveView) -> Iterator[_Hand]:
    many = view.by_another_hand
    if many:
        came = "One note came" if many == 1 else f"{many} notes came"
        yield _hand(
            "told",
            f"{came} out of a stricter box by another hand. The stricter box still counts. If the "
            "writer agrees, ask them to move it themselves.",
            "another hand",
        )


def _agreed_otherwise(runtime: Runtime, actor: Actor, view: LiveView) -> Iterator[_Hand]:
    """Yield a line where the group agreed something that the design does not say yet."""
    template, group = view.template, view.session.community_id
    own = template.design_id if template.is_own else None
    base = (template.base if template.is_own else template.code) or template.code
    many = len(words_waiting(runtime.services, actor, group, own, base))
    if many:
        agreed = "One thing was agreed" if many == 1 else f"{many} things were agreed"
        page = url_for("choose_design.show", community_id=group, _external=True)
        says = f"{agreed} differently from this design. Write it into the design for next time."
        yield _hand("page", says, "agreed", page)
