"""What can come of a call to Miro or Notion other than its answer, grouped by what to do next.

    ConnectorError
    ├── Wait                   nothing to mend: try again later (limits, overload, no connection)
    ├── LookFirst              a write whose outcome is not known: look before repeating it
    ├── Reconnect              the token is not (or no longer) good: connect the account again
    ├── NotThereOrNotShared    gone, never there, or hidden from us: nobody outside can tell which
    ├── ChangedMeanwhile       somebody else saved first: read again, then decide again
    ├── RefusedForGood         asking the same again gives the same no
    └── NotAnAnswer            not what the vendor sends: a page of an edge, cut-off or foreign JSON
        └── Incomplete         a list that the vendor ends early, and says so

Every error keeps its evidence from an allow-list and is safe to print: never a token, never a body,
and never the vendor's sentence about a call that carried a body, for it may quote people's words.
"""

from dataclasses import dataclass

LONGEST_MESSAGE = 200


@dataclass(frozen=True, slots=True)
class Where:
    """Which call it was: the route is a pattern such as `/v2/boards/{board_id}`, never ids."""

    vendor: str
    method: str
    route: str

    def __str__(self) -> str:
        return f"{self.vendor} {self.method} {self.route}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What may be kept of an answer that was not the wanted one.

    `reason` is a word of the vendor beside the code (Notion's `block_limit` and
    `rate_limit_reason`); `hint` is a word of ours for a sentence of the vendor that we know, kept
    where the sentence itself may not be; `attempt` counts how often the call had been sent.
    """

    status: int | None = None
    code: str = ""
    message: str = ""
    reason: str = ""
    request_id: str = ""
    attempt: int = 1
    hint: str = ""


class ConnectorError(Exception):
    """A call that did not bring its answer; the subclass says what to do next."""

    def __init__(self, where: Where, evidence: Evidence | None = None) -> None:
        super().__init__(where, evidence)
        self.evidence = evidence or Evidence()
        self.where = where
        self.vendor = where.vendor
        self.method = where.method
        self.route = where.route
        self.status = self.evidence.status
        self.code = self.evidence.code
        self.message = self.evidence.message[:LONGEST_MESSAGE]
        self.reason = self.evidence.reason
        self.hint = self.evidence.hint
        self.request_id = self.evidence.request_id
        self.attempt = self.evidence.attempt

    def __str__(self) -> str:
        said = [str(part) for part in (self.status, self.code, self.reason, self.hint) if part]
        text = f"{self.where}: {' '.join(said) or 'no answer'}"
        if self.message:
            text = f"{text}: {self.message}"
        return f"{text} (request {self.request_id})" if self.request_id else text


LONG_QUEUE = "long_queue"  # the code where a call's turn would come too late for a vendor's limit


class Wait(ConnectorError):
    """Try again later; `retry_after_s` is what the vendor asked for, None where it did not say.

    Raised after the retries that the transport does by itself. A write that is harmless to repeat
    may have taken place; repeating it is the way to find out.
    """

    def __init__(
        self, where: Where, evidence: Evidence | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(where, evidence)
        self.retry_after_s = retry_after_s


class LookFirst(ConnectorError):
    """A write that may or may not have taken place; repeating it blindly would double it.

    Where Notion says what it saved, `committed_resource_id` names the page or database (the parent
    block for an append) and `committed_child_ids` the new children in order.
    """

    def __init__(
        self,
        where: Where,
        evidence: Evidence | None = None,
        committed_resource_id: str | None = None,
        committed_child_ids: tuple[str, ...] = (),
    ) -> None:
        super().__init__(where, evidence)
        self.committed_resource_id = committed_resource_id
        self.committed_child_ids = committed_child_ids


class Reconnect(ConnectorError):
    """The vendor does not take the token; only connecting again helps."""


class NotThereOrNotShared(ConnectorError):
    """The thing is gone, never was, or is not shared with us; never take it for a deletion."""


class ChangedMeanwhile(ConnectorError):
    """The thing was saved by somebody else in between; read it again before deciding."""


class RefusedForGood(ConnectorError):
    """The vendor will not do this, however often it is asked."""


class NotAnAnswer(ConnectorError):
    """What came back is not the vendor speaking as documented; nothing may be concluded from it."""


class Incomplete(NotAnAnswer):
    """A list ended before its last row (Notion stops at 10,000): what is absent may well exist."""
