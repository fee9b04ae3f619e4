"""The pages for people in Notion's stead: the workspace, a page with its text, a table of rows.

They are plain forms and work without scripts. A form carries what each field said when it was
opened; only what the person changed is written, so that two people can edit one page.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox.notion.models import DataSource, Page, Thing
from connectors.sandbox.notion.rollback import all_or_nothing
from connectors.sandbox.notion.state import OWNER_ID, NotionSandbox, NotionState
from connectors.sandbox.people import notion_edits, notion_views
from connectors.sandbox.people.notion_json import add_json

_PERSON_COOKIE = "sandbox_notion_person"
_SAFETY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_NAME = "sandbox_notion_people"


def notion_pages(sandbox: NotionSandbox) -> Blueprint:
    """Return the pages for people and their JSON twins, to be mounted under `/_sandbox/notion`."""
    blueprint = Blueprint(_NAME, __name__)
    state = sandbox.notion
    add_json(blueprint, sandbox)
    blueprint.add_url_rule("/", "index", lambda: _index(state))
    blueprint.add_url_rule("/pages/<page_id>", "page", lambda page_id: _page(state, page_id))
    blueprint.add_url_rule(
        "/pages/<page_id>", "save", lambda page_id: _save(state, page_id), methods=["POST"]
    )
    blueprint.add_url_rule(
        "/data-sources/<source_id>", "source", lambda source_id: _source(state, source_id)
    )
    blueprint.register_error_handler(notion_edits.NotHere, _gone)
    blueprint.after_request(_keep_safe)
    return blueprint


def url_of(thing: Thing) -> str:
    """Return the address of the page that shows a thing to people."""
    if isinstance(thing, DataSource):
        return url_for(f"{_NAME}.source", source_id=thing.id)
    return url_for(f"{_NAME}.page", page_id=thing.id) if isinstance(thing, Page) else ""


def _index(state: NotionState) -> str:
    return render_template("notion/index.html", tree=notion_views.tree(state, url_of), crumbs=[])


def _source(state: NotionState, source_id: str) -> str:
    source = notion_edits.find_source(state, source_id)
    return render_template(
        "notion/source.html",
        title=notion_views.title_of(state, source),
        crumbs=notion_views.crumbs(state, source, url_of),
        columns=notion_views.columns(source),
        rows=notion_views.table(state, source, url_of, in_trash=False),
        thrown=notion_views.table(state, source, url_of, in_trash=True),
    )


def _page(state: NotionState, page_id: str) -> str:
    page = notion_edits.find_page(state, page_id)
    return _shown(state, page, saved=request.args.get("saved", type=int))


def _save(state: NotionState, page_id: str) -> AnyResponse:
    page = notion_edits.find_page(state, page_id)
    person = request.form.get("person", "")
    edit = _Edit(state, page, person)
    try:
        with all_or_nothing(state):
            edit.do(request.form.get("do", "save"))
    except notion_edits.Refused as refused:
        page = notion_edits.find_page(state, page_id)
        shown = _shown(state, page, refused=str(refused), refused_key=edit.at)
        return Response(shown, status=400)
    answer = redirect(f"{url_of(page)}?saved={edit.changes}", code=303)
    answer.set_cookie(
        _PERSON_COOKIE,
        quote(person.strip()),
        httponly=True,
        samesite="Strict",
        path="/_sandbox/notion",
    )
    return answer


class _Edit:
    """One submitted form: what of it differs from what the person was shown."""

    def __init__(self, state: NotionState, page: Page, person: str) -> None:
        self._state = state
        self._page = page
        self._person = person
        self.changes = 0
        self.at = ""

    def do(self, what: str) -> None:
        """Write what was changed; raise `Refused` at the first field that cannot be."""
        if what in ("trash", "restore"):
            notion_edits.set_trash(self._state, self._page, self._person, in_trash=what == "trash")
            self.changes += 1
            return
        for key, was in request.form.items():
            self.at = key.removeprefix("was:")
            text = _unix(request.form.get(self.at, ""))
            if key.startswith("was:") and self.at in request.form and text != _unix(was):
                self._write(self.at, text)
        self.at = "new"
        for part in _unix(request.form.get("new", "")).split("\n\n"):
            if part.strip():
                notion_edits.add_paragraph(self._state, self._page, part.strip("\n"), self._person)
                self.changes += 1
        self.at = "person"
        if not self._person.strip():
            raise notion_edits.Refused("Say who is editing. Nothing was changed.")

    def _write(self, key: str, text: str) -> None:
        kind, _, found_id = key.partition(":")
        if kind == "property":
            prop = notion_edits.find_named(self._state, self._page, found_id)
            notion_edits.edit_property(self._state, self._page, prop, text, self._person)
        else:
            block = notion_edits.find_block(self._state, found_id)
            notion_edits.edit_block(self._state, block, text, self._person)
        self.changes += 1


def _shown(
    state: NotionState,
    page: Page,
    *,
    saved: int | None = None,
    refused: str = "",
    refused_key: str = "",
) -> str:
    typed = {key: _unix(text) for key, text in request.form.items()} if refused else {}
    return render_template(
        "notion/page.html",
        crumbs=notion_views.crumbs(state, page, url_of),
        page=_about(state, page, typed),
        people=sorted(state.people.values()),
        person=_person(state),
        saved=saved,
        refused=refused,
        refused_key=refused_key,
        new_text=typed.get("new", ""),
    )


def _about(state: NotionState, page: Page, typed: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": notion_views.title_of(state, page),
        "url": url_of(page),
        "edited": notion_views.when(page.edited),
        "edited_by": notion_views.who(state, page.edited_by),
        "in_trash": state.is_trashed(page),
        "may_trash": page.parent_id is not None,
        "fields": notion_views.fields(state, page, url_of, typed),
        "lines": notion_views.lines(state, page, url_of, typed),
    }


def _person(state: NotionState) -> str:
    given = request.form.get("person") or unquote(request.cookies.get(_PERSON_COOKIE, ""))
    return given or state.people[OWNER_ID]


def _unix(text: str) -> str:
    """Undo the line ends that a form is sent with."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _gone(error: notion_edits.NotHere) -> tuple[str, int]:
    return render_template("notion/gone.html", crumbs=[]), 404


def _keep_safe(response: Response) -> Response:
    for name, value in _SAFETY.items():
        response.headers.setdefault(name, value)
    return response
