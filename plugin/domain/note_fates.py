"""What happens to the notes of a session when it is closed, by label; and a thank-you that says so.

The thank-you is a text for the facilitator to send: what it was about, what is kept and who reads
it, what is gone, how to take something back, and when the group sees it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plugin.domain.agreements import Attribution, Policy
from plugin.domain.days import coming_day, long_day
from plugin.domain.labels import Label
from plugin.domain.people import readers_in_words
from plugin.domain.sessions import Session, how_to_take_back
from plugin.domain.templates import WELCOME, Template

# In the order in which people ask about them: what stays, what goes, what is decided, what is not
# read at all.
_ORDER = (Label.M, Label.H, Label.S, Label.X)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFate:
    """What happens to the notes of one label; `count` None: they are not counted."""

    label: Label
    boxes: tuple[str, ...]
    count: int | None
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReaders:
    """Who reads the notes of a session, by the names that the board and the group know."""

    held: tuple[str, ...]
    kept: tuple[str, ...]
    curators: tuple[str, ...]


def note_fates(
    template: Template,
    session: Session,
    counts: Mapping[Label, int],
    readers: SessionReaders,
    *,
    has_board: bool = True,
) -> tuple[NoteFate, ...]:
    """Return what happens to notes by label, for each label that a box of the session has."""
    policy = session.policy
    if policy is None:
        return ()
    boxes = _boxes(template, policy)
    says = _says(session.held_until, readers, has_board=has_board)
    return tuple(
        NoteFate(
            label=label,
            boxes=boxes[label],
            count=None if label is Label.X else counts.get(label, 0),
            says=says[label],
        )
        for label in _ORDER
        if label in boxes
    )


def thank_you(
    session: Session,
    question: str,
    contact: str,
    counts: Mapping[Label, int],
    readers: SessionReaders,
    coming: Session | None,
    today: date,
    *,
    has_board: bool = True,
) -> str:
    """Write the text to send to the group after a session is closed."""
    kept, held = counts.get(Label.M, 0), counts.get(Label.H, 0)
    are_named = session.policy is not None and session.policy.attribution is Attribution.NAMED
    parts = (
        f"Thank you for coming to “{session.name}” on {long_day(session.day)}.",
        f"What we talked about: {question}",
        f"What is kept: {_kept(kept, readers)}",
        f"What goes: {_goes(held, session.held_until, readers, are_named=are_named)}",
        f"Taking something back: {how_to_take_back(session, today, has_board=has_board)}",
        f"When you see it again: {_again(coming)}",
        *((f"Questions: {contact}",) if contact else ()),
    )
    return "\n\n".join(parts) + "\n"


def _boxes(template: Template, policy: Policy) -> dict[Label, tuple[str, ...]]:
    found: dict[Label, tuple[str, ...]] = {}
    for zone in template.zones:
        if zone.code != WELCOME:
            label = policy.labels.get(zone.code, zone.label)
            found[label] = (*found.get(label, ()), zone.title)
    return found


def _says(held_until: date, readers: SessionReaders, *, has_board: bool) -> dict[Label, str]:
    held = _listed(readers.held) or "Nobody"
    sorts = (
        f"{_listed(readers.curators)} makes pieces from them"
        if len(readers.curators) == 1
        else f"{_listed(readers.curators)} make pieces from them"
        if readers.curators
        else "They wait for a learning partner"
    )
    return {
        Label.M: f"They stay in the group. {sorts}. The group checks each piece before anybody "
        "else reads it.",
        Label.H: f"{held} can read them until {long_day(held_until)}. Then they are deleted.",
        Label.S: "A sentence that the group agrees becomes its rule.",
        Label.X: "Hedgerow does not read these boxes. Everybody on the board still sees them."
        if has_board
        else "Hedgerow keeps nothing from these boxes.",
    }


def _kept(kept: int, readers: SessionReaders) -> str:
    if not kept:
        return "no notes."
    who = f"{_listed(readers.kept)} can read them" if readers.kept else "Nobody reads them yet"
    them = "one note" if kept == 1 else f"{kept} notes"
    who = who.replace("them", "it") if kept == 1 else who
    return f"{them}. {who}. The group checks each piece before anybody else reads it."


def _goes(held: int, held_until: date, readers: SessionReaders, *, are_named: bool) -> str:
    lasting = "Hedgerow kept nothing from boxes with “Stays here”."
    if not are_named:
        lasting += " It has forgotten who wrote what."
    if not held:
        return lasting
    them, it = ("One held note is", "it") if held == 1 else (f"{held} held notes are", "them")
    who = f" Until then {_listed(readers.held)} can read {it}." if readers.held else ""
    return f"{them} deleted on {long_day(held_until)}.{who} {lasting}"


def _again(coming: Session | None) -> str:
    if coming is None:
        return "we tell you as soon as the next session has a day."
    return f"on {coming_day(coming.day)}, in “{coming.name}”."


def _listed(names: Sequence[str]) -> str:
    return readers_in_words(names) if names else ""
