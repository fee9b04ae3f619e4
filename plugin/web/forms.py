"""Reads what people type into forms; what cannot be read is said, and nothing is guessed."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection, Mapping
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request

from plugin.convene.sessions import require_near
from plugin.domain.blankness import is_blank
from plugin.domain.drafts import FormShown
from plugin.errors import BadInput
from plugin.languages import SessionLanguage

_BOARD_ID = re.compile(r"[A-Za-z0-9_\-]{3,80}={0,2}")
_LONGEST_WINDOW = 40  # as long as a press
_BEFORE_ID = ("board", "boards")
_AREAS = re.compile(r"<textarea\b[^>]*>")


def asks_for_fragment(request: Request) -> bool:
    """Say whether a script of ours asks for a part of a page, to put it into the one it shows."""
    return "HX-Request" in request.headers


def day_of(given: str) -> date:
    """Read a meeting's day as a date field sends it; raise BadInput."""
    try:
        day = date.fromisoformat(given.strip())
    except ValueError as error:
        raise BadInput(
            "That day cannot be read. Nothing was stored. Choose it in the calendar, or write it "
            "as 2026-12-16."
        ) from error
    require_near(day)
    return day


def board_id_of(given: str) -> str | None:
    """Read a Miro board's id out of its address, or as it stands; None if nothing was given."""
    words = given.strip()
    if not words:
        return None
    parts = [unquote(part) for part in urlsplit(words).path.split("/") if part]
    after = [part for before, part in pairwise(parts) if before in _BEFORE_ID]
    found = after[0] if after else words
    if not _BOARD_ID.fullmatch(found):
        raise BadInput(
            "That is not the address of a Miro board. Nothing was changed. Open the board in Miro "
            "and copy the whole address, such as https://miro.com/app/board/uXjVExample=/."
        )
    return found


def number_of(given: str | None, digits: int) -> int | None:
    """Read a whole number of at most so many digits, as pages write it; None for anything else.

    Python refuses thousands of digits, so that somebody's own address must not come to that.
    """
    words = given or ""
    is_one = words.isascii() and words.isdecimal() and len(words) <= digits
    return int(words) if is_one else None


def new_press() -> str:
    """Return what one showing of a form carries, so that pressing it twice does its work once."""
    return secrets.token_urlsafe(12)


def press_of(form: MultiDict[str, str]) -> str | None:
    """Return what makes two sendings of one showing the same; a changed form is another one."""
    if not form.get("press"):
        return None
    return json.dumps([(name, form.getlist(name)) for name in sorted(form)])


def left_words(form: Mapping[str, str], used: Collection[str] = ()) -> dict[str, str]:
    """Return what was typed into the small fields of the desk, but for those that were used."""
    names = ("theme", "words", "reason", "why", "noticed")
    return {name: form[name] for name in names if name not in used and form.get(name, "").strip()}


def version_in(form: Mapping[str, str]) -> int:
    """Return which version of a draft a form showed; 0 where it showed none."""
    return number_of(form.get("version"), 8) or 0


def shown_in(form: Mapping[str, str]) -> FormShown:
    """Return which showing of a form was sent, and which draft stood in it, if it says so."""
    return FormShown(form.get("window", "")[:_LONGEST_WINDOW], form.get("seen"))


def lines_of(given: str) -> tuple[str, ...]:
    """Return the lines of a text area that say something."""
    return tuple(line.strip() for line in given.splitlines() if not is_blank(line))


def setting_of(form: Mapping[str, str]) -> dict[str, object]:
    """Return the setting that a line of a read-back chose, as `convene.agreements` reads it."""
    what = form.get("what", "")
    if what == "box":
        template, _, zone = form.get("box", "").partition(" ")
        return {"template": template, "zone": zone, "label": form.get("label", "")}
    if what == "names":
        return {"attribution": form.get("attribution", "")}
    if what == "days":
        return {"take_back_days": form.get("days", "")}
    if what == "pieces":
        return {"furthest": form.get("furthest", "")}
    if what in OTHERS:
        return {what: ""}  # what is decided stands in the sentence itself
    raise BadInput("Choose what the sentence changes. Nothing was stored.")


OTHERS = {
    "rule": "A ground rule, printed on our boards from now on",
    "member": "Somebody who joins us",
    "rhythm": "When and where we meet",
    "role": "Who hosts, keeps time or gathers",
    "note": "Something else",
}


def language_typed(typed: Mapping[str, Any]) -> SessionLanguage | None:
    """Return the language that a form chose for a session, None where it says none."""
    given = typed.get("language", "")
    return next((each for each in SessionLanguage if each.value == given), None)


def is_written_in(page: str) -> bool:
    """Say whether a page, as HTML, has a field for several lines that somebody can type in.

    Such a page says without scripts, too, that words that are not sent are lost.
    """
    return any("readonly" not in field for field in _AREAS.findall(page))
