"""The board and the page that the live examination works on: made, and removed whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from connectors.errors import ConnectorError, LookFirst, NotThereOrNotShared
from connectors.http import Call
from connectors.miro.client import PRIVATE, MiroClient
from connectors.notion.client import NotionClient
from connectors.notion.new_values import Title
from connectors.notion.parents import InPage
from connectors.replies import RawAnswer
from plugin.doctor.describe import part
from plugin.doctor.probes import in_short

# What Miro's pages say that only its support may change (docs/miro.md#open-questions).
_NEEDS_SUPPORT = {
    "collaborationToolsStartAccess": "board_owners_and_coowners",
    "sharingAccess": "owner_and_coowners",
}
_SHARING = {
    "access": PRIVATE.access,
    "inviteToAccountAndBoardLinkAccess": PRIVATE.invite_to_account_and_board_link_access,
    "organizationAccess": PRIVATE.organization_access,
    "teamAccess": PRIVATE.team_access,
}


@dataclass(slots=True)
class Left:
    """What could not be removed, in sentences for whoever has to do it by hand."""

    sentences: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MadeBoard:
    """The board of the probes; `seen` is the answer to its making with fields that need support."""

    id: str
    seen: RawAnswer
    link: str = ""


@contextmanager
def board(miro: MiroClient, name: str, left: Left) -> Iterator[MadeBoard]:
    """Make a board and remove it at the end, also one whose making was interrupted."""
    made: MadeBoard | None = None
    try:
        made = _make_board(miro, name)
        yield made
    finally:
        ids = (lambda: _boards_called(miro, name)) if made is None else (lambda: [made.id])
        _remove(f"The board “{name}” in Miro", ids, miro.delete_board, left)


@contextmanager
def page(notion: NotionClient, parent_id: str, name: str, left: Left) -> Iterator[str]:
    """Make a page and put it into the trash at the end, also if its making was interrupted."""
    made: str | None = None
    try:
        try:
            made = notion.create_page(InPage(parent_id), {"title": Title(name)}).id
        except LookFirst as doubt:
            made = doubt.committed_resource_id
            if made is None:
                raise
        yield made
    finally:
        ids = (lambda: _pages_called(notion, parent_id, name)) if made is None else (lambda: [made])
        _remove(f"The page “{name}” in Notion", ids, notion.trash_page, left)


def _make_board(miro: MiroClient, name: str) -> MadeBoard:
    seen = miro.look(_making(name))
    made = part(seen.body, "id") if seen.status is not None and seen.status < 300 else None
    if isinstance(made, str) and made:
        return MadeBoard(made, seen, _text(part(seen.body, "viewLink")))
    known = _boards_called(miro, name)  # what got no answer may be there
    if known:
        return MadeBoard(known[0], seen)
    plain = miro.create_board(name)
    return MadeBoard(plain.id, seen, plain.view_link or "")


def _making(name: str) -> Call:
    policy = {"sharingPolicy": _SHARING, "permissionsPolicy": _NEEDS_SUPPORT}
    body = {"name": name, "policy": policy}
    return Call(method="POST", route="/v2/boards", body=body, harmless=False)


def took_what_needs_support(seen: RawAnswer) -> str:
    """Say whether the fields that need Miro's support were taken, kept as they were, or refused."""
    if seen.status is None or seen.status >= 300:
        return "so the board was made without these fields"
    got = part(seen.body, "policy", "permissionsPolicy")
    if got is None:
        return "the answer does not show permissionsPolicy"
    return ", ".join(
        f"{name} {'taken' if part(got, name) == asked else 'not taken'}"
        for name, asked in _NEEDS_SUPPORT.items()
    )


def _boards_called(miro: MiroClient, name: str) -> list[str]:
    """Boards of a team are listed at once, those of nobody in particular some seconds later."""
    team_id = miro.token_context().team_id
    return [one.id for one in miro.list_boards(team_id) if one.name == name]


def _pages_called(notion: NotionClient, parent_id: str, name: str) -> list[str]:
    below = notion.children(parent_id)
    return [one.id for one in below if one.type == "child_page" and one.text == name]


def _remove(
    what: str, find: Callable[[], list[str]], remove: Callable[[str], object], left: Left
) -> None:
    """Remove what was made; a second interruption does not keep us from trying once more."""
    try:
        left.sentences += _removed(what, find, remove)
    except KeyboardInterrupt:
        left.sentences += _removed(what, find, remove)
        raise


def _removed(
    what: str, find: Callable[[], list[str]], remove: Callable[[str], object]
) -> list[str]:
    try:
        for each in find():
            remove(each)
    except NotThereOrNotShared:
        return []
    except ConnectorError as error:
        return [f"{what} could not be removed: {in_short(error)} Remove it by hand."]
    return []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
