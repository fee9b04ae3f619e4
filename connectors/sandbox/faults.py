"""Faults on demand: which calls of a vendor go wrong, how, and whether they did their work first.

A fault meets calls by vendor, method and route pattern; of those it lets `skip` pass, then takes
`times` of them (all, if None), each with the chance that its seeded die gives. The first that
takes a call has it alone. `when` is "before" or "after" the call did its work.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from hashlib import sha256
from types import MappingProxyType

STATUSES = MappingProxyType(
    {
        "409": 409,
        "429": 429,
        "500": 500,
        "502": 502,
        "503": 503,
        "504": 504,
        "529": 529,
    }
)
HTML, HALF_JSON, CUT_OFF = "html", "half_json", "cut_off"
NO_ANSWER, RESET = "no_answer", "reset"
CURSOR_GONE, ITEM_CHANGED, ITEM_DELETED = "cursor_gone", "item_changed", "item_deleted"
REVOKED, ACCEPTED = "revoked", "accepted"
KINDS = (
    *STATUSES, HTML, HALF_JSON, CUT_OFF, NO_ANSWER, RESET, CURSOR_GONE, ITEM_CHANGED, ITEM_DELETED,
    REVOKED, ACCEPTED,
)  # fmt: skip
BETWEEN_PAGES = frozenset({CURSOR_GONE, ITEM_CHANGED, ITEM_DELETED})
SILENT = frozenset({NO_ANSWER, RESET})
_ALWAYS_AFTER = frozenset({HALF_JSON, CUT_OFF, ACCEPTED})
_CHOICES = {
    "kind": KINDS,
    "vendor": ("miro", "notion"),
    "when": ("before", "after"),
    "says": ("", "retry_after", "reset_epoch", "reset_delta", "nothing"),
}


class NoSuchFault(ValueError):
    """A fault that cannot be had; the sentence says what was wrong and that nothing was set."""


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong.

    `wait_s` and `says` are for 429 and 529 (which header asks for the wait; "" is the vendor's
    own), `tells` for Notion's 5xx after a write (whether they name what was committed), `reason`
    for Notion's 429, `item_id` and `text` for what changes between two pages.
    """

    kind: str
    vendor: str
    method: str = "*"
    route: str = "*"
    when: str = "before"
    skip: int = 0
    times: int | None = 1
    chance: float = 1.0
    seed: int = 0
    wait_s: int = 1
    says: str = ""
    tells: bool = False
    reason: str = "public_api_request_rate_limit"
    item_id: str = ""
    text: str = "changed meanwhile"
    id: int = 0
    met: int = 0
    passed: int = 0
    _die: random.Random = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._die = random.Random(self.seed)  # noqa: S311 - a die for tests, no secret
        if self.kind in _ALWAYS_AFTER:
            self.when = "after"

    def takes(self, call: "Asked") -> bool:
        """Say whether this call goes wrong by this fault; counts it either way."""
        if not self._meets(call) or (self.times is not None and self.met >= self.times):
            return False
        if self.passed < self.skip or self._die.random() >= self.chance:
            self.passed += 1
            return False
        self.met += 1
        return True

    def as_json(self) -> dict[str, object]:
        """Return the fault as the control plane shows it: how it was set, and how often met."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.init}

    def _meets(self, call: "Asked") -> bool:
        if self.vendor != call.vendor or self.method not in ("*", call.method):
            return False
        if self.kind in BETWEEN_PAGES and not call.is_next_page:
            return False
        return fnmatchcase(call.route, self.route)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a fault looks at in a call."""

    vendor: str
    method: str
    route: str
    is_next_page: bool
    token: str = field(repr=False)


class FaultBook:
    """All faults that were set, oldest first, and the tokens that were revoked by them."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._revoked: set[bytes] = set()
        self._made = 0

    def set(self, given: Mapping[str, object]) -> Fault:
        """Set a fault; raise `NoSuchFault` if it makes no sense."""
        _check(given)
        self._made += 1
        fault = Fault(**given, id=self._made)  # type: ignore[arg-type] # checked above
        self._faults.append(fault)
        return fault

    def all(self) -> tuple[Fault, ...]:
        """Return the faults, spent ones too."""
        return tuple(self._faults)

    def clear(self) -> None:
        """Let everything work again."""
        self._faults.clear()
        self._revoked.clear()

    def next(self, call: Asked) -> Fault | None:
        """Return the fault that this call meets, if any."""
        if not self._faults:
            return None
        known = sha256(call.token.encode()).digest()
        if known in self._revoked:
            return Fault(REVOKED, call.vendor)
        fault = next((one for one in self._faults if one.takes(call)), None)
        if fault is not None and fault.kind == REVOKED:
            self._revoked.add(known)
        return fault


_TYPES: dict[str, tuple[type, ...]] = {
    "skip": (int,),
    "times": (int, type(None)),
    "seed": (int,),
    "wait_s": (int,),
    "chance": (int, float),
    "tells": (bool,),
}
_COUNTED = frozenset({"id", "met", "passed", "_die"})


def _check(given: Mapping[str, object]) -> None:
    known = {one.name for one in fields(Fault)} - _COUNTED
    for name in ("kind", "vendor"):
        if name not in given:
            raise NoSuchFault(f'A fault needs "{name}". Nothing was set.')
    for name, value in given.items():
        if name not in known:
            raise NoSuchFault(f'A fault has no "{name}". Nothing was set.')
        if not _fits(name, value):
            raise NoSuchFault(f'"{name}" cannot be {value!r}. Nothing was set.')
        if name in _CHOICES and value not in _CHOICES[name]:
            choices = ", ".join(one or '""' for one in _CHOICES[name])
            raise NoSuchFault(f'"{name}" is one of: {choices}. Nothing was set.')
    _check_vendor(given)


def _fits(name: str, value: object) -> bool:
    wanted = _TYPES.get(name, (str,))
    if isinstance(value, bool):
        return bool in wanted
    if not isinstance(value, wanted):
        return False
    if name == "chance":
        return isinstance(value, int | float) and 0 <= value <= 1
    return not isinstance(value, int) or value >= 0


def _check_vendor(given: Mapping[str, object]) -> None:
    if given["vendor"] == "miro" and given["kind"] == "529":
        raise NoSuchFault("Miro knows no 529. Nothing was set.")
    if given["vendor"] == "notion" and given["kind"] == ACCEPTED:
        raise NoSuchFault("Notion accepts nothing for later. Nothing was set.")
