"""What people say in Notion about a piece: comments on its page, and on blocks of it.

Comments move no minute of their page that we could rely on (`docs/notion.md` promises none), and
one call more for each body read would break what a sync may cost. So a plain sync asks for none:
`hedgerow sync --full` asks once a page, and once for each block that was known to carry some; the
button *Look for comments* on a piece's page asks for its page and every block on it. A connection
that may not read comments, as it is by default, hears nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from connectors.errors import ConnectorError, NotThereOrNotShared, RefusedForGood
from connectors.notion.client import NotionClient
from plugin.domain.blankness import is_blank
from plugin.domain.links import Link, Said
from plugin.domain.people import Actor
from plugin.errors import NotHere
from plugin.store import links as stored_links
from plugin.store.services import Services
from plugin.sync.errors import in_words
from plugin.sync.here.resolve import partnership_of
from schemas.notion import Comment

LOOKED = "Looked. What is said there now is below."
NO_COMMENTS = "Nobody has commented there."
MOST_BLOCKS = 50  # of one page, when a person asks; each costs a call


@dataclass(slots=True)
class CommentReader:
    """Listens in one run; each person's name is asked for once."""

    notion: NotionClient
    may_read: bool = True
    names: dict[str, str] = field(default_factory=dict)

    def on_page(self, link: Link) -> tuple[Said, ...]:
        """Return what is said on a page, and on blocks of which we know that something was."""
        known = dict.fromkeys(each.block_id for each in link.state.said if each.block_id)
        return self.on(link.notion_page_id, known)

    def on(self, page_id: str, block_ids: Iterable[str]) -> tuple[Said, ...]:
        """Return what is said on a page and on these blocks of it, in this order."""
        said = [*self._on(page_id, "")]
        for block_id in block_ids:
            said += self._on(block_id, block_id)
        return tuple(said)

    def _on(self, asked_id: str, block_id: str) -> Iterator[Said]:
        for comment in self._comments(asked_id):
            if not is_blank(comment.text):
                yield Said(
                    self.name_of(comment.created_by), comment.created_time, comment.text, block_id
                )

    def _comments(self, asked_id: str) -> tuple[Comment, ...]:
        if not self.may_read:
            return ()
        try:
            return self.notion.comments(asked_id)
        except NotThereOrNotShared:
            return ()
        except RefusedForGood:
            self.may_read = False
            return ()

    def name_of(self, user_id: str | None) -> str:
        """Return who somebody is; empty where Notion does not tell this connection."""
        if user_id is None:
            return ""
        if user_id not in self.names:
            try:
                self.names[user_id] = self.notion.user(user_id).name
            except (NotThereOrNotShared, RefusedForGood):
                self.names[user_id] = ""
        return self.names[user_id]


def look_for_comments(services: Services, actor: Actor, notion: NotionClient, piece_id: str) -> str:
    """Remember the comments on a piece's page as they are now; return what came of it.

    Raise NotHere for a piece that has no page in Notion, or that this person may not carry there.
    """
    partnership_of(services, actor, piece_id)
    with services.db.read() as tx:
        link = stored_links.link_of(tx, piece_id)
    if link is None:
        raise NotHere("This piece has no page in Notion. Nothing was changed.")
    comments = CommentReader(notion)
    try:
        blocks = notion.children(link.notion_page_id)[:MOST_BLOCKS]
        said = comments.on(link.notion_page_id, [block.id for block in blocks])
    except NotThereOrNotShared:
        said = ()
    except ConnectorError as error:
        raise in_words(error) from error
    with services.db.begin() as tx:
        now = stored_links.link(tx, link.id)
        if now is not None and now.is_followed:
            state = replace(now.state, said=said)
            stored_links.save_link(tx, replace(now, state=state))
    if not comments.may_read:
        return (
            "Hedgerow's connection may not read comments in Notion. The person who set it up can "
            "allow it."
        )
    return LOOKED if said else NO_COMMENTS
