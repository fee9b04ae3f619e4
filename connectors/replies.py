"""What one sending brought back, and the one table from there to the error that says what to do.

Pure: the transport fills a `Reply`, a vendor's `complaint` function reads its error body.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors.errors import (
    ChangedMeanwhile,
    ConnectorError,
    Evidence,
    LookFirst,
    NotAnAnswer,
    NotThereOrNotShared,
    Reconnect,
    RefusedForGood,
    Wait,
    Where,
)
from connectors.retry import LIMITED, SHUT_OUT

NO_SUCH_ROUTE = "no_such_route"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorDetails:
    """A vendor's error body, read from an allow-list of its fields."""

    code: str = ""
    message: str = ""
    reason: str = ""
    request_id: str = ""
    asked_wait_s: float | None = None
    committed_resource_id: str | None = None
    committed_child_ids: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one sending brought back; `status` is None where no complete answer arrived."""

    status: int | None
    body: object = None
    is_json: bool = True
    error_details: ErrorDetails | None = None
    request_id: str = ""
    asked_wait_s: float | None = None
    was_sent: bool = True

    @property
    def is_answer(self) -> bool:
        """A success whose body could be read."""
        return self.status is not None and 200 <= self.status < 300 and self.is_json

    @property
    def longest_asked_s(self) -> float | None:
        """The wait that header or body asks for, the longer of the two."""
        in_body = self.error_details.asked_wait_s if self.error_details else None
        asked = [wait for wait in (self.asked_wait_s, in_body) if wait is not None]
        return max(asked, default=None)

    @property
    def is_shut_out(self) -> bool:
        """A limit that no waiting ends: the vendor wants this connection to stop."""
        return self.error_details is not None and self.error_details.reason == SHUT_OUT

    @property
    def is_cut_off(self) -> bool:
        """A success whose body could not be read: the vendor did it, we do not know what."""
        return self.status is not None and 200 <= self.status < 300 and not self.is_json


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One answer or refusal as it came, for examining; `status` is None where none came."""

    status: int | None
    body: object = field(default=None, repr=False)
    is_json: bool = True
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def error_of(
    where: Where, reply: Reply, harmless: bool, may_keep_message: bool, attempt: int
) -> ConnectorError:
    """Return the error that says what to do after `reply`, the last one of a call.

    `may_keep_message` is False for calls that carried a body: the vendor's sentence may quote it.
    """
    error_details = reply.error_details or ErrorDetails()
    evidence = Evidence(
        status=reply.status,
        code=error_details.code,
        message=error_details.message if may_keep_message else "",
        reason=error_details.reason,
        hint=error_details.hint,
        request_id=error_details.request_id or reply.request_id,
        attempt=attempt,
    )
    if _is_in_doubt(reply, harmless):
        return LookFirst(
            where, evidence, error_details.committed_resource_id, error_details.committed_child_ids
        )
    if reply.is_shut_out:
        return RefusedForGood(where, evidence)
    if reply.status is None or reply.status >= 500 or reply.status in (*LIMITED, *_TOO_SOON):
        return Wait(where, evidence, reply.longest_asked_s)
    if reply.status == 401 and reply.is_json:
        return Reconnect(where, evidence)
    if reply.error_details is None:
        return NotAnAnswer(where, evidence)
    return _REFUSALS.get(_refusal(reply.status, error_details), RefusedForGood)(where, evidence)


# Both say that the same call may do better later: too slow on its way (408), too early (425).
_TOO_SOON = (408, 425)
_REFUSALS: dict[int, type[ConnectorError]] = {
    404: NotThereOrNotShared,
    409: ChangedMeanwhile,
}


def _is_in_doubt(reply: Reply, harmless: bool) -> bool:
    """A write was sent, and what came back does not tell whether it took place."""
    if harmless or not reply.was_sent or reply.status in LIMITED:
        return False
    return reply.status is None or reply.status == 408 or reply.status >= 500 or reply.is_cut_off


def _refusal(status: int, error_details: ErrorDetails) -> int:
    """A 404 about the address is our mistake and says nothing about the thing asked for."""
    return 400 if error_details.code == NO_SUCH_ROUTE else status
