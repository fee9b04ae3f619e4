"""The board of the group's last session, as a picture without words: how many notes each box has.

A box that *stays here* is always drawn empty, whatever was written there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugin.convene.design_lookup import design_in
from plugin.domain.labels import Label, first_line
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import WELCOME, Template
from plugin.errors import BadInput
from plugin.store import notes as stored_notes
from plugin.store.services import Services

_MOST_NAMED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxTally:
    """A box of a drawn board; `notes` is None where none are counted, as in one that stays here."""

    title: str
    label: str
    notes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBoard:
    """A closed session, its design with the labels that held, and notes by the code of a box."""

    session: Session
    design: Template
    counts: Mapping[str, int]

    @property
    def boxes(self) -> tuple[BoxTally, ...]:
        """Return what the picture shows box by box."""
        return tallies(self.design, self.counts)

    @property
    def says(self) -> str:
        """Say in words what the picture shows."""
        boxes, notes = len(self.design.zones) - 1, sum(self.counts.values())  # Welcome is no box
        told = f"{_number(boxes, 'box', 'boxes')}, {_number(notes, 'note', 'notes')}."
        fullest = sorted(self.design.zones, key=lambda zone: -self.counts.get(zone.code, 0))
        named = [zone.title for zone in fullest[:_MOST_NAMED] if self.counts.get(zone.code)]
        if len(named) < _MOST_NAMED or notes <= _MOST_NAMED:
            return told
        return f"{told} Most are in {' and '.join(named)}."


def tallies(design: Template, counts: Mapping[str, int] | None) -> tuple[BoxTally, ...]:
    """Return every box of a design but Welcome; without `counts` no notes are told."""
    return tuple(
        BoxTally(
            title=zone.title,
            label=first_line(zone.label),
            notes=None if counts is None or zone.label is Label.X else counts.get(zone.code, 0),
        )
        for zone in design.zones
        if zone.code != WELCOME
    )


def last_board(services: Services, actor: Actor, sessions: Iterable[Session]) -> LastBoard | None:
    """Return the latest of these sessions that was closed and had a board; None without one."""
    held = [
        each
        for each in sessions
        if each.state is SessionState.CLOSED
        and each.on_board is not None
        and actor.may(Power.READ_COMMUNITY, each.partnership_id, each.community_id)
    ]
    if not held:
        return None
    session = max(held, key=lambda each: each.day)
    with services.db.read() as tx:
        counts = stored_notes.counts_on_desk(tx, session.id)
        try:
            design = session.form_of(design_in(tx, session.template_code or ""))
        except BadInput:
            return None
    return LastBoard(session=session, design=as_held(session, design), counts=counts)


def as_held(session: Session, design: Template) -> Template:
    """Return a design with the labels that its session's boxes have."""
    return design.labelled(session.policy.labels if session.policy else {})


def _number(many: int, one: str, more: str) -> str:
    return f"one {one}" if many == 1 else f"{many} {more}"
