"""Says when all of an HTTP request has arrived, so that no thread waits for a slow client.

It only counts bytes: what they mean is read afterwards, by the server's own parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

LARGEST_HEAD = 64 * 1024
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*([^\r\n]*)")
_CHUNKED = re.compile(rb"\r\ntransfer-encoding[ \t]*:")


class Arrival(Enum):
    """What is to be done with a request."""

    WAIT = (0, "")
    ANSWER = (200, "")
    BAD = (400, "Bad Request")
    NEEDS_LENGTH = (411, "Length Required")
    HEAD_TOO_LONG = (431, "Request Header Fields Too Large")

    @property
    def is_refused(self) -> bool:
        """Say whether it is answered at once, with status and reason."""
        return self.value[0] >= 400


@dataclass(slots=True)
class Arriving:
    """The bytes of one request so far; a body longer than `largest_body` is not waited for.

    Such a body is refused in words by the page, which reads nothing of it.
    """

    largest_body: int
    _bytes: bytearray = field(default_factory=bytearray)
    _searched: int = 0
    _needed: int | None = None  # bytes in all, known when the head is there

    def add(self, data: bytes) -> Arrival:
        """Take what came, and say what to do; each byte is searched once."""
        self._bytes += data
        if self._needed is None:
            found = self._bytes.find(_END, max(self._searched - len(_END), 0))
            self._searched = len(self._bytes)
            if found < 0:
                too_long = len(self._bytes) > LARGEST_HEAD
                return Arrival.HEAD_TOO_LONG if too_long else Arrival.WAIT
            refused = self._read_head(bytes(self._bytes[:found]).lower(), found + len(_END))
            if refused is not None:
                return refused
        return Arrival.ANSWER if len(self._bytes) >= (self._needed or 0) else Arrival.WAIT

    def taken(self) -> bytes:
        """Return all that has arrived."""
        return bytes(self._bytes)

    def _read_head(self, head: bytes, end: int) -> Arrival | None:
        if end > LARGEST_HEAD:
            return Arrival.HEAD_TOO_LONG
        if _CHUNKED.search(head):
            return Arrival.NEEDS_LENGTH
        lengths = {each.strip() for each in _LENGTH.findall(head)}
        if len(lengths) > 1 or not all(each.isdigit() for each in lengths):
            return Arrival.BAD
        digits = (lengths.pop() if lengths else b"0").lstrip(b"0") or b"0"
        body = int(digits) if len(digits) <= 12 else self.largest_body + 1
        self._needed = end + (body if body <= self.largest_body else 0)
        return None
