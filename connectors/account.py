"""A vendor's account: binds transport, address and token, and reads answers through schemas.

The middle of the three thicknesses: below it HTTP knows no vendor, above it clients know no token.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.errors import (
    Evidence,
    LookFirst,
    NotAnAnswer,
    NotThereOrNotShared,
    Reconnect,
    Where,
)
from connectors.http import HTTP, LOOPBACK, Answer, Call, Service
from connectors.replies import ErrorDetails, RawAnswer
from schemas.reading import Mismatch

LOG = logging.getLogger("hedgerow.connectors.account")

MISMATCH = "mismatch"  # the code of an answer that does not have its shape

T = TypeVar("T")


class TokenSource(Protocol):
    """Where the token of a connection comes from while it changes under way."""

    def token(self) -> str:
        """Return the token of this moment; it may have to be fetched."""

    def renew(self) -> bool:
        """Get another token after the present one was refused; False if there is none."""


class Bearer(AuthBase):
    """Puts a token into the Authorization header; never shows it.

    An auth object rather than a header, because `requests` lets a `.netrc` replace a header.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign `request`."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def __repr__(self) -> str:
        return "Bearer(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bearer) and other._token == self._token

    def __hash__(self) -> int:
        return hash(self._token)

    def redact(self, error_details: ErrorDetails) -> ErrorDetails:
        """Return `complaint` without the token, should the vendor have repeated it."""
        return replace(
            error_details,
            code=self._without_token(error_details.code),
            message=self._without_token(error_details.message),
            reason=self._without_token(error_details.reason),
            request_id=self._without_token(error_details.request_id),
        )

    def _without_token(self, text: str) -> str:
        return text.replace(self._token, "…")


class RenewedBearer(AuthBase):
    """Puts the token of this moment into the Authorization header, and renews it if asked."""

    def __init__(self, source: TokenSource, vendor: str) -> None:
        self._source = source
        self._vendor = vendor
        self._bearers: tuple[Bearer, ...] = ()

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign `request`."""
        latest = bearer(self._source.token(), self._vendor)
        # The one before stays known, for an answer to it may still be under way.
        if not self._bearers or latest != self._bearers[-1]:
            self._bearers = (*self._bearers[-1:], latest)
        return latest(request)

    def __repr__(self) -> str:
        return "RenewedBearer(…)"

    def renew(self) -> bool:
        """Get another token; return False if there is none to be had."""
        return self._source.renew()

    def redact(self, error_details: ErrorDetails) -> ErrorDetails:
        """Return `complaint` without the tokens, should the vendor have repeated one."""
        for known in self._bearers:
            error_details = known.redact(error_details)
        return error_details


def signed_by(token: str | TokenSource, vendor: str) -> Bearer | RenewedBearer:
    """Return the auth object of a token that stays, or of one that changes."""
    return bearer(token, vendor) if isinstance(token, str) else RenewedBearer(token, vendor)


def bearer(token: str, vendor: str) -> Bearer:
    """Return the auth object of `token`, forgiving spaces around it.

    Raise `Reconnect` for what cannot be a token (a line break would get into error messages of the
    HTTP library together with the rest of the header).
    """
    trimmed = token.strip()
    if not trimmed or not trimmed.isascii() or not trimmed.isprintable() or " " in trimmed:
        raise Reconnect(Where(vendor, "", ""), Evidence(code="malformed_token"))
    return Bearer(trimmed)


def base_url(address: str) -> str:
    """Return `address` without a final slash; raise `ValueError` where it would show the token.

    Only this machine may be spoken to without TLS.
    """
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or is_here):
        raise ValueError("The address of a service begins with https://.")
    return address.rstrip("/")


class Account:
    """Sends calls as one token and turns their answers into values."""

    def __init__(self, http: HTTP, service: Service) -> None:
        self._http = http
        self._service = replace(
            service,
            base_url=base_url(service.base_url),
            error_details=_redacting(service.auth, service.error_details),
        )

    @property
    def vendor(self) -> str:
        """The vendor's name as errors show it."""
        return self._service.vendor

    def where(self, call: Call) -> Where:
        """Name `call` for an error of ours."""
        return self._service.where(call)

    def pause(self, seconds: float) -> None:
        """Wait before looking again at what the vendor does in its own time."""
        self._http.pause(seconds)

    def send(self, call: Call) -> Answer:
        """Send a call whose answer's body does not matter; raise as `HTTP.send` does."""
        return self._http.send(call, self._service)

    def look(self, call: Call) -> RawAnswer:
        """Send `call` once and return what came, a refusal too: to examine the vendor."""
        return self._http.look(call, self._service)

    def ask(self, call: Call, read: Callable[[object], T]) -> T:
        """Send `call` and read its body.

        Raise `NotAnAnswer` when the body does not have the shape it should have, or `LookFirst` if
        the call was a write that is not harmless to repeat: the vendor has done something.
        """
        answer = self.send(call)
        try:
            return read(answer.body)
        except Mismatch as err:
            LOG.warning("%s: not what it should be: %s", self.where(call), err)
            evidence = Evidence(
                status=answer.status,
                code=MISMATCH,
                reason=str(err),
                request_id=answer.request_id,
            )
        if call.harmless:
            raise NotAnAnswer(self.where(call), evidence)
        raise LookFirst(self.where(call), evidence)

    def delete(self, call: Call) -> None:
        """Send a deletion; when it had to be repeated, finding nothing means that it was done.

        Raise as `HTTP.send` does, `NotThereOrNotShared` among them if the first sending found
        nothing.
        """
        try:
            self.send(call)
        except NotThereOrNotShared as err:
            if err.attempt == 1:
                raise


def _redacting(
    auth: AuthBase, read: Callable[[object], ErrorDetails | None]
) -> Callable[[object], ErrorDetails | None]:
    if not isinstance(auth, Bearer | RenewedBearer):
        return read

    def redacted(body: object) -> ErrorDetails | None:
        error_details = read(body)
        return None if error_details is None else auth.redact(error_details)

    return redacted
