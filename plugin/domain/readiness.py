"""Whether a group is ready for its next session, point by point, and which words are unfinished.

An unfinished sentence is never printed on a board: the board leaves it out, and the list says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from plugin.domain.blankness import is_blank
from plugin.domain.communities import Community
from plugin.domain.days import long_day
from plugin.domain.permissions import Permission

_STANDS_FOR = "name|names|person|somebody|phone|number|date|day|place|who|when|where|email"
_ASKS = (
    "name a person|name somebody|to be (?:confirmed|named|decided|agreed)|write here|lorem ipsum"
)
_GAP_AFTER = "as|for|to|of|on|until|from|by|with|is|are|receive|that|act|ring|ask"
# What people leave where a name or a day is still to come: gaps, brackets to fill, notes to self.
_UNFINISHED = re.compile(
    r"_{3,}|\.{4,}"
    r"|[\[<{]\s*(?:…|\.\.\.|\?+|(?:[\w’' ]{0,40}\b)?(?:"
    + _STANDS_FOR
    + r")\b[^\]>}]{0,40})\s*[\]>}]"
    r"|\b(?:tbc|tbd|tba)\b|(?-i:\bTODO\b|\bXXX+\b)"
    r"|\b(?:" + _ASKS + r")\b"
    r"|:\s*(?:…|\.\.\.)"
    r"|\b(?:" + _GAP_AFTER + r")\s+(?:…|\.\.\.)",
    re.IGNORECASE,
)


class ReadyPoint(Enum):
    """What a group needs before it meets; the value is how the list calls it."""

    PERMISSION = "Permission"
    CONTACT = "Contact"
    LEARNING_PARTNER = "Learning partner"
    AGREEMENT = "Agreement"
    MIRO = "Miro"


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """One line of the list."""

    point: ReadyPoint
    is_ready: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MiroSeen:
    """What is known of Miro without asking it: the account, and the last job that was there."""

    problem: str = ""  # why no board can be built; empty where an account is connected
    answered_at: datetime | None = None
    failed_at: datetime | None = None  # since it answered last


def is_unfinished(text: str) -> bool:
    """Say whether a text has a gap that somebody is still to fill."""
    return _UNFINISHED.search(text) is not None


def finished(text: str) -> str:
    """Return a text for a board, or nothing where it is unfinished."""
    return "" if is_unfinished(text) else text


def permission_line(community: Community, agreed: Permission | None, today: date) -> ReadyLine:
    """Say whether a permission note is written, finished, and not due for a review."""
    note = community.permission_note
    if is_blank(note):
        says, is_ready = "No permission note is written down. The board prints none.", False
    elif is_unfinished(note) or is_unfinished(community.sponsor):
        says, is_ready = "The permission note has a gap. The board leaves that line out.", False
    elif agreed is None or agreed.agreed_on is None or agreed.words.note != note:
        says, is_ready = "Written down. The sponsor has not confirmed it online.", True
    elif agreed.is_due(today):
        says, is_ready = f"Agreed on {long_day(agreed.agreed_on)}. Its review is due.", False
    else:
        says, is_ready = f"The sponsor agreed on {long_day(agreed.agreed_on)}.", True
    return ReadyLine(ReadyPoint.PERMISSION, is_ready, says)


def contact_line(community: Community) -> ReadyLine:
    """Say whether the board can name somebody for questions."""
    if is_blank(community.contact):
        said = (False, "Nobody is named for questions. The board says nobody.")
    elif is_unfinished(community.contact):
        said = (False, "The contact has a gap. The board leaves it out.")
    else:
        said = (True, "The board says whom to ask.")
    return ReadyLine(ReadyPoint.CONTACT, *said)


def learning_partner_line(curators: Iterable[str]) -> ReadyLine:
    """Say whether somebody makes pieces from the notes."""
    names = ", ".join(curators)
    said = (True, names) if names else (False, "Nobody is one yet. Kept notes would wait.")
    return ReadyLine(ReadyPoint.LEARNING_PARTNER, *said)


def agreement_line(version: int | None, rules: Iterable[str]) -> ReadyLine:
    """Say what holds in the next session, and whether a ground rule has a gap."""
    if any(map(is_unfinished, rules)):
        said = (False, "A ground rule has a gap. The board leaves it out.")
    elif version is None:
        said = (False, "Nothing is agreed yet: every box is held, and nobody is named.")
    else:
        said = (True, f"Version {version} holds.")
    return ReadyLine(ReadyPoint.AGREEMENT, *said)


def miro_line(seen: MiroSeen) -> ReadyLine:
    """Say whether Miro answered the last job that was there."""
    if seen.problem:
        said = (False, seen.problem)
    elif seen.failed_at is not None:
        said = (False, f"Miro did not answer Hedgerow on {long_day(seen.failed_at.date())}.")
    elif seen.answered_at is not None:
        said = (True, f"Miro last answered Hedgerow on {long_day(seen.answered_at.date())}.")
    else:
        said = (True, "An account is connected. Hedgerow has not used it yet.")
    return ReadyLine(ReadyPoint.MIRO, *said)
