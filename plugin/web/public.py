"""Pages without sign-in: what groups share with anyone, its feed, and with places like ours.

No cookie is set or read. Search engines and archives are asked to keep no copy: what a group takes
down has to be gone at once, and nobody can call copies of theirs back.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from plugin.domain.pieces import KINDS
from plugin.memory.editions import (
    ShownEdition,
    edition_for_anyone,
    edition_for_places,
    public_editions,
)
from plugin.use_cases import Runtime
from plugin.web.atom import Entry, atom_feed

NO_COPIES = "noindex, noarchive"
TITLE = "What groups share with anyone"


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("public", __name__)
    base = runtime.settings.base_url

    @pages.get("/public")
    def show() -> Response:
        found = public_editions(runtime.services)
        return _page(render_template("public.html", found=found, title=TITLE, kinds=KINDS))

    @pages.get("/public/<edition_id>")
    def one(edition_id: str) -> Response:
        return _one(edition_for_anyone(runtime.services, edition_id), is_public=True)

    @pages.get("/public/feed")
    def feed() -> Response:
        found = public_editions(runtime.services)
        entries = [_entry(each, base) for each in found]
        text = atom_feed(f"{base}/public", f"{base}/public/feed", TITLE, entries)
        return _page(text, "application/atom+xml; charset=utf-8")

    @pages.get("/shared/<edition_id>")
    def shared(edition_id: str) -> Response:
        return _one(edition_for_places(runtime.services, edition_id), is_public=False)

    return pages


def _one(shown: ShownEdition, *, is_public: bool) -> Response:
    text = render_template(
        "public_edition.html", shown=shown, edition=shown.edition, kinds=KINDS, is_public=is_public
    )
    return _page(text)


def _entry(shown: ShownEdition, base: str) -> Entry:
    edition = shown.edition
    return Entry(
        address=f"{base}/public/{edition.id}",
        title=edition.title,
        summary=edition.summary,
        text=f"{edition.story}\n\n{edition.how}".strip(),
        updated=shown.since,
    )


def _page(text: str, kind: str = "text/html; charset=utf-8") -> Response:
    answer = make_response(text)
    answer.headers["Content-Type"] = kind
    answer.headers["X-Robots-Tag"] = NO_COPIES
    return answer
