"""Tells an address that somebody gave that something happened, and reaches no private network.

Whoever adds an address could name a machine beside this server. So its name is looked up once, no
address that it leads to may be private, and the connection goes to the very address that was
looked at. Redirects are not followed, and nothing of the answer is read but its status. Messages
are signed as Standard Webhooks says (https://www.standardwebhooks.com): HMAC with SHA-256 over id,
time and body.
"""

from __future__ import annotations

import base64
import hmac
import socket
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

import urllib3

SECRET_STARTS = "whsec_"  # noqa: S105 - the beginning that Standard Webhooks gives a secret
_TIMEOUT = urllib3.Timeout(connect=5, read=10)
_TRANSLATED = IPv6Network("64:ff9b::/96")  # an IPv4 address in other clothes
LookUp = Callable[[str, int], Sequence[str]]


class NotReached(Exception):
    """The address could not be reached, or may not be; the words are ours and name no address."""


def look_up(host: str, port: int) -> Sequence[str]:
    """Return the addresses that a name leads to."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


def signed(secret: str, message_id: str, sent_at_s: int, body: bytes) -> dict[str, str]:
    """Return the headers that let the receiver know a message as ours."""
    key = base64.b64decode(secret.removeprefix(SECRET_STARTS))
    what = b".".join((message_id.encode(), str(sent_at_s).encode(), body))
    signature = base64.b64encode(hmac.new(key, what, sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(sent_at_s),
        "webhook-signature": f"v1,{signature}",
    }


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allows_loopback: bool = False,
    look: LookUp = look_up,
) -> int:
    """Send a message; return the status of the answer, raise NotReached where there is none.

    `allows_loopback` lets a stand-in on this machine receive, without TLS.
    """
    parts = urlsplit(address)
    host, is_tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    try:
        found = [ip_address(each.partition("%")[0]) for each in look(host, port)]
    except (OSError, UnicodeError, ValueError) as error:
        raise NotReached("Its name leads nowhere.") from error
    is_here = bool(found) and all(each.is_loopback for each in found)
    if not (is_here and allows_loopback) and not (is_tls and found and all(map(is_public, found))):
        raise NotReached("It leads into a private network.")
    pool = _pool(str(found[0]), port, host if is_tls else None)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    sent = {"Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "hedgerow"}
    try:
        answer = pool.urlopen(
            "POST", path, body, {**sent, **headers}, redirect=False, preload_content=False
        )
        status = answer.status
        answer.close()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise NotReached("It did not answer.") from error
    finally:
        pool.close()
    return status


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address is of the public internet, also where one stands in another."""
    if isinstance(address, IPv6Address):
        hidden = address.ipv4_mapped or address.sixtofour
        if hidden is not None:
            return is_public(hidden)
        if address.teredo is not None or address in _TRANSLATED:
            return False
    return address.is_global and not address.is_multicast


def _pool(ip: str, port: int, tls_name: str | None) -> urllib3.HTTPConnectionPool:
    common: dict[str, Any] = {"timeout": _TIMEOUT, "retries": False, "maxsize": 1}
    if tls_name is None:
        return urllib3.HTTPConnectionPool(ip, port, **common)
    return urllib3.HTTPSConnectionPool(
        ip, port, server_hostname=tls_name, assert_hostname=tls_name, **common
    )
