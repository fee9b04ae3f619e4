"""Which frame is which box, and which label holds there; pure.

A frame is known by its id first, then by the code in its title. Where the two disagree, or a code
is there twice, the strictest label of all that are meant holds. What lies in a container inside a
box lies in that box; of boxes inside each other the innermost is meant, under the strictest label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plugin.capture.containers import outwards
from plugin.domain.labels import WORDS, Label, strictest
from plugin.domain.notes import BoxLabel
from plugin.domain.templates import Template, zone_code_of_title


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame on the board; its title is what people made of it."""

    miro_item_id: str
    title: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes that stand on a board: by the frame's id, with sentences about what is odd."""

    by_frame: Mapping[str, BoxLabel]
    found: Mapping[str, str] = field(default_factory=dict)  # frames known by their title alone
    messages: tuple[str, ...] = ()
    parents: Mapping[str, str | None] = field(default_factory=dict)  # container → what it lies in
    unreadable: frozenset[str] = frozenset()  # containers that Miro does not show
    gone: frozenset[str] = frozenset()  # containers of before that are not on the board any more

    def of(self, container_id: str | None) -> BoxLabel | None:
        """Return the first box on the way outwards from a container, None where there is none.

        Its label is the strictest of all boxes on the way.
        """
        way = outwards(container_id, self.parents)
        boxes = [self.by_frame[each] for each in way if each in self.by_frame]
        if len(boxes) < 2:  # most boxes lie in no other, and every note asks several times
            return boxes[0] if boxes else None
        return replace(boxes[0], label=strictest(box.label for box in boxes))

    def holds(self, container_id: str | None) -> bool:
        """Say whether a container is a box itself, so that what lies in it was put there by hand.

        Whoever drags a group, a table or a frame along touches none of the stickies in it.
        """
        return container_id in self.by_frame

    def cannot_tell(self, container_id: str | None) -> bool:
        """Say whether a container lies in something that Miro does not show."""
        return not self.unreadable.isdisjoint(outwards(container_id, self.parents))

    @property
    def standing(self) -> frozenset[str]:
        """Return the codes of the boxes that are on the board."""
        return frozenset(box.zone_code for box in self.by_frame.values())


@dataclass(frozen=True, slots=True)
class _Claim:
    """A frame with the codes that it claims: by its id, by its title."""

    frame_id: str
    by_id: str | None
    by_title: str | None

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(code for code in (self.by_id, self.by_title) if code is not None)


def know_boxes(
    frames: Iterable[Frame],
    linked: Mapping[str, str],
    labels: Mapping[str, Label],
    template: Template,
    parents: Mapping[str, str | None] | None = None,
    unreadable: frozenset[str] = frozenset(),
) -> Boxes:
    """Work out every frame's box; `linked` gives the code of frames known by id.

    `parents` says what every container of the board lies in; without it none lies in another.
    """
    claims = [_claim(frame, linked, labels) for frame in frames]
    claims = [claim for claim in claims if claim.codes]
    claimed: defaultdict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        for code in claim.codes:
            claimed[code].append(claim)
    boxes = {claim.frame_id: _box(claim, claimed, labels) for claim in claims}
    known = Boxes(boxes, parents=parents or {}, unreadable=unreadable)
    return replace(
        known,
        found={
            claim.frame_id: boxes[claim.frame_id].zone_code for claim in claims if not claim.by_id
        },
        messages=(
            *_disagreements(claims, boxes, template),
            *_doubles(claimed, boxes, template),
            *_vanished(linked, boxes, template),
            *_inside_stricter(known, template),
        ),
    )


def name_of(template: Template, code: str) -> str:
    """Return a box's name as it was built: *3 · The story*."""
    zone = template.zone(code)
    return f"“{zone.frame_title}”" if zone else "a box that this session's design does not know"


def _claim(frame: Frame, linked: Mapping[str, str], labels: Mapping[str, Label]) -> _Claim:
    by_id = linked.get(frame.miro_item_id)
    by_title = zone_code_of_title(frame.title)
    return _Claim(
        frame.miro_item_id,
        by_id if by_id in labels else None,
        by_title if by_title in labels else None,
    )


def _box(
    claim: _Claim, claimed: Mapping[str, Sequence[_Claim]], labels: Mapping[str, Label]
) -> BoxLabel:
    code = claim.by_id or claim.by_title or ""
    meant = {other for mine in claim.codes for each in claimed[mine] for other in each.codes}
    return BoxLabel(code, labels[code], strictest(labels[other] for other in meant))


def _disagreements(
    claims: Iterable[_Claim], boxes: Mapping[str, BoxLabel], template: Template
) -> Iterable[str]:
    for claim in claims:
        if claim.by_id and claim.by_title and claim.by_id != claim.by_title:
            held = WORDS[boxes[claim.frame_id].label]
            yield (
                f"The title of {name_of(template, claim.by_id)} now says "
                f"{name_of(template, claim.by_title)}. While the two differ the stricter label "
                f"holds there: {held}. Put the title right on the board."
            )
        elif claim.by_id and claim.by_title is None:
            yield (
                f"{name_of(template, claim.by_id)} has another title on the board. It is still "
                "known, and its label still holds."
            )


def _doubles(
    claimed: Mapping[str, Sequence[_Claim]], boxes: Mapping[str, BoxLabel], template: Template
) -> Iterable[str]:
    for code, claims in sorted(claimed.items()):
        if len(claims) > 1:
            held = WORDS[strictest(boxes[claim.frame_id].label for claim in claims)]
            yield (
                f"{name_of(template, code)} is on the board {len(claims)} times. Notes of all of "
                f"them are collected, and the strictest label holds: {held}. Keep one of them."
            )


def _vanished(
    linked: Mapping[str, str], boxes: Mapping[str, BoxLabel], template: Template
) -> Iterable[str]:
    standing = {box.zone_code for box in boxes.values()}
    for code in sorted(set(linked.values()) - standing):
        yield (
            f"{name_of(template, code)} is not on the board any more. Nothing that was collected "
            "there was erased for it. Build the board again to put the box back."
        )


def _inside_stricter(boxes: Boxes, template: Template) -> Iterable[str]:
    """Name the boxes that lie in a box with a stricter label, which then holds for both."""
    for frame_id, box in boxes.by_frame.items():
        within = boxes.of(frame_id)
        if within is not None and within.label is not box.label:
            yield (
                f"{name_of(template, box.zone_code)} lies in another box. While it does, the "
                f"stricter label holds there: {WORDS[within.label]}. Move it out on the board."
            )
