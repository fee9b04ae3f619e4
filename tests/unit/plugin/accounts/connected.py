"""A Hedgerow that is connected as a person would connect it, on a sandbox in this process."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from flask import Flask

from plugin.accounts import connecting
from plugin.domain.connections import Connection, Vendor
from plugin.store import connections as stored_connections
from tests.unit.plugin.web.house import TestHouse


def allow(sandbox: Flask, address: str, answer: str = "allow") -> str:
    """Decide as a person on the sandbox's page; return the path with which they come back."""
    browser = sandbox.test_client()
    asked = urlsplit(address)
    page = browser.get(f"{asked.path}?{asked.query}")
    assert "Allow</button>" in page.text
    vendor = asked.path.split("/")[1]
    form = dict(parse_qsl(asked.query)) | {"answer": answer}
    gone = browser.post(f"/_sandbox/{vendor}/oauth/decide", data=form)
    back = urlsplit(gone.location)
    return f"{back.path}?{back.query}"


def connect(made: TestHouse, vendor: Vendor, partnership_id: str | None = None) -> Connection:
    """Connect a vendor as the partnership's facilitator."""
    runtime, place = made.runtime, partnership_id or made.partnership.id
    actor = made.actor("sam" if place == made.partnership.id else "stranger")
    begun = connecting.begin(runtime.accounts, actor, place, vendor)
    way_back = allow(made.sandbox, begun.address)
    return connecting.finish(
        runtime.services, runtime.accounts, actor, place, vendor, way_back, begun.state
    )


def present(made: TestHouse, connection: Connection) -> Connection:
    """Return a connection as it is stored now."""
    installation = connection.installation
    with made.services.db.read() as tx:
        found = stored_connections.connection(
            tx, connection.partnership_id, connection.vendor, installation.site
        )
    assert found is not None
    return found


def revoke_all(made: TestHouse, vendor: Vendor) -> None:
    """End every token at the vendor, as somebody does who removes the app there."""
    sandbox = made.sandbox.extensions["hedgerow_sandbox"]
    getattr(sandbox, vendor.value).grants.revoke_all()
