"""The only place that speaks HTTP: sends a `Call`, repeats it by rule, returns decoded JSON.

It keeps what must hold for every call: the token goes into one header and nowhere else, redirects
are not followed, time-outs are set, every sending takes its turn, and logs hold method, route
pattern and status only.
"""

import json
import logging
import random
import time
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import Protocol, runtime_checkable
from urllib.parse import quote, urlencode, urlsplit

import requests
from requests.auth import AuthBase
from requests.exceptions import ConnectTimeout, ProxyError
from urllib3.exceptions import NewConnectionError
from urllib3.filepost import encode_multipart_formdata

from connectors.decoding import decoded
from connectors.errors import LONG_QUEUE, Evidence, Wait, Where
from connectors.limits import NoPace, Pace
from connectors.replies import ErrorDetails, RawAnswer, Reply, error_of
from connectors.retry import (
    LIMITED,
    Outcome,
    Patience,
    asked_wait_s,
    wait_before_repeating,
)

LOG = logging.getLogger("hedgerow.connectors.http")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes as one part of a form."""

    name: str
    type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, without address and token.

    `route` is the pattern that logs show; `ids` fill it. `harmless` says whether sending it twice
    does no more than sending it once; the client's docstring says why. `body` is JSON; `form` goes
    instead of it where a vendor wants a form, and never shows, `file` where one wants an upload.
    """

    method: str
    route: str
    harmless: bool
    ids: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: object = None
    form: Mapping[str, str] | None = field(default=None, repr=False)
    file: Upload | None = None

    @property
    def carries_words(self) -> bool:
        """Whether a vendor's sentence about this call may quote what it carried."""
        return not (self.body is None and self.form is None and self.file is None)

    @property
    def path(self) -> str:
        """The route with its ids, each percent-encoded (`=` ends most of Miro's board ids).

        Raise `ValueError` for an id that would lead to another path.
        """
        return self.route.format_map({name: _segment(value) for name, value in self.ids.items()})


@runtime_checkable
class Renewable(Protocol):
    """An auth object that can get itself another token."""

    def renew(self) -> bool:
        """Take another token after a 401; return False if there is none to be had."""


@dataclass(frozen=True, slots=True)
class Service:
    """A vendor as one token sees it: address, headers, and how it words its complaints."""

    vendor: str
    base_url: str
    auth: AuthBase = field(repr=False)
    error_details: Callable[[object], ErrorDetails | None] = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    request_id_header: str = ""

    def where(self, call: Call) -> Where:
        """Name the call for logs and errors."""
        return Where(self.vendor, call.method, call.route)


@dataclass(frozen=True, slots=True)
class Answer:
    """A decoded answer: `body` is None where there is none (204)."""

    status: int
    body: object
    request_id: str = ""


def new_session() -> requests.Session:
    """Return a session that keeps connections open and no cookies, shared by all tokens."""
    session = requests.Session()
    session.headers["User-Agent"] = "hedgerow"
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def as_bytes(body: object) -> bytes:
    """Return `body` as JSON in UTF-8; half a surrogate pair, which UTF-8 cannot hold, is escaped.

    Vendors limit a body in bytes, and other scripts than ours would double if they were escaped.
    """
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")


