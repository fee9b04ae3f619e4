"""Our real clients on a sandbox in this process."""

from flask import Flask

from connectors.http import HTTP
from connectors.sandbox.mounted import MOUNTED_URL as SANDBOX_URL
from connectors.sandbox.mounted import InProcess as Mounted
from connectors.sandbox.mounted import mount

__all__ = ["SANDBOX_URL", "Mounted", "http_to"]


def http_to(app: Flask) -> HTTP:
    """Return an HTTP whose every call is answered by `app`, and which never waits."""
    return HTTP(session=lambda: mount(app), sleep=lambda _seconds: None)
