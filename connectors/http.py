"""The only place that speaks HTTP: sends a `Call`, repeats it by rule, returns decoded JSON.

It keeps what must hold for every call: the token goes into one header and nowhere else, redirects
are not followed, time-outs are set, and logs hold method, route pattern and status only.
"""

import json
import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import quote, urlsplit

import requests
from requests.auth import AuthBase
from requests.exceptions import ConnectTimeout, ProxyError
from urllib3.exceptions import NewConnectionError

from connectors.errors import Where
from connectors.replies import Complaint, Reply, error_of
from connectors.retry import LIMITED, Outcome, Patience, asked_wait_s, wait_before_repeating

LOG = logging.getLogger("hedgerow.connectors.http")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, without address and token.

    `route` is the pattern that logs show; `ids` fill it. `harmless` says whether sending it twice
    does no more than sending it once; the client's docstring says why. `body` is JSON.
    """

    method: str
    route: str
    harmless: bool
    ids: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: object = None

    @property
    def path(self) -> str:
        """The route with its ids, each percent-encoded (`=` ends most of Miro's board ids).

        Raise `ValueError` for an id that would lead to another path.
        """
        return self.route.format_map({name: _segment(value) for name, value in self.ids.items()})


@dataclass(frozen=True, slots=True)
class Service:
    """A vendor as one token sees it: address, headers, and how it words its complaints."""

    vendor: str
    base_url: str
    auth: AuthBase = field(repr=False)
    complaint: Callable[[object], Complaint | None] = field(repr=False)
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
    ) -> None:
        self._session = session()
        self._sleep = sleep
        self._timeouts_s = timeouts_s
        self._patience = patience or Patience()
        self._now = now
        self._jitter = jitter

    def send(self, call: Call, service: Service) -> Answer:
        """Send `call` until it is answered or repeating it makes no sense.

        Raise the `ConnectorError` that says what to do next (drawn in `connectors.errors`).
        """
        where = service.where(call)
        attempt = 1
        while True:
            reply = self._sent_once(call, service)
            LOG.debug("%s %s", where, reply.status)
            if reply.is_answer:
                return Answer(reply.status or 0, reply.body, reply.request_id)
            wait_s = self._wait_s(call, reply, attempt)
            if wait_s is None:
                raise error_of(where, reply, call.harmless, call.body is None, attempt)
            LOG.info("%s %s, again in %.1f s", where, reply.status, wait_s)
            self._sleep(wait_s)
            attempt += 1

    def _wait_s(self, call: Call, reply: Reply, attempt: int) -> float | None:
        outcome = Outcome(
            status=None if reply.is_cut_off else reply.status,
            harmless=call.harmless,
            asked_wait_s=reply.longest_asked_s,
            reason=reply.complaint.reason if reply.complaint else "",
            was_sent=reply.was_sent,
        )
        return wait_before_repeating(outcome, attempt, self._patience, self._jitter())

    def _sent_once(self, call: Call, service: Service) -> Reply:
        url = service.base_url + call.path
        content = None if call.body is None else as_bytes(call.body)
        try:
            response = self._session.request(
                call.method,
                url,
                params=dict(call.query) or None,
                data=content,
                headers={**service.headers, **_content_type(content)},
                auth=service.auth,
                timeout=self._timeouts_s,
                allow_redirects=False,
                proxies=_proxies(url),
            )
        except requests.exceptions.RequestException as err:
            return Reply(status=None, was_sent=not _never_left(err))
        return self._read(response, service)

    def _read(self, response: requests.Response, service: Service) -> Reply:
        body, is_json = _decoded(response.content)
        complaint = service.complaint(body) if response.status_code >= 400 else None
        return Reply(
            status=response.status_code,
            body=body,
            is_json=is_json,
            complaint=complaint,
            request_id=response.headers.get(service.request_id_header, ""),
            asked_wait_s=self._asked_wait_s(response),
        )

    def _asked_wait_s(self, response: requests.Response) -> float | None:
        """Miro counts down its window on every answer; it is a wish to wait only on a 429."""
        headers = dict(response.headers)
        if response.status_code not in LIMITED:
            headers = {"Retry-After": response.headers.get("Retry-After", "")}
        return asked_wait_s(headers, self._now(), self._patience.longest_wait_s)


def _segment(value: str) -> str:
    if value in ("", ".", ".."):
        raise ValueError("An id is empty or leads to another path.")
    return quote(value, safe="")


def _content_type(content: bytes | None) -> dict[str, str]:
    return {} if content is None else {"Content-Type": "application/json"}


def _proxies(url: str) -> dict[str, str] | None:
    """Keep proxies of the environment, except for this machine itself: the sandbox is here."""
    host = urlsplit(url).hostname or ""
    return {"no_proxy": host} if host in LOOPBACK else None


def _decoded(content: bytes) -> tuple[object, bool]:
    if not content:
        return None, True
    try:
        return json.loads(content), True
    except (ValueError, RecursionError):
        return None, False


def _never_left(err: requests.exceptions.RequestException) -> bool:
    """Tell whether no connection was made, so that the vendor cannot have seen the call."""
    if isinstance(err, ConnectTimeout | ProxyError):
        return True
    cause = err.args[0] if err.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)