class HTTP:
    """Sends calls over one `requests` session; safe to share between threads and tokens."""

    def __init__(
        self,
        session: Callable[[], requests.Session] = new_session,
        sleep: Callable[[float], None] = time.sleep,
        timeouts_s: tuple[float, float] = (5, 30),
        patience: Patience | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
        pace: Pace | None = None,
    ) -> None:
        self._session = session()
        self._sleep = sleep
        self._timeouts_s = timeouts_s
        self._patience = patience or Patience()
        self._now = now
        self._jitter = jitter
        self._pace = pace or NoPace()

    def paced(self, pace: Pace) -> "HTTP":
        """Return the same with a pace of its own: connections stay shared, turns are not."""
        other = copy(self)
        other._pace = pace
        return other

    def pause(self, seconds: float) -> None:
        """Wait, the way this transport waits."""
        self._sleep(seconds)

    def send(self, call: Call, service: Service) -> Answer:
        """Send `call` until it is answered or repeating it makes no sense.

        Raise the `ConnectorError` that says what to do next (drawn in `connectors.errors`). A 401
        did nothing, so after another token was had any call is sent once more.
        """
        where = service.where(call)
        attempt, may_renew = 1, isinstance(service.auth, Renewable)
        while True:
            self._await_turn(call, where)
            reply = self._sent_once(call, service)
            if reply.is_answer:
                return Answer(reply.status or 0, reply.body, reply.request_id)
            if may_renew and _is_refused(reply) and _renewed(service.auth):
                may_renew = False
                continue
            wait_s = self._wait_s(call, reply, attempt)
            self._hold_others(reply)
            if wait_s is None:
                raise error_of(where, reply, call.harmless, not call.carries_words, attempt)
            LOG.info("vendor call again", extra={**_told(where), "wait_s": round(wait_s, 1)})
            self._sleep(wait_s)
            attempt += 1

    def look(self, call: Call, service: Service) -> RawAnswer:
        """Send `call` once and return what came, a refusal too: to examine a vendor, not to work.

        Raise `Wait` only where its turn would come too late.
        """
        self._await_turn(call, service.where(call))
        try:
            response = self._exchange(call, service)
        except requests.exceptions.RequestException:
            return RawAnswer(None)
        body, is_json = decoded(response.content)
        return RawAnswer(response.status_code, body, is_json, dict(response.headers))

    def _await_turn(self, call: Call, where: Where) -> None:
        """Wait for this call's turn; raise `Wait` at once if it would come too late.

        Whoever waited looks again: the vendor may have asked somebody else for quiet meanwhile.
        """
        longest_s = self._patience.longest_wait_s
        while True:
            turn = self._pace.take(call.method, call.route, call.query, longest_s)
            if turn.is_too_late:
                raise Wait(where, Evidence(code=LONG_QUEUE), turn.wait_s)
            if turn.wait_s <= 0:
                return
            self._sleep(turn.wait_s)
            if not self._pace.is_held():
                return

    def _hold_others(self, reply: Reply) -> None:
        """Let everybody with this credential wait as the vendor asked one of them."""
        if reply.status not in LIMITED or reply.is_shut_out:
            return
        asked_s = reply.longest_asked_s
        self._pace.hold(self._patience.first_wait_s if asked_s is None else asked_s)

    def _wait_s(self, call: Call, reply: Reply, attempt: int) -> float | None:
        outcome = Outcome(
            status=None if reply.is_cut_off else reply.status,
            harmless=call.harmless,
            asked_wait_s=reply.longest_asked_s,
            reason=reply.error_details.reason if reply.error_details else "",
            was_sent=reply.was_sent,
        )
        return wait_before_repeating(outcome, attempt, self._patience, self._jitter())

    def _sent_once(self, call: Call, service: Service) -> Reply:
        began_s = time.monotonic()
        try:
            response = self._exchange(call, service)
            reply = self._read(response, service)
        except requests.exceptions.RequestException as err:
            reply = Reply(status=None, was_sent=not _never_left(err))
        ended = {"status": reply.status or "none", "seconds": round(time.monotonic() - began_s, 3)}
        LOG.info("vendor call", extra={**_told(service.where(call)), **ended})
        return reply

    def _exchange(self, call: Call, service: Service) -> requests.Response:
        url = service.base_url + call.path
        content, content_type = _content(call)
        return self._session.request(
            call.method,
            url,
            params=dict(call.query) or None,
            data=content,
            headers={**service.headers, **content_type},
            auth=service.auth,
            timeout=self._timeouts_s,
            allow_redirects=False,
            proxies=_proxies(url),
        )

    def _read(self, response: requests.Response, service: Service) -> Reply:
        body, is_json = decoded(response.content)
        error_details = service.error_details(body) if response.status_code >= 400 else None
        return Reply(
            status=response.status_code,
            body=body,
            is_json=is_json,
            error_details=error_details,
            request_id=response.headers.get(service.request_id_header, ""),
            asked_wait_s=self._asked_wait_s(response),
        )

    def _asked_wait_s(self, response: requests.Response) -> float | None:
        """Miro counts down its window on every answer; it is a wish to wait only on a 429."""
        headers = dict(response.headers)
        if response.status_code not in LIMITED:
            headers = {"Retry-After": response.headers.get("Retry-After", "")}
        return asked_wait_s(headers, self._now(), self._patience.longest_wait_s)


def _told(where: Where) -> dict[str, str]:
    """Return what the log tells of a call: the pattern of its address, never an id."""
    return {"vendor": where.vendor, "method": where.method, "endpoint": where.route}


def _segment(value: str) -> str:
    if value in ("", ".", ".."):
        raise ValueError("An id is empty or leads to another path.")
    return quote(value, safe="")


def _is_refused(reply: Reply) -> bool:
    return reply.status == HTTPStatus.UNAUTHORIZED and reply.is_json


def _renewed(auth: AuthBase) -> bool:
    return isinstance(auth, Renewable) and auth.renew()


def _content(call: Call) -> tuple[bytes | None, dict[str, str]]:
    if call.form is not None:
        encoded = urlencode(call.form).encode("ascii")
        return encoded, {"Content-Type": "application/x-www-form-urlencoded"}
    if call.file is not None:
        part = (call.file.name, call.file.content, call.file.type)
        content, content_type = encode_multipart_formdata({"resource": part})
        return content, {"Content-Type": content_type}
    if call.body is None:
        return None, {}
    return as_bytes(call.body), {"Content-Type": "application/json"}


def _proxies(url: str) -> dict[str, str] | None:
    """Keep proxies of the environment, except for this machine itself: the sandbox is here."""
    host = urlsplit(url).hostname or ""
    return {"no_proxy": host} if host in LOOPBACK else None


def _never_left(err: requests.exceptions.RequestException) -> bool:
    """Tell whether no connection was made, so that the vendor cannot have seen the call."""
    if isinstance(err, ConnectTimeout | ProxyError):
        return True
    cause = err.args[0] if err.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)
