"""The language of a participant's page: chosen by its reader, and kept in the address alone.

A language stored with a person would tell their notes from those of others, so it is stored
nowhere: *Cymraeg* and *English* add it to the address, and every link goes on with it. Before
somebody chooses, their browser's `Accept-Language` decides. Members' pages are in English.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask import Flask, current_app, g, has_app_context, request, url_for
from werkzeug.exceptions import HTTPException

from plugin.languages import Language, SessionLanguage, catalogue, translate

ARGUMENT = "lang"
Day = TypeVar("Day", bound=date)
# What people without an account see: their pages by code and by link.
PAGES = ("/j", "/me", "/objections")
_BLUEPRINTS = frozenset(
    {
        "take_part",
        "own_notes",
        "own_words",
        "may_stay",
        "check_piece",
        "check_quotes",
        "how_was_it",
        "complain",
        "phone_dots",
        "objections",
    }
)
_MORE_ENDPOINTS = frozenset({"write_until.remind"})


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """Where the same page is in another language."""

    language: Language
    href: str


def speak_languages(app: Flask) -> None:
    """Let participants' pages speak the language of their reader."""
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # by the extension
        lambda message: catalogue(current_language()).gettext(message),
        lambda one, many, n: catalogue(current_language()).ngettext(one, many, n),
        newstyle=True,
    )
    env.filters["translated"] = lambda text: translate(text, current_language())
    env.globals.update(
        current_language=current_language,
        chosen_language=chosen_language,
        other_language=other_language,
    )

    @app.before_request
    def choose() -> None:
        if is_of_participants(request.path):
            g.chosen_language = _chosen(request.args.get(ARGUMENT))
            g.language = g.chosen_language or _accepted()

    @app.url_defaults
    def keep(endpoint: str, values: dict[str, Any]) -> None:
        chosen = chosen_language()
        if chosen is not None and _is_kept_for(endpoint):
            values.setdefault(ARGUMENT, chosen.value)


def current_language() -> Language:
    """Return the language of the page that is made."""
    found = g.get("language") if has_app_context() else None
    return found if isinstance(found, Language) else Language.ENGLISH


def prefer(spoken: SessionLanguage) -> None:
    """Speak the language of a session that is held in Welsh, where nobody chose another."""
    if spoken is SessionLanguage.WELSH and chosen_language() is None:
        g.language = Language.WELSH


def chosen_language() -> Language | None:
    """Return the language that the reader chose, None where their browser decides."""
    found = g.get("chosen_language") if has_app_context() else None
    return found if isinstance(found, Language) else None


def in_own_language(write: Callable[[Day, Language], str]) -> Callable[[Day], str]:
    """Return a filter that writes a day in the language of the page."""
    return lambda day: write(day, current_language())


def with_language(address: str) -> str:
    """Return the address of one's own pages with the language that one chose."""
    chosen = chosen_language()
    return address if chosen is None else f"{address}?{ARGUMENT}={chosen.value}"


def other_language() -> LanguageLink:
    """Return where this page is in the other language.

    What only takes a form is no address to open: its page is one step further up.
    """
    language = current_language().other
    endpoint, values = _page_here()
    shown = {name: value for name, value in request.args.items() if name != ARGUMENT}
    return LanguageLink(language, url_for(endpoint, **{**shown, **values, ARGUMENT: language}))


def _page_here() -> tuple[str, dict[str, Any]]:
    routes = current_app.url_map.bind("")
    for path in (request.path, request.path.rpartition("/")[0]):
        try:
            endpoint, values = routes.match(path, method="GET")
        except HTTPException:
            continue
        return endpoint, dict(values)
    return "take_part.ask", {}


def is_of_participants(path: str) -> bool:
    """Say whether an address is of the pages that people without an account see."""
    return path.startswith(tuple(f"{each}/" for each in PAGES)) or path in PAGES


def _is_kept_for(endpoint: str) -> bool:
    return endpoint.partition(".")[0] in _BLUEPRINTS or endpoint in _MORE_ENDPOINTS


def _chosen(given: str | None) -> Language | None:
    return next((each for each in Language if each.value == given), None)


def _accepted() -> Language:
    """Return Welsh where a browser asks for it before English."""
    wanted = (each.partition("-")[0].lower() for each in request.accept_languages.values())
    first = next((each for each in wanted if _chosen(each)), None)
    return _chosen(first) or Language.ENGLISH
