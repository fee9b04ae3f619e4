"""What a fault is: its kind, the calls that it meets, and how often it met them.

A fault meets calls by vendor, method and route pattern; of those it lets `skip` pass, then takes
`times` of them (all, if None), each with the chance that its seeded die gives. `when` is "before"
or "after" the call did its work.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from typing import Protocol

from flask import Response

from connectors.sandbox.miro.errors import MiroError
from connectors.sandbox.miro.state import MiroState
from connectors.sandbox.notion.errors import NotionError
from connectors.sandbox.notion.state import NotionState


class Vendors(Protocol):
    """Both stand-ins, whose things a fault may change."""

    @property
    def miro(self) -> MiroState: ...
    @property
    def notion(self) -> NotionState: ...


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """What a fault looks at in a call; `cursor` is empty unless it asks for a later page."""

    vendor: str
    method: str
    route: str
    cursor: str
    board_id: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultKind:
    """One way for a call to go wrong: exactly one of `errors`, `respond` and `edit` says which.

    `errors` are by vendor, and sent in its shape; `respond` makes any other response (from the true
    one, if the call did its work); `edit` changes something behind the client's back, and the call
    goes on.
    """

    name: str
    errors: Mapping[str, Callable[[], MiroError | NotionError]] | None = None
    respond: Callable[[Response], Response] | None = None
    edit: Callable[[Vendors, "Fault", IncomingCall], None] | None = None
    missing_at: Mapping[str, str] = field(default_factory=dict)
    """Why a vendor has no such fault, by vendor."""
    is_always_after: bool = False
    is_between_pages: bool = False
    is_silent: bool = False
    """No response reaches the client."""
    is_shapeless: bool = False
    """What reaches the client has not the shape that the vendor describes."""
    revokes_token: bool = False


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong.

    `wait_s` and `says` are for 429 and 529 (which header asks for the wait; "" is the vendor's
    own), `tells` for Notion's 5xx after a write (whether they name what was committed), `reason`
    for Notion's 429, `item_id` and `text` for what changes between two pages.
    """

    kind: FaultKind
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
        if self.kind.is_always_after:
            self.when = "after"

    def takes(self, call: IncomingCall) -> bool:
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
        shown = {one.name: getattr(self, one.name) for one in fields(self) if one.init}
        return {**shown, "kind": self.kind.name}

    def _meets(self, call: IncomingCall) -> bool:
        if self.vendor != call.vendor or self.method not in ("*", call.method):
            return False
        if self.kind.is_between_pages and not call.cursor:
            return False
        return fnmatchcase(call.route, self.route)
