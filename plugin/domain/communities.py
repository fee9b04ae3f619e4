"""Partnerships and their learning communities, with what a board's welcome box says of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Partnership:
    """The tenant: nothing is ever visible across partnerships."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Community:
    """A learning community: its question, and the sentences that its boards print."""

    id: str
    partnership_id: str
    name: str
    question: str
    permission_note: str = ""
    sponsor: str = ""  # as the welcome box names them: "Director of Integrated Care"
    host: str = ""  # who runs the server, and whose board it is
    contact: str = ""
    rules: tuple[str, ...] = ()
