"""Writes to vendors on their way: sent or not, their outcome known or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class IntentState(Enum):
    """A remote write that we decided on: sent or not, its outcome known or not."""

    OPEN = "open"  # recorded; sent or about to be
    DONE = "done"
    FAILED = "failed"  # refused for good; nothing was written
    IN_DOUBT = "in doubt"  # sent, outcome unknown: look before repeating


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One remote write with everything needed to repeat or recognise it."""

    id: str
    kind: str  # create_board, create_frame, create_items, invite, create_page, …
    subject: str  # what it is about: a session id, a partnership id
    key: str  # unique among unfinished intents of this subject
    payload: Mapping[str, object]
    state: IntentState
    made_at: datetime
    outcome: Mapping[str, object] = field(default_factory=dict)
