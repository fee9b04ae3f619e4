"""Telling webhooks: signed as Standard Webhooks says, and never into a private network."""

from __future__ import annotations

import base64
from ipaddress import ip_address

import pytest

from connectors.webhooks import NotReached, is_public, post, signed

# The example of the specification's own libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, SENT_AT_S, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_is_signed_as_the_specification_does_it() -> None:
    headers = signed(SECRET, MESSAGE, SENT_AT_S, BODY)

    assert headers["webhook-signature"] == SIGNATURE
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (MESSAGE, str(SENT_AT_S))
    assert base64.b64decode(SIGNATURE.removeprefix("v1,"))


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.1.2.3"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "ff02::1"),
        *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.0.2.1", "2001:db8::1"),
    ],
)
def test_addresses_of_no_public_place_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "found", [["10.0.0.7"], ["93.184.216.34", "127.0.0.1"], ["::1"], [], ["169.254.169.254"]]
)
def test_a_name_that_leads_into_a_private_network_is_not_told(found: list[str]) -> None:
    with pytest.raises(NotReached, match="private network"):
        post("https://partner.example/told", BODY, {}, look=lambda _host, _port: found)
