"""Reads settings that are no addresses; one that cannot be used is named, and a secret one is
never quoted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plugin.config.secret import is_guessable
from plugin.errors import BadInput

NOTION_RATES = (180, 600)
_RATES: dict[str, float] = {"real": 1, "fast": 30, "off": 100_000}
DEFAULT_HASTE = _RATES["off"]
_LONGEST_TOKEN = 4000
_MOST_HOPS = 9
LONDON = ZoneInfo("Europe/London")


def data_folder(given: str | None) -> Path:
    """Return the folder for the database and the secret."""
    words = (given or "").strip() or "hedgerow-data"
    folder = Path(words).expanduser().absolute() if words.isprintable() else None
    if folder is None or (folder.exists() and not folder.is_dir()):
        raise BadInput(
            "HEDGEROW_DATA must be the name of a folder; it need not exist yet. "
            "Nothing was started."
        )
    return folder


def database_url(given: str | None, folder: Path) -> str:
    """Return the address of the database, which outlives the process."""
    words = (given or "").strip() or f"sqlite:///{folder / 'hedgerow.db'}"
    if words.partition("?")[0].rstrip("/") in ("sqlite:", "sqlite:///:memory:"):
        raise BadInput(
            "HEDGEROW_DATABASE_URL must name a file: a database in memory is lost with the "
            "process. Nothing was started. Write it as sqlite:////folder/hedgerow.db."
        )
    return words


def token(env: Mapping[str, str], name: str) -> str | None:
    """Return a token, an id or a secret that a vendor gave out; None where it is not set."""
    words = env.get(name, "").strip()
    if not words:
        return None
    if (
        not words.isascii()
        or not words.isprintable()
        or " " in words
        or len(words) > _LONGEST_TOKEN
    ):
        raise BadInput(
            f"{name} holds blanks, line breaks or letters that no such value has. Nothing was "
            "started. Copy it again, whole and alone."
        )
    return words


def metrics_token(env: Mapping[str, str]) -> str | None:
    """Return the token that opens the figures, None where nobody is to have them."""
    found = token(env, "HEDGEROW_METRICS_TOKEN")
    if found is not None and is_guessable(found):
        raise BadInput(
            "HEDGEROW_METRICS_TOKEN is too easy to guess: it needs 32 signs or more, made by "
            "chance. Nothing was started. Unset it, and nobody can ask for figures."
        )
    return found


def app(env: Mapping[str, str], vendor: str) -> tuple[str | None, str | None]:
    """Return id and secret of Hedgerow's app at a vendor: both, or neither."""
    names = (f"HEDGEROW_{vendor}_CLIENT_ID", f"HEDGEROW_{vendor}_CLIENT_SECRET")
    client_id, secret = (token(env, name) for name in names)
    if bool(client_id) != bool(secret):
        raise BadInput(
            f"{names[0]} and {names[1]} belong together, and one of them is missing. Nothing was "
            "started. Set both, or neither."
        )
    return client_id, secret


def switch(env: Mapping[str, str], name: str) -> bool:
    """Return whether something is on: 1; it is off where it is empty or 0."""
    words = env.get(name, "").strip()
    if words not in ("", "0", "1"):
        raise BadInput(f"{name} must be 1, or not set. Nothing was started.")
    return words == "1"


def mail_from(given: str | None) -> str:
    """Return the address from which mail is sent, with or without a name before it."""
    words = (given or "").strip() or "hedgerow@localhost"
    _, address = parseaddr(words)
    before, _, after = address.partition("@")
    if not words.isprintable() or not before or not after or "@" in after or " " in address:
        raise BadInput(
            "HEDGEROW_MAIL_FROM must be one e-mail address, such as hedgerow@example.org or "
            "Hedgerow <hedgerow@example.org>. Nothing was started."
        )
    return words


def miro_email(given: str | None) -> str | None:
    """Return the address by which people invite our account at Miro; None where none is given."""
    words = (given or "").strip()
    before, _, after = words.partition("@")
    if words and not (words.isprintable() and before and after and "@" not in after + before):
        raise BadInput(
            "HEDGEROW_MIRO_EMAIL must be one e-mail address, such as hedgerow@example.org. Nothing "
            "was started."
        )
    return words or None


def time_zone(given: str | None) -> ZoneInfo:
    """Return the time zone in which sessions start, London where none is given."""
    words = (given or "").strip()
    try:
        return ZoneInfo(words) if words else LONDON
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(
            "HEDGEROW_TIME_ZONE must be the name of a time zone, such as Europe/London. Nothing "
            "was started."
        ) from error


def clock_offset(given: str | None, demo: bool) -> timedelta:
    """Return how far the demo's clock is ahead."""
    if given and not demo:
        raise BadInput("HEDGEROW_CLOCK_OFFSET_S exists in the demo only.")
    try:
        return timedelta(seconds=int(given or 0))
    except (ValueError, OverflowError) as error:
        raise BadInput("HEDGEROW_CLOCK_OFFSET_S must be a whole number of seconds.") from error


def listed(given: str) -> tuple[str, ...]:
    """Return the parts of a list with commas."""
    return tuple(part.strip() for part in given.split(",") if part.strip())


def proxy_hops(given: str | None) -> int:
    """Return how many proxies stand before this server, whose headers are believed."""
    words = (given or "").strip() or "0"
    if not words.isascii() or not words.isdecimal() or int(words) > _MOST_HOPS:
        raise BadInput(
            "HEDGEROW_PROXY_HOPS must be the number of proxies that stand before Hedgerow, such as "
            "1; 0 where there is none, or none is to be believed. Nothing was started."
        )
    return int(words)


def miro_credits(given: str | None) -> int:
    """Return what Miro allows in a minute."""
    words = (given or "").strip() or "100000"
    if not words.isascii() or not words.isdecimal() or not 1_000 <= int(words) <= 10_000_000:
        raise BadInput(
            "HEDGEROW_MIRO_CREDITS_A_MINUTE must be a number such as 100000, what Miro gives one "
            "user of one app."
        )
    return int(words)


def notion_calls(given: str | None) -> int:
    """Return what Notion allows in a minute."""
    words = (given or "").strip() or str(NOTION_RATES[0])
    if words not in map(str, NOTION_RATES):
        raise BadInput(
            "HEDGEROW_NOTION_CALLS_A_MINUTE must be 180 (Free, Plus) or 600 (Business, Enterprise)."
        )
    return int(words)


def haste(given: str | None) -> float:
    """Return how much shorter the sandbox's minutes are."""
    words = (given or "").strip() or "off"
    if words not in _RATES:
        raise BadInput("HEDGEROW_SANDBOX_RATE must be real, fast or off, as the sandbox was told.")
    return _RATES[words]
