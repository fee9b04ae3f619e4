"""The faults that were set. The first, by age, that takes a call has it alone."""

from collections.abc import Mapping
from dataclasses import fields
from hashlib import sha256
from typing import Any

from connectors.sandbox.call_log import VENDORS
from connectors.sandbox.faults.catalogue import KINDS
from connectors.sandbox.faults.fault import Fault, FaultKind, IncomingCall

_CHOICES = {
    "kind": tuple(KINDS),
    "vendor": VENDORS,
    "when": ("before", "after"),
    "says": ("", "retry_after", "reset_epoch", "reset_delta", "nothing"),
}
_TYPES: dict[str, tuple[type, ...]] = {
    "skip": (int,),
    "times": (int, type(None)),
    "seed": (int,),
    "wait_s": (int,),
    "chance": (int, float),
    "tells": (bool,),
}
_COUNTED = frozenset({"id", "met", "passed", "_die"})


class InvalidFault(ValueError):
    """A fault that cannot be had; the sentence says what was wrong and that nothing was set."""


class FaultBook:
    """All faults that were set, oldest first, and the tokens that were revoked by them."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._revoked: dict[bytes, FaultKind] = {}
        self._made = 0

    def set(self, given: Mapping[str, Any]) -> Fault:
        """Set a fault; raise `InvalidFault` if it makes no sense."""
        _check(given)
        self._made += 1
        fault = Fault(**{**given, "kind": KINDS[given["kind"]]}, id=self._made)
        self._faults.append(fault)
        return fault

    def all(self) -> tuple[Fault, ...]:
        """Return the faults, spent ones too."""
        return tuple(self._faults)

    def clear(self) -> None:
        """Let everything work again."""
        self._faults.clear()
        self._revoked.clear()

    def next(self, call: IncomingCall) -> Fault | None:
        """Return the fault that this call meets, if any."""
        if not self._faults:
            return None
        known = sha256(call.token.encode()).digest()
        if known in self._revoked:
            return Fault(self._revoked[known], call.vendor)
        fault = next((one for one in self._faults if one.takes(call)), None)
        if fault is not None and fault.kind.revokes_token:
            self._revoked[known] = fault.kind
        return fault


def _check(given: Mapping[str, Any]) -> None:
    known = {one.name for one in fields(Fault)} - _COUNTED
    for name in ("kind", "vendor"):
        if name not in given:
            raise InvalidFault(f'A fault needs "{name}". Nothing was set.')
    for name, value in given.items():
        if name not in known:
            raise InvalidFault(f'A fault has no "{name}". Nothing was set.')
        if not _fits(name, value):
            raise InvalidFault(f'"{name}" cannot be {value!r}. Nothing was set.')
        if name in _CHOICES and value not in _CHOICES[name]:
            choices = ", ".join(one or '""' for one in _CHOICES[name])
            raise InvalidFault(f'"{name}" is one of: {choices}. Nothing was set.')
    missing = KINDS[given["kind"]].missing_at.get(given["vendor"])
    if missing:
        raise InvalidFault(f"{missing} Nothing was set.")


def _fits(name: str, value: object) -> bool:
    wanted = _TYPES.get(name, (str,))
    if isinstance(value, bool):
        return bool in wanted
    if not isinstance(value, wanted):
        return False
    if name == "chance":
        return isinstance(value, int | float) and 0 <= value <= 1
    return not isinstance(value, int) or value >= 0
