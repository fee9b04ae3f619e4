"""Settings, read from the environment once; the only module that looks at it.

`HEDGEROW_SANDBOX` and `HEDGEROW_DEMO` refuse to start beside real tokens: what is pretended and
what is real never meet.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from plugin.errors import BadInput

LOOPBACK = ("127.0.0.1", "localhost")
_NOTION_RATES = (180, 600)
_RATES: dict[str, float] = {"real": 1, "fast": 30, "off": 100_000}
_REAL = (
    "HEDGEROW_MIRO_TOKEN",
    "HEDGEROW_NOTION_TOKEN",
    "HEDGEROW_MIRO_CLIENT_SECRET",
    "HEDGEROW_NOTION_CLIENT_SECRET",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between one installation and another."""

    data_folder: Path
    database_url: str = field(repr=False)
    base_url: str
    secret: str = field(repr=False)
    miro_token: str | None = field(default=None, repr=False)
    notion_token: str | None = field(default=None, repr=False)
    notion_parent: str | None = None
    sandbox_url: str | None = None
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "hedgerow@localhost"
    is_demo: bool = False
    clock_offset: timedelta = timedelta()
    miro_client_id: str | None = None
    miro_client_secret: str | None = field(default=None, repr=False)
    notion_client_id: str | None = None
    notion_client_secret: str | None = field(default=None, repr=False)
    token_keys: tuple[str, ...] = field(default=(), repr=False)
    miro_credits_a_minute: int = 100_000
    notion_calls_a_minute: int = 180
    sandbox_haste: float = _RATES["off"]  # how much shorter the sandbox's minutes are

    @property
    def host_names(self) -> tuple[str, ...]:
        """Return the names under which this server may be addressed."""
        own = urlsplit(self.base_url).hostname or "127.0.0.1"
        return (own, *LOOPBACK)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; raise BadInput in words for what cannot be."""
        env = dict(os.environ if environ is None else environ)
        folder = Path(env.get("HEDGEROW_DATA", "hedgerow-data")).expanduser().absolute()
        sandbox, demo = env.get("HEDGEROW_SANDBOX"), env.get("HEDGEROW_DEMO") == "1"
        tokens = (env.get("HEDGEROW_MIRO_TOKEN"), env.get("HEDGEROW_NOTION_TOKEN"))
        if sandbox or demo:
            require_no_real_tokens(env)
        base_url = _address(env.get("HEDGEROW_BASE_URL", "http://127.0.0.1:8420"))
        if sandbox and urlsplit(sandbox).hostname not in LOOPBACK:
            raise BadInput("HEDGEROW_SANDBOX must be on this machine: http://127.0.0.1:<port>.")
        if demo and urlsplit(base_url).hostname not in LOOPBACK:
            raise BadInput(
                "The demo signs anybody in, so it stays on this machine. Nothing was started. "
                "Unset HEDGEROW_BASE_URL, or HEDGEROW_DEMO."
            )
        return cls(
            data_folder=folder,
            database_url=env.get("HEDGEROW_DATABASE_URL", f"sqlite:///{folder / 'hedgerow.db'}"),
            base_url=base_url,
            secret=env.get("HEDGEROW_SECRET_KEY") or _kept_secret(folder),
            miro_token=tokens[0] or None,
            notion_token=tokens[1] or None,
            notion_parent=env.get("HEDGEROW_NOTION_PARENT") or None,
            sandbox_url=sandbox.rstrip("/") if sandbox else None,
            smtp_url=_mail_server(env.get("HEDGEROW_SMTP_URL")),
            mail_from=env.get("HEDGEROW_MAIL_FROM", "hedgerow@localhost"),
            is_demo=demo,
            clock_offset=_offset(env.get("HEDGEROW_CLOCK_OFFSET_S"), demo),
            miro_client_id=env.get("HEDGEROW_MIRO_CLIENT_ID") or None,
            miro_client_secret=env.get("HEDGEROW_MIRO_CLIENT_SECRET") or None,
            notion_client_id=env.get("HEDGEROW_NOTION_CLIENT_ID") or None,
            notion_client_secret=env.get("HEDGEROW_NOTION_CLIENT_SECRET") or None,
            token_keys=_listed(env.get("HEDGEROW_TOKEN_KEYS", "")),
            miro_credits_a_minute=_credits(env.get("HEDGEROW_MIRO_CREDITS_A_MINUTE")),
            notion_calls_a_minute=_calls(env.get("HEDGEROW_NOTION_CALLS_A_MINUTE")),
            sandbox_haste=_haste(env.get("HEDGEROW_SANDBOX_RATE", "off")),
        )


def require_no_real_tokens(environ: Mapping[str, str] | None = None) -> None:
    """Return if no real token is set; raise BadInput, for the sandbox never stands beside one."""
    env = os.environ if environ is None else environ
    found = [name for name in _REAL if env.get(name)]
    if found:
        raise BadInput(
            "The sandbox does not start beside real Miro or Notion tokens. Nothing was "
            f"started. Unset {' and '.join(found)}, or the sandbox."
        )


def _address(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise BadInput("HEDGEROW_BASE_URL must be an address such as https://hedgerow.example.")
    return base_url.rstrip("/")


def _mail_server(given: str | None) -> str | None:
    """Return the address of the mail server; what is wrong with it is told without its password."""
    if not given:
        return None
    try:
        parts = urlsplit(given)
        is_one = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise BadInput(
            "HEDGEROW_SMTP_URL must look like smtp://name:password@mail.example:587. Write "
            "signs such as / @ : # in the password as %2F %40 %3A %23. Nothing was started."
        )
    return given


def _offset(given: str | None, demo: bool) -> timedelta:
    if given and not demo:
        raise BadInput("HEDGEROW_CLOCK_OFFSET_S exists in the demo only.")
    try:
        return timedelta(seconds=int(given or 0))
    except (ValueError, OverflowError) as error:
        raise BadInput("HEDGEROW_CLOCK_OFFSET_S must be a whole number of seconds.") from error


def _listed(given: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.split(",") if part.strip())


def _credits(given: str | None) -> int:
    words = given or "100000"
    if not words.isascii() or not words.isdecimal() or not 1_000 <= int(words) <= 10_000_000:
        raise BadInput(
            "HEDGEROW_MIRO_CREDITS_A_MINUTE must be a number such as 100000, what Miro gives one "
            "user of one app."
        )
    return int(words)


def _calls(given: str | None) -> int:
    words = given or str(_NOTION_RATES[0])
    if words not in map(str, _NOTION_RATES):
        raise BadInput(
            "HEDGEROW_NOTION_CALLS_A_MINUTE must be 180 (Free, Plus) or 600 (Business, Enterprise)."
        )
    return int(words)


def _haste(given: str) -> float:
    if given not in _RATES:
        raise BadInput("HEDGEROW_SANDBOX_RATE must be real, fast or off, as the sandbox was told.")
    return _RATES[given]


def _kept_secret(folder: Path) -> str:
    """Return the secret kept in the data folder, readable for this account only."""
    file = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _make_secret(file)
        kept = file.read_text()
    except OSError as error:
        raise BadInput(
            f"The folder {folder} cannot be written. Nothing was started. Point HEDGEROW_DATA "
            "at a folder that the account running Hedgerow may write."
        ) from error
    if not kept.strip():
        raise BadInput(
            f"The file {file} is empty. Nothing was started. Put the secret back that was in it; "
            "without it stored connections cannot be opened. Delete the file for a new one."
        )
    return kept


def _make_secret(file: Path) -> None:
    """Write a new secret whole or not at all; of two processes, the first one's is kept."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".secret-")
    try:
        with os.fdopen(descriptor, "w") as new:
            new.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(name, file)
    finally:
        os.unlink(name)
