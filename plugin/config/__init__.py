"""Settings, read from the environment once; the only module that looks at it.

`HEDGEROW_SANDBOX` and `HEDGEROW_DEMO` refuse to start beside real tokens: what is pretended and
what is real never meet.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from plugin.config import addresses, values
from plugin.config.addresses import LOOPBACK
from plugin.config.openid import OpenIDSettings, single_sign_on
from plugin.config.secret import given_or_kept_secret
from plugin.config.secret_files import with_secret_files
from plugin.errors import BadInput

__all__ = ["LOOPBACK", "Settings", "require_no_real_tokens"]
_REAL = (
    "HEDGEROW_MIRO_TOKEN",
    "HEDGEROW_NOTION_TOKEN",
    "HEDGEROW_MIRO_CLIENT_SECRET",
    "HEDGEROW_NOTION_CLIENT_SECRET",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between one installation and another."""

    data_folder: Path
    database_url: str = field(repr=False)
    base_url: str
    secret: str = field(repr=False)
    proxy_hops: int = 0  # so many proxies before this server are believed
    miro_token: str | None = field(default=None, repr=False)
    notion_token: str | None = field(default=None, repr=False)
    notion_parent: str | None = None
    sandbox_url: str | None = None
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "hedgerow@localhost"
    miro_email: str | None = None  # by which people invite our account to a board of theirs
    time_zone: ZoneInfo = values.LONDON  # of the hours that people write and read
    is_demo: bool = False
    clock_offset: timedelta = timedelta()
    miro_client_id: str | None = None
    miro_client_secret: str | None = field(default=None, repr=False)
    notion_client_id: str | None = None
    notion_client_secret: str | None = field(default=None, repr=False)
    openid: OpenIDSettings | None = None
    token_keys: tuple[str, ...] = field(default=(), repr=False)
    metrics_token: str | None = field(default=None, repr=False)
    miro_credits_a_minute: int = 100_000
    notion_calls_a_minute: int = 180
    sandbox_haste: float = values.DEFAULT_HASTE  # how much shorter the sandbox's minutes are

    @property
    def host_names(self) -> tuple[str, ...]:
        """Return the names under which this server may be addressed."""
        own = urlsplit(self.base_url).hostname or "127.0.0.1"
        return (own, *LOOPBACK)

    @property
    def base_path(self) -> str:
        """Return the path under which the pages lie, empty where they have a host to themselves."""
        return urlsplit(self.base_url).path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; raise BadInput in words for what cannot be."""
        env = with_secret_files(os.environ if environ is None else environ)
        folder, demo = (
            values.data_folder(env.get("HEDGEROW_DATA")),
            values.switch(env, "HEDGEROW_DEMO"),
        )
        given_sandbox = env.get("HEDGEROW_SANDBOX", "").strip()
        sandbox = addresses.sandbox_url(given_sandbox) if given_sandbox else None
        if sandbox or demo:
            require_no_real_tokens(env)
        miro, notion = values.app(env, "MIRO"), values.app(env, "NOTION")
        return cls(
            data_folder=folder,
            database_url=values.database_url(env.get("HEDGEROW_DATABASE_URL"), folder),
            base_url=_base_url(env, demo),
            proxy_hops=values.proxy_hops(env.get("HEDGEROW_PROXY_HOPS")),
            secret=given_or_kept_secret(env.get("HEDGEROW_SECRET_KEY"), folder),
            miro_token=values.token(env, "HEDGEROW_MIRO_TOKEN"),
            notion_token=values.token(env, "HEDGEROW_NOTION_TOKEN"),
            notion_parent=env.get("HEDGEROW_NOTION_PARENT", "").strip() or None,
            sandbox_url=sandbox,
            smtp_url=addresses.mail_server(env.get("HEDGEROW_SMTP_URL")),
            mail_from=values.mail_from(env.get("HEDGEROW_MAIL_FROM")),
            miro_email=values.miro_email(env.get("HEDGEROW_MIRO_EMAIL")),
            time_zone=values.time_zone(env.get("HEDGEROW_TIME_ZONE")),
            is_demo=demo,
            clock_offset=values.clock_offset(env.get("HEDGEROW_CLOCK_OFFSET_S"), demo),
            miro_client_id=miro[0],
            miro_client_secret=miro[1],
            notion_client_id=notion[0],
            notion_client_secret=notion[1],
            metrics_token=values.metrics_token(env),
            openid=single_sign_on(env),
            token_keys=values.listed(env.get("HEDGEROW_TOKEN_KEYS", "")),
            miro_credits_a_minute=values.miro_credits(env.get("HEDGEROW_MIRO_CREDITS_A_MINUTE")),
            notion_calls_a_minute=values.notion_calls(env.get("HEDGEROW_NOTION_CALLS_A_MINUTE")),
            sandbox_haste=values.haste(env.get("HEDGEROW_SANDBOX_RATE")),
        )


def _base_url(env: Mapping[str, str], demo: bool) -> str:
    url = addresses.base_url(env.get("HEDGEROW_BASE_URL", "").strip() or "http://127.0.0.1:8420")
    if demo and urlsplit(url).hostname not in LOOPBACK:
        raise BadInput(
            "The demo signs anybody in, so it stays on this machine. Nothing was started. "
            "Unset HEDGEROW_BASE_URL, or HEDGEROW_DEMO."
        )
    return url


def require_no_real_tokens(environ: Mapping[str, str] | None = None) -> None:
    """Return if no real token is set; raise BadInput, for the sandbox never stands beside one."""
    env = with_secret_files(os.environ if environ is None else environ)
    found = [name for name in _REAL if env.get(name)]
    if found:
        raise BadInput(
            "The sandbox does not start beside real Miro or Notion tokens. Nothing was "
            f"started. Unset {' and '.join(found)}, or the sandbox."
        )
