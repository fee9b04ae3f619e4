"""Says what came of a call so that it may be sent to strangers: status, code, shape, no values.

Words survive only in a vendor's complaint, and there without what it quotes: names that are known,
anything in quotation marks, addresses; ids are cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from connectors.replies import RawAnswer

LONGEST_COMPLAINT = 200
# A refusal is told whole; of what an answer holds the outline is known and enough.
_DEEPEST, _OUTLINE = 4, 1
_MOST_KEYS = 16
# Under these stand keys that people chose.
_OF_PEOPLE = frozenset({"properties"})
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]{0,40}")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|(?<!\w)'[^']*'(?!\w)")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+")
_ID = re.compile(r"(?=[\w\-=~]*\d)[\w\-=~]{12,}|uXj\S+")
_TYPES = {str: "str", bool: "bool", int: "int", float: "number", type(None): "null"}


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells of answers without `hidden`: names and ids that this run has learned."""

    hidden: tuple[str, ...] = ()

    def of(self, seen: RawAnswer, *more: str) -> str:
        """Return status, code, shape and complaint of an answer, and what else is to be said."""
        if seen.status is None:
            return "; ".join(("no answer came", *more))
        return "; ".join(part for part in (*self._parts(seen), *more) if part)

    def words(self, error_details: object) -> str:
        """Return a vendor's sentence without people's words, names and ids."""
        text = error_details if isinstance(error_details, str) else ""
        for name in sorted(filter(None, self.hidden), key=len, reverse=True):
            text = re.sub(re.escape(name), "…", text, flags=re.IGNORECASE)
        text = _ADDRESS.sub("…", _QUOTED.sub("“…”", text))
        return " ".join(_ID.sub(lambda found: short(found[0]), text).split())[:LONGEST_COMPLAINT]

    def _parts(self, seen: RawAnswer) -> Iterator[str]:
        code = part(seen.body, "code") or part(seen.body, "error")
        word = self.words(str(code)) if isinstance(code, str | int | float) else ""
        yield f"{seen.status} {word}".strip()
        is_refusal = seen.status is not None and seen.status >= 400
        depth = _DEEPEST if is_refusal else _OUTLINE
        yield shape(seen.body, depth) if seen.is_json else "not JSON"
        if is_refusal:
            said = part(seen.body, "message") or part(seen.body, "error_description")
            yield self._quoted(said)
            yield from self._fields(seen.body)

    def _fields(self, body: object) -> Iterator[str]:
        """Tell which parameters Miro names, and what it says of each (docs/miro.md#errors)."""
        named = part(body, "context", "fields")
        for one in named if isinstance(named, list) else ():
            yield f"{self.words(part(one, 'field'))}: {self._quoted(part(one, 'message'))}"

    def _quoted(self, said: object) -> str:
        words = self.words(said)
        return f"«{words}»" if words else ""


def part(body: object, *path: str) -> object:
    """Return what lies in a decoded answer under these keys, None where it does not."""
    for key in path:
        if not isinstance(body, Mapping):
            return None
        body = body.get(key)
    return body


def rows_of(body: object, key: str) -> list[object]:
    """Return the list under a key of a decoded answer, empty where there is none."""
    found = part(body, key)
    return found if isinstance(found, list) else []


def shape(body: object, depth: int = _DEEPEST) -> str:
    """Return the keys and types of a decoded answer down to a depth, never a value."""
    if isinstance(body, Mapping):
        return "{" + ", ".join(_keys(body, depth)) + "}" if depth > 0 else "{…}"
    if isinstance(body, list):
        first = shape(body[0], depth - 1) if body else ""
        return f"[{len(body)} × {first}]" if first else "[]"
    return _TYPES.get(type(body), "?")


def short(value: object) -> str:
    """Return the beginning of an id: enough to tell two apart, not to use one."""
    text = str(value or "")
    return text if len(text) < 8 else f"{text[:4]}…"


def listed(words: Iterable[str]) -> str:
    """Return words in a row, or that there were none."""
    return " ".join(words) or "none"


def _keys(body: Mapping[object, object], depth: int) -> Iterator[str]:
    for key in sorted(map(str, body))[:_MOST_KEYS]:
        name = key if _KEY.fullmatch(key) and not _ID.fullmatch(key) else "…"
        inner = body.get(key)
        if key in _OF_PEOPLE and isinstance(inner, Mapping):
            yield f"{name}: {{{len(inner)} keys}}"
        else:
            yield f"{name}: {shape(inner, depth - 1)}"
    if len(body) > _MOST_KEYS:
        yield "…"
